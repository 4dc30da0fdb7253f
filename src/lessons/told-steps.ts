import { textOfLine } from './cells';
import type { Recording } from './recording';

/** A step of a run for those who read: what was said, what was pressed, what stood there then. */
export interface ToldStep {
  /** Number of the step in its lesson; 0 for what came before the first one. */
  readonly step: number;
  readonly caption: string;
  /** Keys as people name them; letters typed in a row are one text in quotation marks. */
  readonly keys: readonly string[];
  /** The rows of the screen when the step was over; null where none were recorded. */
  readonly rows: readonly string[] | null;
  /** The row the cursor stands in then, from 0; null where it is hidden or was not recorded. */
  readonly cursorRow: number | null;
}

/** A step while its events come; `told` once its rows were told of as text. */
interface Taking {
  told: boolean;
  step: number;
  caption: string;
  names: string[];
  rows: readonly string[] | null;
  cursorRow: number | null;
}

const NOTHING_SEEN = { rows: null, cursorRow: null };

/**
 * The steps of a run in the order they were played: a step played twice stands there twice. What
 * came before the first one is the first entry, also when nothing did.
 */
export function toldSteps({ events }: Recording): ToldStep[] {
  const steps: Taking[] = [{ step: 0, caption: '', names: [], told: false, ...NOTHING_SEEN }];
  for (const event of events) {
    const now = steps.at(-1);
    if (event.kind === 'step') {
      const { step, caption } = event;
      const { rows, cursorRow } = now ?? NOTHING_SEEN;
      steps.push({ step, caption, names: [], told: false, rows, cursorRow });
    } else if (event.kind === 'keys') now?.names.push(event.names);
    else if (now && event.kind === 'screen') {
      now.rows = event.rows.map((row) => row.trimEnd());
      now.told = true;
    } else if (now && event.kind === 'cells') {
      // The rows told of are the client's own; cells hold what a player says below it too.
      if (!now.told) now.rows = event.lines.map(textOfLine);
      now.cursorRow = event.cursor?.y ?? null;
    }
  }
  return steps.map(({ names, told: _, ...seen }) => ({ ...seen, keys: keysAsRead(names) }));
}

/** Names of keys with the letters typed in a row put together. */
export function keysAsRead(names: readonly string[]): string[] {
  const read: { text: string; typed: boolean }[] = [];
  for (const name of names) {
    const last = read.at(-1);
    const letter = [...name].length === 1 ? name : name === 'Space' && last?.typed ? ' ' : null;
    if (letter === null) read.push({ text: name, typed: false });
    else if (last?.typed) last.text += letter;
    else read.push({ text: letter, typed: true });
  }
  return read.map(({ text, typed }) => (typed ? `"${text}"` : text));
}
