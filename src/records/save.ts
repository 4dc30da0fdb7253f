import type { Problem } from '../base/problems';
import type { CaseFacts } from '../form/facts';
import type { Rec, Values } from '../form/value';
import { dropDraft } from '../store/drafts';
import { clientOf } from './answers';
import { UnitOfWork } from './commit';
import { type Door, factsAt, rightProblem } from './door';
import { withCases } from './kept-cases';
import { refuseWith, type SaveResult, settled } from './stop';

/** What is to be saved: a new record, or a change of a saved one. */
export interface SaveRequest {
  readonly form: string;
  readonly values: Values;
  readonly client: CaseFacts | null;
  readonly amend?: {
    readonly id: string;
    readonly base_version: number;
    readonly reason: string;
    /** The guarded section was shown to the worker, so what is empty there was emptied. */
    readonly revealed?: boolean;
  };
  /** Key of the draft that becomes this record; dropped with the save or not at all. */
  readonly draft?: string;
}

/** Set of the reasons a saved record may be changed or voided for. */
export const CORRECTION_REASONS = 'correction_reasons';

/**
 * Saves a record in one transaction: right, fresh facts, every check, number, row, history,
 * use log and follow-ups (DESIGN 4). Nothing is changed unless the answer is `saved`.
 *
 * Problems: `role.create`, `role.amend` {form}; `amend.reason`, `amend.nothing`, `amend.client`;
 * `client.other`, `person.unknown`; `record.missing`, `record.voided`, the form's `locked`;
 * `field.unknown`, `field.by_command`, `field.invalid`, `link.unknown`, `person_id.*`,
 * `person.identifier_class` {expected}, `person.identifier_taken`; and those of the form.
 */
export function save(door: Door, request: SaveRequest): SaveResult {
  const { world } = door;
  const form = world.registry.form(request.form);
  return settled(() =>
    withCases(door, (cases) => {
      const right = rightProblem(door, form.id, request.amend ? 'amend' : 'create');
      if (right) refuseWith(right);
      const bucket = clientOf(form, request.values);
      if (request.client && bucket && request.client.person.id !== bucket) {
        refuseWith({ code: 'client.other', field: 'person' });
      }
      const unit = new UnitOfWork(door, cases);
      const { amend } = request;
      if (amend) {
        const seen = amend.revealed ? rightProblem(door, form.id, 'reveal') : null;
        const refused = seen ?? reasonProblem(door, amend.reason);
        if (refused) refuseWith(refused);
      }
      const rec = amend
        ? unit.amend(form, request.values, amend, 'typed')
        : unit.create(form, request.values, 'typed');
      if (request.draft !== undefined) {
        const actor = door.setting.me.id;
        dropDraft(world.base, { actor, form: form.id, record: request.draft });
      }
      return savedResult(unit, rec.id, request.client);
    }),
  );
}

/** Why a reason will not do: it must be a row of the code set, valid on the work date. */
export function reasonProblem(door: Door, reason: string): Problem | null {
  const rows = factsAt(door, null).codes(CORRECTION_REASONS);
  return rows.some((row) => row.id === reason) ? null : { code: 'amend.reason', field: 'reason' };
}

/** The end of a unit of work: the record as it stands now, what came with it, the case anew. */
export function savedResult(unit: UnitOfWork, id: string, client: CaseFacts | null): SaveResult {
  const latest = new Map(unit.made.map((rec) => [rec.id, rec]));
  const rec = latest.get(id) as Rec;
  latest.delete(id);
  // Who looks at the whole case goes on looking at all of it.
  const now = client ? (unit.cases.of(client.person.id, !client.older) ?? null) : null;
  return { kind: 'saved', rec, made: [...latest.values()], client: now };
}
