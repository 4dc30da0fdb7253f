import type { Session } from '../records/session';
import type { DeskLoop } from './desk-loop';
import { withText } from './drafts';
import { leftFolders, type TextPlace } from './editor-files';

/** What was found of texts that editors had when the program was killed. */
export interface LeftTexts {
  /** Texts that had been saved and are in their drafts now. */
  readonly kept: number;
  /** A file with a saved text that has no draft to go to, if there is one; it stays. */
  readonly file: string | null;
}

/** Says what was found, before the desk says what else was left. */
export function tellLeft(desk: DeskLoop, { kept, file }: LeftTexts): void {
  if (file) desk.tell('notice.editor_left', { file });
  else if (kept) desk.tell('notice.editor_recovered', { count: String(kept) });
}

/** Puts a text into the draft of its entry; false when there is none, or the base is not free. */
export function intoDraft(session: Session, place: TextPlace, text: string): boolean {
  const { form, record, field } = place;
  const draft = session.drafts().find((one) => one.form === form && one.record === record);
  if (!draft) return false;
  const value = withText(draft.value, field, text);
  return session.saveDraft({ form, record, client: draft.client, value }).ok;
}

/**
 * Looks for texts of dead programs whose editors are dead too, and takes their files away: one that
 * was not changed goes, one that was saved goes into its draft. A text of another base or user
 * waits for them.
 */
export function takeLeftTexts(session: Session, base: string, user: string): LeftTexts {
  let kept = 0;
  let file: string | null = null;
  for (const folder of leftFolders()) {
    const note = folder.note();
    const read = folder.read(null, true);
    const isHere = note?.base === base && note.user === user;
    const isGone = !note || read.kind === 'same' || read.kind === 'none';
    const taken = isHere && read.kind === 'changed' && intoDraft(session, note, read.text);
    if (taken) kept += 1;
    if (taken || isGone) folder.remove();
    else if (isHere) file = folder.file;
  }
  return { kept, file };
}
