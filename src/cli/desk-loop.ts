import { join } from 'node:path';
import { type Clock, isoDateOf } from '../base/clock';
import type { Language } from '../base/language';
import { folderReader } from '../catalog/files';
import { loadHelp } from '../catalog/help';
import { type Env, telling } from '../desk/env';
import { firstState } from '../desk/first-state';
import type { DeskEvent, DeskState } from '../desk/state';
import { step } from '../desk/step';
import type { SyncShown } from '../desk/sync-state';
import type { EditorUse, EditTextEffect } from '../desk/text-editor';
import { registry } from '../forms/index';
import type { Keymap } from '../keys/keymap';
import type { Session } from '../records/session';
import type { Base } from '../store/base';
import type { View } from '../ui/view';
import { DraftKeeper } from './drafts';
import { type Hands, listsNow, looseDrafts, runEffect } from './effects';
import { phrasesHere } from './phrases';
import { programFolder } from './places';
import { wordsIn } from './say';
import type { SyncHands } from './sync-messages';
import type { Opening } from './unlocking';

/** Who works on what, and with which keys. */
export interface DeskOptions {
  readonly base: Base;
  readonly session: Session;
  readonly clock: Clock;
  readonly keymap: Keymap;
  readonly lang: Language;
  /** The language the one key changes to. */
  readonly otherLang: Language;
  /** Whether long texts go to the user's own editor. */
  readonly editor: EditorUse;
  /** How a locked screen opens. */
  readonly opening: Opening;
  /** Key maps with faults; told once at the start. */
  readonly keymapFaults: number;
  /** How the way to the centre stands; null where the base has none. */
  readonly sync: SyncShown | null;
}

/** What lies around the desk: a terminal, or nothing. */
export interface Outside {
  redraw(): void;
  editText(effect: EditTextEffect): DeskEvent | null;
  quit(): void;
  hold(seconds: number): DeskEvent | null;
  language(next: Language, other: Language): void;
  readonly sync: SyncHands;
}

/** The desk, its effects and its drafts: the client without its terminal. */
export class DeskLoop {
  state: DeskState;
  readonly env: Env;
  readonly hands: Hands;
  readonly drafts: DraftKeeper;
  private closed = false;
  private readonly written = phrasesHere();
  private readonly help = loadHelp(folderReader(join(programFolder(), 'data')));

  constructor(
    private readonly options: DeskOptions,
    outside: Outside,
  ) {
    const { session, keymap, clock, opening } = options;
    this.env = {
      registry,
      keymap,
      caption: (command, language) => wordsIn(language).t(`command.${command}`),
      editor: options.editor,
      phrases: this.written.phrases,
      words: wordsIn,
      helpText: (form, field, language) =>
        this.help.helpFor(language, form, field ?? undefined)?.text ?? null,
    };
    this.state = begun(options, this.written.faults.length);
    this.drafts = new DraftKeeper(session, () => this.state);
    this.hands = {
      env: this.env,
      session,
      clock,
      drafts: this.drafts,
      state: () => this.state,
      unlocks: (typed) => opening.opens(typed),
      redraw: () => outside.redraw(),
      editText: (effect) => outside.editText(effect),
      quit: () => outside.quit(),
      hold: (seconds) => outside.hold(seconds),
      language: (next, other) => outside.language(next, other),
      sync: outside.sync,
    };
  }

  /** Takes up what was left unsaved, in a window of this size, and reads the first lists. */
  begin(size: DeskState['size']): void {
    const left = this.options.session.drafts().length;
    this.state = withDrafts({ ...this.state, size }, left);
    this.state = { ...this.state, entries: looseDrafts(this.hands) };
  }

  /** The lists as they are now, for a desk that begins. */
  firstLists(): DeskEvent {
    return listsNow(this.hands);
  }

  /** One event through the desk, its effects, and theirs; false when the work has ended. */
  dispatch(event: DeskEvent): boolean {
    const events: DeskEvent[] = [event];
    for (let next = events.shift(); next; next = events.shift()) {
      const stepped = step(this.env, this.state, next);
      this.state = stepped.state;
      for (const effect of stepped.effects) {
        if (this.closed) return false;
        const answered = runEffect(this.hands, effect);
        if (answered) events.push(answered);
      }
    }
    if (this.closed) return false;
    this.drafts.watch();
    return true;
  }

  /** A word at the foot of the pane, where nothing is said; false where something is. */
  tell(key: string, values: Readonly<Record<string, string>>): boolean {
    if (this.state.notice) return false;
    this.state = telling(this.state, key, values);
    return true;
  }

  /** All the view is a function of. */
  view(): View {
    const { lang } = this.state.setting;
    const words = wordsIn(lang);
    return {
      env: this.env,
      state: this.state,
      words,
      help: (form, field) => {
        const found = this.help.helpFor(lang, form, field ?? undefined);
        return found ?? { title: words.t('help.title'), text: words.t('help.missing'), lang };
      },
    };
  }

  /** Nothing more is done after this; what is typed is kept as drafts. */
  close(): void {
    this.closed = true;
    this.drafts.close();
  }
}

/** The first state; faults of the key map and of the phrases are told once. */
function begun(options: DeskOptions, phrases: number): DeskState {
  const { base, session, clock, keymapFaults, otherLang, opening } = options;
  const today = isoDateOf(clock.now());
  const first = firstState(session.setting, base.kind, { cols: 80, rows: 24 }, today);
  const { sync } = options;
  const asks = sync?.contact === 'password' ? { kind: 'password' as const, typed: '' } : null;
  const state = { ...first, otherLang, unlocking: opening.way, sync, overlay: asks };
  if (phrases) {
    const key = keymapFaults ? 'notice.own_faults' : 'notice.phrase_faults';
    return telling(state, key, { count: phrases, keys: keymapFaults }, 'warning');
  }
  return keymapFaults
    ? telling(state, 'notice.keymap_faults', { count: keymapFaults }, 'warning')
    : state;
}

/** Says how many entries were left unsaved last time, where nothing else is said. */
function withDrafts(state: DeskState, count: number): DeskState {
  return count && !state.notice ? telling(state, 'notice.drafts_left', { count }) : state;
}
