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
import { registry } from '../forms/index';
import { createDecoder, DEFAULT_ESCAPE_TIME } from '../keys/decoder';
import type { Key } from '../keys/key';
import type { Keymap } from '../keys/keymap';
import type { Session } from '../records/session';
import { createScreen, type Screen } from '../screen/screen';
import { openTty, type Tty } from '../screen/tty';
import type { Base } from '../store/base';
import type { View } from '../ui/view';
import { crashPage } from './crash';
import { DraftKeeper } from './drafts';
import { type Hands, listsNow, looseDrafts, runEffect } from './effects';
import { IdleWatch } from './idle';
import { Painter } from './painter';
import { phrasesHere } from './phrases';
import { programFolder } from './places';
import { DONE, refuse, wordsIn } from './say';
import { keepLanguages } from './settings';
import { readAnew } from './sync-effects';
import type { SyncKeeper } from './sync-keeper';
import { NO_SYNC, type SyncHands, type SyncTold } from './sync-messages';
import type { Opening } from './unlocking';

export interface ClientOptions {
  readonly base: Base;
  readonly session: Session;
  readonly clock: Clock;
  readonly keymap: Keymap;
  readonly lang: Language;
  /** The language the one key changes to. */
  readonly otherLang: Language;
  /** How a locked screen opens. */
  readonly opening: Opening;
  /** Minutes without a key until the screen locks; 0 never. */
  readonly lockMinutes: number;
  /** Key maps with faults; told once at the start. */
  readonly keymapFaults: number;
  /** How the way to the centre stands; null where the base has none. */
  readonly sync: SyncShown | null;
  /** Begins the exchange beside the keyboard. */
  readonly beginSync?: (told: SyncTold) => SyncKeeper;
}

/** Longest silence inside a paste before it counts as ended, in ms: its closing mark was lost. */
const PASTE_PATIENCE_MS = 10_000;

/** The full-screen client: joins the tty, the decoder, the desk, the painter and the records. */
class Client {
  private state: DeskState;
  private readonly decoder = createDecoder();
  private readonly env: Env;
  private readonly written = phrasesHere();
  private readonly help = loadHelp(folderReader(join(programFolder(), 'data')));
  private readonly drafts: DraftKeeper;
  private readonly hands: Hands;
  private tty!: Tty;
  private screen!: Screen;
  private painter!: Painter;
  private pasteTimer: NodeJS.Timeout | undefined;
  private holdTimer: NodeJS.Timeout | undefined;
  private idle!: IdleWatch;
  private finish: (status: number) => void = () => {};
  private closed = false;
  private keeper: SyncKeeper | undefined;

  constructor(private readonly options: ClientOptions) {
    const { session, keymap } = options;
    this.env = {
      registry,
      keymap,
      caption: (command, language) => wordsIn(language).t(`command.${command}`),
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
      clock: options.clock,
      drafts: this.drafts,
      state: () => this.state,
      redraw: () => this.screen.redraw(),
      quit: () => this.quit(),
      unlocks: (typed) => options.opening.opens(typed),
      hold: (seconds) => this.hold(seconds),
      language: (next, other) => keepLanguages(next, other),
      sync: this.syncHands(),
    };
  }

  /** Runs until the user quits; gives the exit status. */
  run(): Promise<number> {
    const opened = openTty({
      stdin: process.stdin,
      stdout: process.stdout,
      escapeTimeMs: Number(process.env.AKTI_ESCAPE_MS) || DEFAULT_ESCAPE_TIME,
      onBytes: (bytes) => this.bytes(bytes),
      onEscapeTime: () => this.keys(this.decoder.timeout()),
      onResize: (cols, rows) => this.resize(cols, rows),
      onContinue: () => {
        this.idle.check();
        this.screen.redraw();
      },
      onEnd: () => this.end(),
      onCrash: (error) => this.crash(error),
    });
    const { session, lang } = this.options;
    if (!opened.ok) return Promise.resolve(refuse(wordsIn(lang), opened.problem));
    this.tty = opened.value;
    const size = this.tty.size();
    this.state = withDrafts({ ...this.state, size }, session.drafts().length);
    this.state = { ...this.state, entries: looseDrafts(this.hands) };
    this.screen = createScreen({
      ...size,
      write: (text) => this.tty.write(text),
      profile: this.tty.profile,
    });
    this.painter = new Painter(this.screen, () => this.view());
    this.dispatch(listsNow(this.hands));
    this.keeper = this.options.beginSync?.(this.syncTold());
    const { clock, lockMinutes } = this.options;
    this.idle = new IdleWatch(clock, lockMinutes, () => this.dispatch({ kind: 'idle' }));
    return new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  private view(): View {
    const { lang } = this.state.setting;
    return {
      env: this.env,
      state: this.state,
      words: wordsIn(lang),
      help: (form, field) => {
        const found = this.help.helpFor(lang, form, field ?? undefined);
        const words = wordsIn(lang);
        return found ?? { title: words.t('help.title'), text: words.t('help.missing'), lang };
      },
    };
  }

  private bytes(bytes: Uint8Array): boolean {
    this.idle.key();
    this.keeper?.key();
    this.keys(this.decoder.feed(bytes));
    clearTimeout(this.pasteTimer);
    if (this.decoder.pasting()) {
      this.pasteTimer = setTimeout(() => this.keys(this.decoder.endPaste()), PASTE_PATIENCE_MS);
    }
    return this.decoder.pending();
  }

  private keys(keys: readonly Key[]): void {
    if (keys.length) this.dispatch({ kind: 'keys', keys });
  }

  private resize(cols: number, rows: number): void {
    this.screen.resize(cols, rows);
    this.dispatch({ kind: 'size', cols, rows });
  }

  /** One event through the desk, its effects, and theirs; then what is to be seen is painted. */
  private dispatch(event: DeskEvent): void {
    const events: DeskEvent[] = [event];
    for (let next = events.shift(); next; next = events.shift()) {
      const stepped = step(this.env, this.state, next);
      this.state = stepped.state;
      for (const effect of stepped.effects) {
        if (this.closed) return;
        const answered = runEffect(this.hands, effect);
        if (answered) events.push(answered);
      }
    }
    if (this.closed) return;
    this.drafts.watch();
    this.painter.show();
  }

  /** The thread begins after the first frame; what is asked before that is not lost. */
  private syncHands(): SyncHands {
    const now = () => this.keeper ?? NO_SYNC;
    return {
      saved: () => now().saved(),
      now: () => now().now(),
      signIn: (password) => now().signIn(password),
    };
  }

  private syncTold(): SyncTold {
    return {
      shown: (sync, refused) => {
        if (!this.closed) this.dispatch({ kind: 'sync', sync, ...(refused ? { refused } : {}) });
      },
      news: () => {
        if (this.closed) return;
        const anew = readAnew(this.hands, () => listsNow(this.hands));
        this.dispatch({ kind: 'news', ...anew });
      },
    };
  }

  private hold(seconds: number): null {
    this.holdTimer = setTimeout(() => this.dispatch({ kind: 'held' }), seconds * 1000);
    return null;
  }

  private quit(): void {
    this.close();
    this.finish(DONE);
  }

  private end(): void {
    this.close();
  }

  private close(): void {
    this.closed = true;
    clearTimeout(this.pasteTimer);
    clearTimeout(this.holdTimer);
    this.idle?.close();
    this.keeper?.close();
    this.drafts.close();
    this.painter.close();
    this.tty.restore();
    this.options.base.close();
  }

  private crash(error: unknown): void {
    try {
      this.drafts.close();
    } catch {
      // The base itself may be what broke; what was kept before stays kept.
    }
    process.stderr.write(crashPage(wordsIn(this.options.lang), error));
  }
}

/** The first state; faults of the key map and of the phrases are told once. */
function begun(options: ClientOptions, phrases: number): DeskState {
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

/** Runs the full-screen client on an open base until it is left; gives the exit status. */
export function runClient(options: ClientOptions): Promise<number> {
  return new Client(options).run();
}
