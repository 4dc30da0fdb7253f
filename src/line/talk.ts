import type { Problem } from '../base/problems';
import type { Deed } from '../desk/deeds';
import type { DeskState, Notice } from '../desk/state';
import { noticeText, sentence, type View } from '../desk/view';
import type { CommandId } from '../keys/commands';
import type { Key } from '../keys/key';
import type { Keymap } from '../keys/keymap';
import { type ListedRow, type Listing, nextPage } from './listing';
import { nameOfCommand } from './names';
import { linesOf, type Role, type Said, sentenceOf, withoutMark, wordsByLine } from './said';
import type { Spot } from './spot';

/** The desk as whole lines drive it. */
export interface LineDesk {
  view(): View;
  deed(deed: Deed): void;
  press(keys: readonly Key[]): void;
}

/** What a talk is held with. */
export interface TalkOptions {
  readonly desk: LineDesk;
  /** The user's own key map: a command goes by its key there too. */
  readonly keys: Keymap;
  /** Columns of the terminal. */
  readonly width: () => number;
}

/** What the next line answers, where that is not what lies open on the desk. */
export type Pending =
  /** A row of a list; `pick` is told its index. */
  | { readonly kind: 'list'; readonly listing: Listing; readonly pick: (row: number) => void }
  /** Lines of a memo, until one holds a dot alone. */
  | { readonly kind: 'memo' }
  /** Whether the form is saved. */
  | { readonly kind: 'end' }
  /** What is looked for in the diary. */
  | { readonly kind: 'search' };

/** What the parts of a talk share: the desk, what has been said, what is asked next. */
export class Talking {
  readonly said: Said[] = [];
  pending: Pending | null = null;
  /** What was last announced: a form, a case, a list. */
  place = '';
  /** Section of the form that was announced last. */
  section: string | null = null;
  /** Something has just been saved: what lies open is known, and need not be read out. */
  saved = false;
  /** The place a list is about, while one lies open. */
  listed: Spot | null = null;
  /** Fields that were ready when that was said last: the same is not said again. */
  private ready = '';
  /** The case whose lines were told last. */
  caseTold = '';
  /** First line of the diary that was told. */
  diaryTop = 0;

  constructor(readonly options: TalkOptions) {}

  /** All that is known of the desk now, in words that name no keys. */
  get view(): View {
    const view = this.options.desk.view();
    return { ...view, words: wordsByLine(view.words) };
  }

  get state(): DeskState {
    return this.options.desk.view().state;
  }

  t(key: string, values?: Readonly<Record<string, string | number>>): string {
    return this.view.words.t(key, values);
  }

  say(role: Role, text: string): void {
    if (text !== '') this.said.push({ role, text });
  }

  /** Says a word of `said.*` or another key as a sentence. */
  tell(key: string, values?: Readonly<Record<string, string | number>>, role: Role = 'told'): void {
    this.say(role, sentenceOf(this.t(key, values)));
  }

  refuse(problem: Problem): void {
    const said = noticeText(this.view, { kind: 'refused', problem });
    this.say('refused', sentenceOf(withoutMark(said)));
  }

  warn(problem: Problem): void {
    this.say('warned', `${this.t('said.mind')} ${sentenceOf(sentence(this.view, problem))}`);
  }

  /** Says what a deed left at the foot of the pane. */
  notice(notice: Notice): void {
    const said = this.noticeSaid(notice);
    if (notice.kind === 'refused') this.say('refused', said);
    else this.say(notice.kind === 'warning' ? 'warned' : 'told', said);
  }

  /** What a notice says; what it offers besides is a sentence of its own. */
  private noticeSaid(notice: Notice): string {
    const { offer, ...said } = notice;
    const text = sentenceOf(withoutMark(noticeText(this.view, said)));
    if (!offer) return text;
    const name = nameOfCommand(this.view.words, offer as CommandId);
    return `${text} ${this.t('said.offer', { command: this.t(`command.${offer}`), name })}`;
  }

  /** Does a deed; gives the notice it left, which is then said by who asked. */
  do(deed: Deed): Notice | null {
    const before = this.state.notice;
    this.options.desk.deed(deed);
    const { notice } = this.state;
    return notice === before ? null : notice;
  }

  /** Presses keys, where a deed says no more than they do. */
  press(keys: readonly Key[]): void {
    this.options.desk.press(keys);
  }

  /** Says what stands at the foot of the pane, if anything does. */
  noticeNow(): void {
    const { notice } = this.state;
    if (notice) this.notice(notice);
  }

  command(command: CommandId): Notice | null {
    return this.do({ kind: 'command', command });
  }

  /** What came of saving and the like: what it was of, and its number. */
  outcome(notice: Notice, { form }: { readonly form: string }): void {
    if (!notice.key?.startsWith('notice.saved')) {
      this.notice(notice);
      return;
    }
    this.saved = true;
    const said = this.noticeSaid(notice);
    // A question has no name of its own: what it was about has.
    const isForm = this.view.env.registry.all.some(({ id }) => id === form);
    const title = this.t(`form.${isForm ? form : this.state.entries[this.state.pane]?.form}`);
    this.say('told', this.t('said.outcome', { form: title, said }));
  }

  /** Fields that are ready and are not asked. */
  tellReady(fields: string): void {
    if (fields === this.ready) return;
    this.ready = fields;
    if (fields !== '') this.say('told', sentenceOf(this.t('said.ready', { fields })));
  }

  /** Asks for a row of a list, and says its first rows. */
  list(title: string, rows: readonly ListedRow[], pick: (row: number) => void, numbered = true) {
    this.say('headed', sentenceOf(this.t('said.list', { title, count: rows.length })));
    this.more({ title, rows, told: 0, numbered }, pick);
  }

  /** Says more rows of a list. */
  more(listing: Listing, pick: (row: number) => void): void {
    const page = nextPage(listing);
    for (const line of page.lines) this.say('listed', line);
    this.pending = { kind: 'list', listing: page.listing, pick };
  }

  /** Takes what has been said as lines of the terminal. */
  takeLines(): string {
    const width = this.options.width();
    const lines = this.said.flatMap((one) => linesOf(one, width));
    return lines.map((line) => `${line}\n`).join('');
  }
}
