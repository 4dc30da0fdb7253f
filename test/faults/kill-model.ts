import { registry } from '../../src/forms/index';
import { listDrafts } from '../../src/store/drafts';
import { queryRecords } from '../../src/store/query';
import { look, WORKER } from './base';

/** A text typed into the open entry, and when how much of it stood on the screen. */
export interface Typing {
  /** Begins the text; no other entry has it. */
  readonly tag: string;
  /** All that was sent. */
  text: string;
  /** Lengths that were seen on the screen, with the time of `performance.now()`. */
  seen: { length: number; at: number }[];
  /** A save was asked for. */
  asked: boolean;
}

/** What a worker at the screen knows: what was shown as saved, and what is being typed. */
export interface Knowledge {
  /** Register number, as the screen gave it, and the text saved under it. */
  readonly given: Map<number, string>;
  open: Typing | null;
}

/** What stands in the base after the end. */
export interface Found {
  readonly records: readonly { readonly no: number; readonly text: string }[];
  /** Text of the draft; undefined when there is none. */
  readonly draft: string | undefined;
}

/** A kill may lose at most what was typed in its last second (DESIGN 4). */
const MAY_LOSE_MS = 1000;

interface KeptDraft {
  readonly values: { readonly text?: string | null };
  readonly focus: string;
  readonly edit: { readonly changed: boolean; readonly line: { readonly text: string } };
}

/** Reads initiations and the draft of one, from beside the program. */
export function findIn(path: string): Found {
  return look(path, (base) => {
    const found = queryRecords(base, registry.form('initiation'), { where: {}, order: 'entry' });
    const records = found.map(({ values }) => ({
      no: Number(values.register_no),
      text: String(values.text ?? ''),
    }));
    const draft = listDrafts(base, WORKER).find((one) => one.form === 'initiation');
    if (!draft) return { records, draft: undefined };
    const { values, focus, edit } = draft.value as KeptDraft;
    const inHand = focus === 'text' && edit.changed;
    return { records, draft: inHand ? edit.line.text : (values.text ?? '') };
  });
}

/** The beginning of a text that no kill at this time may lose. */
export function mustBeKept(typing: Typing, killedAt: number): string {
  const old = typing.seen.filter((one) => one.at <= killedAt - MAY_LOSE_MS);
  return typing.text.slice(0, Math.max(0, ...old.map((one) => one.length)));
}

/**
 * What is wrong with a base after a kill, in words; empty when nothing is. Brings the knowledge up
 * to what was found: a save that was asked for and not yet shown may stand or not.
 */
export function complaintsAfter(known: Knowledge, found: Found, killedAt: number): string[] {
  const wrong: string[] = [];
  const byNumber = new Map<number, string>();
  for (const { no, text } of found.records) {
    if (byNumber.has(no)) wrong.push(`number ${no} was given twice`);
    byNumber.set(no, text);
  }
  for (const [no, text] of known.given) {
    const kept = byNumber.get(no);
    if (kept !== text) wrong.push(`saved under ${no} and lost: "${text}", found "${kept}"`);
  }
  if (known.open) wrong.push(...complaintsOfOpen(known, known.open, found, killedAt));
  return wrong;
}

function complaintsOfOpen(
  known: Knowledge,
  open: Typing,
  found: Found,
  killedAt: number,
): string[] {
  const saved = found.records.find(({ text }) => text.startsWith(open.tag));
  if (saved) {
    known.open = null;
    const wrong: string[] = [];
    if (!open.asked) wrong.push(`saved without being asked: "${saved.text}"`);
    if (saved.text !== open.text) wrong.push(`saved "${saved.text}" instead of "${open.text}"`);
    if (found.draft !== undefined) wrong.push(`the draft of a saved entry stays: "${found.draft}"`);
    if (known.given.has(saved.no)) wrong.push(`number ${saved.no} was given twice`);
    known.given.set(saved.no, saved.text);
    return wrong;
  }
  const needed = mustBeKept(open, killedAt);
  if (found.draft === undefined) {
    known.open = null;
    return needed ? [`no draft of "${needed}"`] : [];
  }
  const wrong: string[] = [];
  if (!found.draft.startsWith(needed)) wrong.push(`draft "${found.draft}" lacks "${needed}"`);
  if (!open.text.startsWith(found.draft)) wrong.push(`draft "${found.draft}" was never typed`);
  known.open = { tag: open.tag, text: found.draft, seen: [], asked: false };
  return wrong;
}
