import type { Problem } from '../base/problems';
import type { CaseFacts } from '../form/facts';
import type { DiaryState } from './pane-state';
import type { Entry, Pane } from './state';

/** Open entries by slot: the form id of the tab. */
export type Entries = Readonly<Record<string, Entry>>;

/** One client lying open with everything as the hands left it, or what lies on the start screen. */
export interface Window {
  /** 1–9 as the menu Ikkuna shows it; 0 the start screen. */
  readonly no: number;
  readonly client: CaseFacts | null;
  readonly pane: Pane;
  readonly entries: Entries;
  readonly diary: DiaryState;
}

/** How a locked screen opens: Enter in practice, the own user id, or the base's passphrase. */
export type Unlocking = 'enter' | 'user' | 'passphrase';

/** A locked screen. What is typed there is shown nowhere. */
export interface Lock {
  readonly typed: string;
  readonly said: Problem | null;
  /** Wrong answers so far. */
  readonly wrong: number;
}
