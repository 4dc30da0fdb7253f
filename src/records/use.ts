import { isoInstant } from '../base/clock';
import { appendUse, appendUseSoon, type Use } from '../store/use-log';
import type { Door } from './door';

/** Kinds of use that leave a line (703/2023; DESIGN 14). */
export type UseKind =
  | 'search'
  | 'list'
  | 'open'
  | 'show'
  | 'history'
  | 'draft'
  | 'reveal'
  | 'create'
  | 'amend'
  | 'void'
  | 'restore'
  | 'merge'
  | 'move'
  | 'export';

/**
 * What made the use lawful: the right of the role, the reason the user gave beside it, or standing
 * in for the worker whose client it is.
 */
const BASIS = { role: 'role', reason: 'reason', substitution: 'substitution' } as const;

/** What a line says beside who, when and as whom. */
export interface UseLine {
  readonly what: UseKind;
  /** Whose data; null for a search that showed nobody, or work without a client. */
  readonly person: string | null;
  /** A form, or kind and number shown of a search (`name 20+`: more). Never what was typed. */
  readonly detail: string | null;
  /** Why, where the user was asked; else the work itself. */
  readonly purpose?: string;
  /** What makes it lawful, where that is not the role or the purpose. */
  readonly basis?: (typeof BASIS)[keyof typeof BASIS];
}

/** Purpose of a use nobody was asked the reason of. */
const CLIENT_WORK = 'client_work';

/** Writes lines to the use log: all or none. Inside a unit of work they belong to it. */
export function logUse(door: Door, lines: readonly UseLine[]): void {
  appendUse(door.world.base, usesOf(door, lines));
}

/**
 * The same for a search: all or none, in the file when this returns, on the disk with the next
 * thing that is saved or opened (decision 11).
 */
export function logSearch(door: Door, lines: readonly UseLine[]): void {
  appendUseSoon(door.world.base, usesOf(door, lines));
}

function usesOf({ world, setting }: Door, lines: readonly UseLine[]): Use[] {
  const at = isoInstant(world.clock.now());
  return lines.map(
    (line): Use => ({
      id: world.ids.next(),
      at,
      work_on: setting.workDate,
      actor: setting.me.id,
      role: setting.me.role,
      unit: setting.me.unit,
      person: line.person,
      what: line.what,
      detail: line.detail,
      purpose: line.purpose ?? CLIENT_WORK,
      basis: line.basis ?? (line.purpose === undefined ? BASIS.role : BASIS.reason),
    }),
  );
}
