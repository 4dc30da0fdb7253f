import { activeEntry } from '../desk/env';
import { HOW_TO_OPEN } from '../desk/lock';
import type { Notice } from '../desk/state';
import { sentence } from '../desk/view';
import { unsavedIn } from '../desk/windows';
import { char, type Key } from '../keys/key';
import { showLong } from '../rules/calendar';
import { tellConflict, tellDelivery } from './delivery-pages';
import { arrive } from './fields';
import { takeLine } from './lines';
import { nameOfCommand } from './names';
import { tellList, tellPage } from './pages';
import { sentenceOf } from './said';
import { formTitle, promptHead, promptText, spotOf } from './spot';
import { announce, placeOf, stepHere, tellNext, tellWhole } from './stations';
import { Talking, type TalkOptions } from './talk';
import { isAwaiting, type Seen, seenNow, tellCame, tellWay } from './unasked';

const ENTER: Key = { kind: 'named', name: 'Enter' };
/** What an arrow or another key sends where lines are typed; no answer holds it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is taken out
const SEQUENCES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|[ -/]*[0-~])?/gu;

/** What stands for bytes that are no text: the terminal sends another charset. */
const UNREAD = '\ufffd';

/** A typed line without what no text may hold. */
function cleaned(line: string): string {
  return line
    .replace(SEQUENCES, '')
    .replace(/\t/gu, ' ')
    .replace(/\p{Cc}/gu, '');
}

/**
 * A session by lines: each answer gives what is said to it and the next prompt, as text. Nothing
 * in it moves a cursor, and no answer ends the program but the command that does.
 */
export class Conversation {
  private readonly talking: Talking;
  private news: Notice[] = [];
  /** The last prompt; null while an answer of the centre is awaited instead of a line. */
  private asked: string | null = '';
  /** What has been told of what comes unasked. */
  private seen: Seen;

  constructor(options: TalkOptions) {
    this.talking = new Talking(options);
    this.seen = seenNow(this.talking.state);
  }

  /** Who works, on what, how to ask for help; then the first prompt. */
  begin(): string {
    const { talking } = this;
    const { state } = talking;
    const { me, workDate, lang } = state.setting;
    const demo = state.baseKind === 'demo' ? `${talking.t('screen.demo')}. ` : '';
    const day = showLong(workDate, lang);
    talking.say('headed', demo + talking.t('said.begin', { name: me.name, user: me.id, day }));
    const quit = nameOfCommand(talking.view.words, 'quit');
    talking.tell('said.begin.help', { quit });
    tellWay(talking, null);
    talking.noticeNow();
    return this.page();
  }

  /**
   * One line typed: what is said to it, and the next prompt; no prompt while the centre is awaited.
   */
  answer(line: string): string {
    const { talking } = this;
    this.hear();
    const { notice: before, lock } = talking.state;
    // What came may have put another question: a line is no answer to one not yet read.
    if (this.prompt() !== this.asked) talking.tell('said.changed', {}, 'refused');
    else if (line.includes(UNREAD)) talking.tell('said.unread', {}, 'refused');
    else if (this.secret) this.secretLine(line);
    else takeLine(talking, cleaned(line));
    if (lock) this.tellCome();
    if (talking.state.notice === before || !isAwaiting(talking.state)) return this.page();
    this.asked = null;
    this.seen = seenNow(talking.state);
    return talking.takeLines();
  }

  /** True from a line that asks something of the centre until it answers, or is not waited for. */
  get waits(): boolean {
    return this.asked === null;
  }

  /** True when what is waited for has come. */
  get hasCome(): boolean {
    const { state } = this.talking;
    return !isAwaiting(state) || state.sync?.contact !== this.seen.sync?.contact;
  }

  /** Goes on after waiting: what came, and the next prompt. */
  goOn(): string {
    const { talking } = this;
    const { hasCome } = this;
    this.hear();
    if (!hasCome) talking.tell('said.sync.late');
    return this.page();
  }

  /** What came unasked: it is told before the next prompt. */
  tellLater(): void {
    const { notice } = this.talking.state;
    if (notice) this.news.push(notice);
  }

  private hear(): void {
    this.talking.said.length = 0;
    this.talking.saved = false;
    this.tellCome();
  }

  /** Says what came since the last prompt; nothing of it while it is locked. */
  private tellCome(): void {
    const { talking } = this;
    if (talking.state.lock) return;
    tellCame(talking, this.seen, this.news.splice(0));
    this.seen = seenNow(talking.state);
  }

  /** What was said to the last line, in order. */
  get said(): Talking['said'] {
    return this.talking.said;
  }

  /** True while what is typed must not be seen. */
  get secret(): boolean {
    const { lock, unlocking, overlay } = this.talking.state;
    return (lock !== null && unlocking !== 'enter') || overlay?.kind === 'password';
  }

  /** The screen has been locked: it is asked how it opens. */
  locked(): string {
    this.talking.said.length = 0;
    return this.page();
  }

  /** What is left unsaved, told at the end. */
  farewell(): string {
    const { talking } = this;
    talking.said.length = 0;
    const { state } = talking;
    const lying = state.lock
      ? []
      : [{ entries: state.entries, client: state.client }, ...state.behind];
    for (const { entries, client } of lying) {
      for (const { form } of unsavedIn({ entries })) {
        const whose = client?.person.name ?? '';
        talking.tell('said.left_open', { form: talking.t(`form.${form}`), whose });
      }
    }
    const { pending = 0 } = state.sync ?? {};
    if (pending) talking.tell('said.left_pending', { count: pending });
    talking.tell('said.end_of_work');
    return talking.takeLines();
  }

  /** What the desk has come to, and the prompt behind it. */
  private page(): string {
    const { talking } = this;
    this.settle();
    const before = this.asked;
    this.asked = this.prompt();
    if (!talking.state.lock) this.seen = seenNow(talking.state);
    // Nothing is met by silence.
    if (!talking.said.length && this.asked === before) talking.tell('said.nothing');
    return `${talking.takeLines()}${this.asked}`;
  }

  /** Tells pages that lie open, and where one has come to. */
  private settle(): void {
    const { talking } = this;
    if (talking.state.lock) {
      const { said } = talking.state.lock;
      const how = said ?? HOW_TO_OPEN[talking.state.unlocking];
      talking.say('refused', sentenceOf(sentence(talking.view, how)));
      talking.place = '';
      return;
    }
    for (let overlay = talking.state.overlay; overlay; overlay = talking.state.overlay) {
      if (!tellPage(talking, overlay)) break;
      talking.do({ kind: 'close' });
    }
    const { overlay } = talking.state;
    if (overlay && talking.pending?.kind !== 'list') {
      if (overlay.kind === 'list') tellList(talking, overlay, talking.listed);
      if (overlay.kind === 'delivery') tellDelivery(talking, overlay);
      if (overlay.kind === 'conflict') tellConflict(talking, overlay);
      const { me } = talking.state.setting;
      if (overlay.kind === 'password') talking.tell('password.text', { user: me.id });
    }
    if (talking.state.overlay && talking.state.overlay.kind !== 'prompt') return;
    const place = placeOf(talking.state);
    // A question lies over a place; one is still there when it has been answered.
    if (place !== null && place !== talking.place) {
      const isRead = talking.saved && talking.state.entries[talking.state.pane]?.mode === 'shown';
      talking.place = place;
      if (!isRead) announce(talking);
      if (talking.state.client && !spotOf(talking.view)) tellNext(talking);
    }
    this.wholeRecord();
    if (!talking.pending) arrive(talking);
  }

  /** A record that has no form of its own lies open whole in the diary: it is read out. */
  private wholeRecord(): void {
    const { talking } = this;
    if (talking.state.pane !== 'diary' || !talking.state.diary.whole) return;
    tellWhole(talking);
    talking.command('tab.other');
  }

  /** What is asked next. */
  private prompt(): string {
    const { talking } = this;
    const { view, pending } = talking;
    const { state, words } = view;
    if (state.lock) return words.t('said.prompt.locked');
    if (state.overlay?.kind === 'password') return `${words.t('password.caption')}: `;
    if (pending?.kind === 'list') {
      const { rows, told } = pending.listing;
      const left = rows.length - told;
      return left ? words.t('said.prompt.more', { left }) : words.t('said.prompt.list');
    }
    if (pending?.kind === 'search') return words.t('said.prompt.search');
    const spot = spotOf(view);
    if (spot && pending?.kind === 'end') {
      const form = formTitle(view, spot.world.form.id);
      return words.t('said.prompt.end', { form });
    }
    if (spot && pending?.kind === 'memo') {
      return words.t('said.prompt.memo', { prompt: promptHead(view, spot) });
    }
    if (spot) return promptText(view, spot);
    if (state.pane === 'start') return words.t('said.prompt.start');
    const step = stepHere(talking);
    const name = step ? `${nameOfCommand(words, step)}// ` : '';
    const entry = activeEntry(state);
    const form = entry ? words.t(`form.${entry.form}`) : words.t('tab.diary.open');
    return `${words.t(entry ? 'said.prompt.shown' : 'said.prompt.diary', { form })}: ${name}`;
  }

  private secretLine(line: string): void {
    const { talking } = this;
    talking.pending = null;
    if (talking.state.overlay?.kind === 'password' && !talking.state.lock && line === '') {
      talking.do({ kind: 'close' });
      talking.tell('said.password.none');
      return;
    }
    talking.press([...cleaned(line)].map(char));
    talking.press([ENTER]);
    talking.noticeNow();
  }

  private noticeNow(): void {
    const { notice } = this.talking.state;
    if (notice) this.talking.notice(notice);
  }
}
