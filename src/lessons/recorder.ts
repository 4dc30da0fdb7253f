import { stringify } from 'yaml';
import { activeEntry, type Env, worldOf } from '../desk/env';
import type { DeskState } from '../desk/state';
import { type CommandId, commandOf } from '../keys/commands';
import { type Key, keyId } from '../keys/key';
import type { LessonBase } from './lesson';
import { FREE_KEYS } from './lesson-keys';

/** A deed as it is written to a file. */
type WrittenDeed = { text: string } | { memo: string } | { command: CommandId } | { press: string };

/** A step while it is made. */
interface Making {
  deeds: WrittenDeed[];
  /** Captions by language, from what was done first. */
  caption: { fi: string; en: string };
  screen: string[];
  records: { client: string; form: string; count: number }[];
}

const SAVES: readonly CommandId[] = ['save', 'save.next'];
/** Commands that only move the hands: they begin and end no step. */
const MOVES: readonly CommandId[] = ['field.next', 'field.back', 'section.next', 'section.back'];

/** What the recorder knows of the lesson before the first key. */
export interface RecordingAbout {
  readonly base: LessonBase;
  readonly user: string;
  /** `ddmmyy`. */
  readonly workDate: string;
  readonly language: 'fi' | 'sv' | 'en';
}

/** How the recorder looks at the client after a key. */
export interface Seen {
  readonly state: DeskState;
  /** What the message line says, without the key it offers; empty for nothing. */
  readonly said: string;
  /** How many records of a form the client has now. */
  count(client: string, form: string): number;
}

/** Turns what a trainer does into a lesson, to be edited by hand. */
export class Recorder {
  private readonly steps: Making[] = [];
  private making: Making | null = null;
  /** The key that began a sequence, until its second one comes. */
  private leader: Key | null = null;

  constructor(
    private readonly env: Env,
    private readonly about: RecordingAbout,
  ) {}

  /** Steps so far, the one being made among them. */
  get count(): number {
    return this.steps.length + (this.making ? 1 : 0);
  }

  /** A key, with the state before it. */
  before(state: DeskState, key: Key): void {
    if (key.kind === 'paste') {
      this.typed(state, key.text);
      return;
    }
    const id = keyId(key);
    const sequence = this.leader ? [keyId(this.leader), id] : [id];
    const typing = !this.leader && key.kind === 'char' && key.text !== ' ';
    const space = !this.leader && id === 'Space';
    const found = typing || space ? undefined : this.env.keymap.lookup(sequence);
    if (found && 'pending' in found) {
      this.leader = key;
      return;
    }
    this.leader = null;
    const letter = key.kind === 'char' && (typing || (space && takesText(this.env, state)));
    if (letter) this.typed(state, key.text);
    else if (sequence.length === 1 && FREE_KEYS.has(id)) this.pressed(id);
    // What neither a keymap nor any part of the screen knows does nothing, and is left out.
    else if (found) this.commanded(found.command);
  }

  /** What has come of the key. */
  after(seen: Seen, key: Key): void {
    const { making } = this;
    if (!making || this.leader) return;
    const last = making.deeds.at(-1);
    const saved = last !== undefined && 'command' in last && SAVES.includes(last.command);
    const acted = last !== undefined && 'command' in last && !MOVES.includes(last.command);
    const ended = acted || keyId(key) === 'Enter';
    if (!ended) return;
    if (saved) this.savedIn(making, seen);
    if (seen.said) making.screen = [seen.said];
    this.close();
  }

  /** Ends the step at hand; the next key begins another. */
  close(): void {
    if (this.making?.deeds.length) this.steps.push(this.making);
    this.making = null;
  }

  /** The lesson as a file. Titles and captions are there to be written over. */
  text(title: { fi: string; en: string }, goal: { fi: string; en: string }): string {
    this.close();
    const { base, user, workDate, language } = this.about;
    const lesson = {
      title,
      goal,
      topic: 'habit',
      minutes: 5,
      language,
      base,
      user,
      work_date: workDate,
      steps: this.steps.map(written),
    };
    return stringify(lesson, { lineWidth: 0, defaultStringType: 'PLAIN' });
  }

  private savedIn(making: Making, { state, count }: Seen): void {
    const entry = activeEntry(state);
    const client = state.client?.person.identifier;
    if (!entry || client === undefined || !entry.saved) return;
    const { form } = entry;
    making.records = [{ client, form, count: count(client, form) }];
  }

  private typed(state: DeskState, text: string): void {
    const making = this.made(state);
    const kind = isMemo(this.env, state) ? 'memo' : 'text';
    const last = making.deeds.at(-1) as Record<string, string> | undefined;
    if (last && kind in last) last[kind] += text;
    else making.deeds.push(kind === 'memo' ? { memo: text } : { text });
  }

  private commanded(command: CommandId): void {
    // A save belongs to what was typed, and so does a move; anything else begins a step.
    if (!SAVES.includes(command) && !MOVES.includes(command)) this.close();
    const caption = (lang: 'fi' | 'en') => this.env.words(lang).t(`command.${command}`);
    this.making ??= newStep({ fi: caption('fi'), en: caption('en') });
    this.making.deeds.push({ command: commandOf(command).id });
  }

  private pressed(name: string): void {
    this.making ??= newStep({ fi: name, en: name });
    const last = this.making.deeds.at(-1);
    if (last && 'press' in last) last.press += ` ${name}`;
    else this.making.deeds.push({ press: name });
  }

  /** The step at hand; a new one is called by the field that is typed into. */
  private made(state: DeskState): Making {
    const entry = activeEntry(state);
    const caption = (lang: 'fi' | 'en') => {
      const words = this.env.words(lang);
      const key = entry ? `form.${entry.form}.${entry.focus}` : 'lesson.typed';
      return words.has(key) ? words.t(key) : words.t('lesson.typed');
    };
    this.making ??= newStep({ fi: caption('fi'), en: caption('en') });
    return this.making;
  }
}

function newStep(caption: Making['caption']): Making {
  return { deeds: [], caption, screen: [], records: [] };
}

function written({ caption, deeds, screen, records }: Making) {
  const expect = {
    ...(screen.length ? { screen } : {}),
    ...(records.length ? { records } : {}),
  };
  return { caption, do: deeds, ...(Object.keys(expect).length ? { expect } : {}) };
}

function focusedKind(env: Env, state: DeskState): string | undefined {
  const { overlay } = state;
  if (overlay && overlay.kind !== 'prompt') return undefined;
  const entry = activeEntry(state);
  if (!entry || entry.mode === 'shown' || state.grid) return undefined;
  return worldOf(env, state, entry).form.fields[entry.focus]?.kind;
}

function isMemo(env: Env, state: DeskState): boolean {
  return focusedKind(env, state) === 'memo';
}

/** Whether a space is a letter here and not a tick. */
function takesText(env: Env, state: DeskState): boolean {
  const kind = focusedKind(env, state);
  if (kind !== undefined) return kind === 'text' || kind === 'memo' || kind === 'link';
  return state.overlay !== null || state.pane === 'start';
}
