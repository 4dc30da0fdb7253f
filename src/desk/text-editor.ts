import type { Problem } from '../base/problems';
import { caretAtEnd } from '../screen/line-edit';
import { activeEntry, awaiting, type Env, only, putEntry, refusing, telling, worldOf } from './env';
import { finishField } from './moving';
import type { DeskState, Stepped } from './state';

/** Whether long texts can be written in the user's own editor; else why not. */
export type EditorUse = 'ready' | 'off' | 'unset' | 'lesson' | 'lines';

/** Hands a text to the user's editor; the terminal is the editor's until it answers. */
export interface EditTextEffect {
  readonly kind: 'edit_text';
  /** Tab in which the entry lies. */
  readonly slot: string;
  readonly form: string;
  readonly field: string;
  readonly text: string;
}

/** What came back from the editor. */
export interface EditedEvent {
  readonly kind: 'edited';
  readonly slot: string;
  readonly field: string;
  /** Null where nothing was changed, or nothing is to be taken. */
  readonly text: string | null;
  /** Why nothing is to be taken, or what is to be known of what was. */
  readonly problem?: Problem;
}

const UNUSABLE: Readonly<Record<Exclude<EditorUse, 'ready'>, Problem>> = {
  off: { code: 'editor.off' },
  unset: { code: 'editor.unset' },
  lesson: { code: 'editor.lesson' },
  lines: { code: 'editor.lines' },
};

/** Why the text under the hands cannot go to an editor, or null. `editor.*`, `entry.shown`. */
export function editorProblem(env: Env, state: DeskState): Problem | null {
  const entry = activeEntry(state);
  if (!entry) return { code: 'entry.none' };
  if (env.editor !== 'ready') return UNUSABLE[env.editor];
  if (entry.mode === 'shown') return { code: 'entry.shown' };
  if (state.grid || state.button !== null) return { code: 'editor.field' };
  const field = worldOf(env, state, entry).form.fields[entry.focus];
  if (field?.kind !== 'memo') return { code: 'editor.field' };
  // What is shown for a reason is shown here and nowhere else.
  return field.guarded ? { code: 'editor.guarded' } : null;
}

/** Hands the text under the hands to the editor. */
export function editText(state: DeskState): Stepped {
  const entry = activeEntry(state);
  if (!entry) return only(state);
  const { form, focus: field, edit } = entry;
  const { text } = edit.line;
  return awaiting(state, { kind: 'edit_text', slot: state.pane, form, field, text });
}

/**
 * Takes back what the editor left. The field is read at once, so that a text too long for it says
 * so; it stays in the field as it is, and in the draft. Keys read behind the one that opened the
 * editor were meant for the editor: they are dropped, and that is said.
 */
export function edited(env: Env, waiting: DeskState, event: EditedEvent): Stepped {
  const lost = waiting.queue.length;
  const state = { ...waiting, queue: [] };
  const entry = activeEntry(state);
  const { text, problem } = event;
  if (text === null || !entry || entry.focus !== event.field) {
    if (problem) return only(refusing(state, problem));
    return only(telling(state, lost ? 'notice.editor_keys' : 'notice.editor_same', { lost }));
  }
  const edit = { ...entry.edit, line: caretAtEnd(text), changed: true };
  const { plain: _gone, ...rest } = edit;
  const put = putEntry(state, { ...entry, edit: rest, dirty: true });
  const read = finishField(env, put, 'stay');
  if (read.state.notice?.problem || read.effects.length) return read;
  if (problem) return only(refusing(read.state, problem));
  const values = { count: [...text].length, lost };
  return only(telling(read.state, lost ? 'notice.editor_keys' : 'notice.edited', values));
}
