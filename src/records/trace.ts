import { workerIn } from '../form/facts';
import type { Rec } from '../form/value';
import { TRACE_FORM } from '../forms/trace';
import type { UnitOfWork } from './commit';
import type { Door } from './door';

/** What is left in a diary of a move or a merge. */
interface Trace {
  readonly person: string;
  readonly kind: 'merged' | 'moved_away' | 'moved_here';
  readonly reason: string;
  /** The record that was moved. */
  readonly subject?: Rec;
  readonly other?: string;
  readonly other_id?: string;
}

/** Leaves a trace in a client's diary, in the unit of work it tells of. */
export function leaveTrace(door: Door, unit: UnitOfWork, trace: Trace): Rec {
  const { subject, other, other_id, ...told } = trace;
  const values = {
    ...told,
    subject: subject?.form ?? null,
    subject_on: subject?.diary_on ?? null,
    other: other ?? null,
    other_id: other_id ?? null,
  };
  return unit.create(door.world.registry.form(TRACE_FORM), values, 'made');
}

/** Names of workers for a list of what stands in the way, each once. */
export function workersNamed(door: Door, ids: readonly string[]): string {
  const names = [...new Set(ids)].map((id) => workerIn(door.setting.workers, id)?.name ?? id);
  return names.join(', ');
}
