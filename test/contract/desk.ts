import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../src/base/language';
import { loadHelp } from '../../src/catalog/help';
import type { Phrases } from '../../src/catalog/phrases';
import { DraftKeeper } from '../../src/cli/drafts';
import { type Hands, runEffect } from '../../src/cli/effects';
import { phrasesHere } from '../../src/cli/phrases';
import { NO_SYNC } from '../../src/cli/sync-messages';
import type { Env } from '../../src/desk/env';
import { firstState } from '../../src/desk/first-state';
import { type PaletteRow, paletteRows } from '../../src/desk/palette';
import { showList } from '../../src/desk/start-list';
import type { Command, DeskEvent, DeskState, Effect, Stepped } from '../../src/desk/state';
import { step } from '../../src/desk/step';
import { registry } from '../../src/forms/index';
import { char, type Key, readKeyName } from '../../src/keys/key';
import { type Keymap, loadKeymaps } from '../../src/keys/keymap';
import { keymapLayers } from '../../src/keys/keymap-layers';
import { openSession, type Session } from '../../src/records/session';
import type { Base } from '../../src/store/base';
import type { View } from '../../src/ui/view';
import { projectRoot } from '../lib/root';
import { dataFiles, SHIPPED } from '../words/data-words';
import { anotherSeed, must, type Role, USERS, WORK_DATE, worldOf } from './world';

export const HELP = loadHelp({ list: () => [], text: dataFiles.text });

const folder = join(projectRoot(), 'keymaps');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'))
  .map((name) => ({
    name: 'shipped',
    file: name,
    text: readFileSync(join(folder, name), 'utf8'),
  }));

/** A keymap that ships, as the program loads it. */
export function keymapNamed(name: string): Keymap {
  return loadKeymaps(must(keymapLayers(name, files))).keymap;
}

/** Keys by their names, `F5`, `Shift+Tab`, `Ctrl+V v`. */
export function keysNamed(...names: readonly string[]): Key[] {
  return names.flatMap((name) => [...must(readKeyName(name))]);
}

/** A text as it is typed. */
export function typed(text: string): Key[] {
  return [...text].map(char);
}

export interface DeskOptions {
  readonly role?: Role;
  readonly keymap?: Keymap;
  readonly lang?: Language;
  readonly seed?: number;
  readonly cols?: number;
  readonly rows?: number;
  /** Left out: those that ship. */
  readonly phrases?: Phrases;
}

const EFFICA = keymapNamed('effica');

const shippedPhrases = phrasesHere().phrases;

function envWith(keymap: Keymap, phrases: Phrases): Env {
  return {
    registry,
    keymap,
    caption: (command, language) => SHIPPED[language].words.t(`command.${command}`),
    editor: 'ready',
    phrases,
    words: (language) => SHIPPED[language].words,
    helpText: (form, field, language) =>
      HELP.helpFor(language, form, field ?? undefined)?.text ?? null,
  };
}

const envs = new Map<Keymap, Env>();

/** What is the same for every desk of a keymap is made once, also what the palette searches. */
function envOf(keymap: Keymap): Env {
  const env = envs.get(keymap) ?? envWith(keymap, shippedPhrases);
  envs.set(keymap, env);
  return env;
}

/** The start screen with its list. */
function begun(session: Session, { cols = 80, rows = 24 }: DeskOptions): DeskState {
  const { list, standsIn } = must(session.list('mine'));
  const first = firstState(session.setting, 'demo', { cols, rows }, WORK_DATE);
  return { ...showList(first, list, standsIn), gridRows: session.myRows() };
}

/** The client without its terminal: the pure desk, and its effects through real records. */
export class Desk {
  state: DeskState;
  readonly env: Env;
  readonly effects: Effect[] = [];
  /** Codes of the problems said so far. */
  readonly said: string[] = [];
  quitted = false;
  private readonly hands: Hands;

  /** @param from where the hands are already; the start screen is not read for it */
  constructor(
    readonly base: Base,
    options: DeskOptions = {},
    from?: DeskState,
  ) {
    const { role = 'worker', keymap = EFFICA, lang = 'fi', seed = anotherSeed() } = options;
    const world = worldOf(base, seed);
    const session = must(openSession(world, { user: USERS[role], workDate: WORK_DATE, lang }));
    this.env = options.phrases ? envWith(keymap, options.phrases) : envOf(keymap);
    this.state = from ?? begun(session, options);
    const drafts = new DraftKeeper(session, () => this.state);
    this.hands = {
      env: this.env,
      session,
      clock: world.clock,
      drafts,
      state: () => this.state,
      redraw: () => {},
      editText: ({ slot, field, text }) => ({ kind: 'edited', slot, field, text: `${text}+` }),
      quit: () => {
        this.quitted = true;
      },
      unlocks: (typed) => typed === 'auki',
      hold: () => ({ kind: 'held' }),
      language: () => {},
      sync: NO_SYNC,
    };
  }

  /** One event through the desk, its effects, and theirs, in the order the client has them. */
  dispatch(event: DeskEvent): void {
    this.take(step(this.env, this.state, event));
  }

  /** Takes what a step gave, and what follows from its effects. */
  take(first: Stepped): void {
    const events: DeskEvent[] = [];
    let stepped: Stepped | undefined = first;
    while (stepped) {
      this.state = stepped.state;
      const { problem } = this.state.notice ?? {};
      if (problem) this.said.push(problem.code);
      for (const effect of stepped.effects) {
        this.effects.push(effect);
        const answered = runEffect(this.hands, effect);
        if (answered) events.push(answered);
      }
      const next = events.shift();
      stepped = next && step(this.env, this.state, next);
    }
  }

  /** Keys that arrive together. */
  press(...keys: readonly Key[]): this {
    if (keys.length) this.dispatch({ kind: 'keys', keys });
    return this;
  }

  /** Keys by name, one after another. */
  keys(...names: readonly string[]): this {
    for (const key of keysNamed(...names)) this.press(key);
    return this;
  }

  /** A text typed character by character. */
  type(text: string): this {
    for (const key of typed(text)) this.press(key);
    return this;
  }

  /** Runs a command as a user would: by its first key, else by choosing it in the palette. */
  command(command: Command): this {
    const [first] = this.env.keymap.keysOf(command);
    if (first !== undefined) return this.keys(first);
    const begun = this.state.leader.length > 0;
    // The palette's key closes an open one.
    if (this.state.overlay?.kind !== 'palette') {
      this.keys(this.env.keymap.keysOf('palette.open')[0] as string);
    } else {
      const { overlay } = this.state;
      this.state = { ...this.state, overlay: { ...overlay, filter: '', scope: 'all' } };
    }
    // A leader that was pressed takes the next key, whatever it is; a locked screen takes all.
    if (begun || this.state.lock) return this;
    const wanted = (row: PaletteRow) => row.kind === 'command' && row.id === command;
    const all = { filter: '', scope: 'all' } as const;
    const at = paletteRows(this.env, this.state, all).findIndex(wanted);
    const { overlay } = this.state;
    if (at < 0 || overlay?.kind !== 'palette') throw new Error(`${command} cannot be reached`);
    this.state = { ...this.state, overlay: { ...overlay, at } };
    return this.keys('Enter');
  }

  /** Writes drafts as they stand now; in the program a timer does it. */
  keepDrafts(): void {
    this.hands.drafts.flush();
  }
}

/** What the widgets are given. */
export function viewOf(env: Env, state: DeskState, lang = state.setting.lang): View {
  const { words } = SHIPPED[lang];
  return {
    env,
    state: lang === state.setting.lang ? state : { ...state, setting: { ...state.setting, lang } },
    words,
    help: (form, field) =>
      HELP.helpFor(lang, form, field ?? undefined) ?? {
        title: words.t('help.title'),
        text: words.t('help.missing'),
        lang,
      },
  };
}
