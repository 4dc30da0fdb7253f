import type { Line } from '../screen/cell';
import type { CursorAt } from '../screen/diff';

/** What was seen and pressed, in order: the source of casts, transcripts and pages. */

/** One event; `at` is milliseconds from the beginning, never less than the one before. */
export type RecordedEvent =
  /** What the terminal was sent, as text; a chunk never ends inside a character. */
  | { readonly at: number; readonly kind: 'output'; readonly text: string }
  /** Keys as people name them (`F5`, `Ctrl+V v`, `a`), and the bytes a terminal sends for them. */
  | { readonly at: number; readonly kind: 'keys'; readonly names: string; readonly bytes: string }
  /** A step of the lesson begins: its number from 1 and its caption. */
  | { readonly at: number; readonly kind: 'step'; readonly step: number; readonly caption: string }
  | { readonly at: number; readonly kind: 'size'; readonly cols: number; readonly rows: number }
  /** The rows of the screen as text after a step, for those who read and do not look. */
  | { readonly at: number; readonly kind: 'screen'; readonly rows: readonly string[] }
  /**
   * The screen as it looks, whenever it changed (`linesOf` makes the lines): what a page plays, as
   * it is no terminal. Without any, a page shows the rows of `screen` and has no colours.
   */
  | {
      readonly at: number;
      readonly kind: 'cells';
      readonly lines: readonly Line[];
      readonly cursor: CursorAt;
    }
  | { readonly at: number; readonly kind: 'end'; readonly status: number };

export interface Recording {
  readonly title: string;
  /** What the learner is asked to do; absent where the run was no lesson. */
  readonly goal?: string;
  /** Of the captions, for the page's `lang`. */
  readonly lang: string;
  /** Of the screen, where it is known: a reader aloud changes its voice for it. */
  readonly screenLang?: string;
  readonly cols: number;
  readonly rows: number;
  /** TERM of the terminal the output was written for. */
  readonly term: string;
  readonly events: readonly RecordedEvent[];
}
