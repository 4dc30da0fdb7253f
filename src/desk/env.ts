import type { Language } from '../base/language';
import type { Problem } from '../base/problems';
import type { Phrases } from '../catalog/phrases';
import type { Form, Registry } from '../form/define';
import type { Facts } from '../form/facts';
import type { Field } from '../form/field';
import type { Rec } from '../form/value';
import type { Keymap } from '../keys/keymap';
import { factsOf, type Setting } from '../records/facts';
import type { Words } from '../words/words';
import type { EntryWorld } from './entry';
import type { DeskState, Effect, Entry, Notice, Overlay, PromptOverlay, Stepped } from './state';
import type { SyncOverlay } from './sync-state';
import type { EditorUse } from './text-editor';

/** What the desk is built with; the same for a whole session. */
export interface Env {
  readonly registry: Registry;
  readonly keymap: Keymap;
  /** Caption of a command in the language of the screen, for the palette's search. */
  caption(command: string, lang: Language): string;
  /** Everything the program says, for finding things by their captions. */
  words(lang: Language): Words;
  readonly editor: EditorUse;
  /** Texts that are typed by a short name. */
  readonly phrases: Phrases;
  /** The help of a form or of one of its fields; null without one. */
  helpText(form: string, field: string | null, lang: Language): string | null;
}

/** A step that only changes the state. */
export function only(state: DeskState, ...effects: Effect[]): Stepped {
  return { state, effects };
}

/** The same state with a sentence at the foot of the pane. */
export function refusing(state: DeskState, problem: Problem): DeskState {
  return { ...state, notice: { kind: 'refused', problem } };
}

/** The same state with a word at the foot of the pane. */
export function telling(
  state: DeskState,
  key: string,
  values?: Notice['values'],
  kind: Notice['kind'] = 'done',
): DeskState {
  return { ...state, notice: { kind, key, ...(values ? { values } : {}) } };
}

/** The same state, holding keys back until the effect has answered. */
export function awaiting(state: DeskState, effect: Effect): Stepped {
  return { state: { ...state, waiting: true }, effects: [effect] };
}

/** Facts of the open client, with the selected record. */
export function factsHere(state: DeskState, node: Rec | null = null): Facts {
  return factsOf(state.setting, state.client, node);
}

const guardedAway = new WeakMap<Form, Form>();

/** The form as it is filled in while its guarded fields are hidden: none of them is a stop. */
function withoutGuarded(form: Form): Form {
  let made = guardedAway.get(form);
  if (!made) {
    const fields = Object.entries(form.fields).map(([id, field]): [string, Field] => [
      id,
      field.guarded ? { ...field, given: 'by_command' } : field,
    ]);
    made = { ...form, fields: Object.fromEntries(fields) };
    guardedAway.set(form, made);
  }
  return made;
}

/** Form, registry and facts of an entry. */
export function worldOf(env: Env, state: DeskState, entry: Entry): EntryWorld {
  const { overlay } = state;
  const inPrompt = overlay?.kind === 'prompt' && overlay.entry === entry;
  const setting = inPrompt ? settingOfPrompt(state, overlay) : state.setting;
  const form = inPrompt ? overlay.form : env.registry.form(entry.form);
  return {
    registry: env.registry,
    form: entry.hidden ? withoutGuarded(form) : form,
    facts: factsOf(setting, entry.client, entry.node, entry.known),
  };
}

/** Everywhere else `t` is the work date; where that is asked for, it is today by the clock. */
function settingOfPrompt({ setting }: DeskState, { purpose, entry }: PromptOverlay): Setting {
  const typed = entry.edit.line.text.trim().toLowerCase();
  return purpose.kind === 'day' && typed === 't'
    ? { ...setting, workDate: purpose.today }
    : setting;
}

/**
 * The entry under the hands: the prompt's if one is open, else the pane's; null in diary or start.
 */
export function activeEntry(state: DeskState): Entry | null {
  if (state.overlay?.kind === 'prompt') return state.overlay.entry;
  return state.entries[state.pane] ?? null;
}

/** Puts the entry under the hands back. */
export function putEntry(state: DeskState, entry: Entry): DeskState {
  if (state.overlay?.kind === 'prompt') {
    return { ...state, overlay: { ...state.overlay, entry } };
  }
  return { ...state, entries: { ...state.entries, [state.pane]: entry } };
}

/** Lays something over the pane, or takes it away; what it covered comes back. */
export function over(state: DeskState, overlay: Overlay | null): DeskState {
  if (overlay === null) return { ...state, overlay: state.under, under: null };
  const was = state.overlay;
  if (was?.kind === 'prompt' && overlay.kind !== 'prompt') return { ...state, overlay, under: was };
  // Of the rest only help and a history lie over something: over what they are about.
  const isAbout = was && isOfSync(was) && ['help', 'history'].includes(overlay.kind);
  return { ...state, overlay, under: isAbout ? was : state.under };
}

function isOfSync(overlay: Overlay): overlay is SyncOverlay {
  return ['delivery', 'conflict', 'password'].includes(overlay.kind);
}

/** Takes away all that lies over the pane but a question. */
export function clear(state: DeskState): DeskState {
  const bare = over(state, null);
  return bare.overlay && isOfSync(bare.overlay) ? over(bare, null) : bare;
}
