import type { DeskState } from '../../src/desk/state';
import type { Desk, DeskOptions } from './desk';
import { IDENTIFIERS } from './world';

/** A place in the program where keys mean something, and how hands get there. */
export interface Context {
  readonly name: string;
  readonly options?: DeskOptions;
  readonly reach: (desk: Desk) => void;
  /** True when the hands are there; a role that may not get there is told why instead. */
  readonly there: (state: DeskState, desk: Desk) => boolean;
}

/** Finds a client from the start screen. */
export const openClient = (desk: Desk, identifier: string = IDENTIFIERS.client) =>
  desk.type(identifier).keys('Enter');

/** True while something of a kind lies over the pane. */
export const overlayIs =
  (kind: NonNullable<DeskState['overlay']>['kind']) =>
  ({ overlay }: DeskState): boolean =>
    overlay?.kind === kind;

export const inDiary = (state: DeskState): boolean => state.pane === 'diary' && !state.overlay;

/** True when a tab holds an entry of a form in a mode. */
export const entryIs = (form: string, mode: string) => (state: DeskState) =>
  state.pane === form && state.entries[form]?.mode === mode && !state.overlay;
