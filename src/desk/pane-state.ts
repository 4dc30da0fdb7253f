import type { ListKind } from '../records/work-list';
import type { LineEdit } from '../screen/line-edit';

/** Where the hands are in the diary, and what of it is shown. */
export interface DiaryState {
  /** Selected line as its index among the lines shown; −1 is the last one. */
  readonly at: number;
  readonly side: 'lines' | 'tree';
  readonly tree: number;
  readonly folded: readonly string[];
  /** Letter of the kind shown, null for all. */
  readonly filter: string | null;
  /** `n` was pressed: the next letter makes a new one. */
  readonly making: boolean;
  /** Tab Päiväkirjatiedot: the whole record of the selected line. */
  readonly whole: boolean;
  readonly top: number;
}

/** The rows under the work grid. */
export interface GridFocus {
  readonly row: number;
  readonly line: LineEdit;
  readonly changed: boolean;
}

/** Where the hands are on the start screen, and which list it shows. */
export interface StartState {
  readonly finder: LineEdit;
  readonly side: 'finder' | 'list';
  readonly at: number;
  /** Which list stands below the finder, and how many rows it has beyond those shown. */
  readonly list: ListKind;
  readonly more: number;
  /** There is somebody whose list the user sees today. */
  readonly standsIn: boolean;
}
