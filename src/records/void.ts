import type { Form } from '../form/define';
import type { CaseFacts } from '../form/facts';
import type { Rec, Value } from '../form/value';
import { queryRecords } from '../store/query';
import { readRecord } from '../store/records';
import { caseForms } from './case';
import { UnitOfWork } from './commit';
import { type Door, factsAt, rightProblem } from './door';
import { withCases } from './kept-cases';
import { reasonProblem, savedResult } from './save';
import { refuseWith, type SaveResult, settled } from './stop';

/** Which record is voided, as it was seen, and why (a row of `correction_reasons`). */
export interface VoidRequest {
  readonly form: string;
  readonly id: string;
  readonly base_version: number;
  readonly reason: string;
  /** The open client, whose case comes back as it stands then. */
  readonly client?: CaseFacts | null;
}

/** A record that points to another, and how. */
export interface Pointing {
  readonly form: Form;
  readonly rec: Rec;
  readonly fields: readonly string[];
}

/**
 * Voids a record with a reason. A record others point to is refused, with their names; only links
 * a command made (an initiation's investigation) are taken back with it.
 *
 * Problems: `role.void` {form}; `amend.reason`; `void.linked` {names, count}; `record.missing`,
 * `record.voided`, the form's `locked`.
 */
export function voidRecord(door: Door, request: VoidRequest): SaveResult {
  const { base, registry } = door.world;
  const form = registry.form(request.form);
  return settled(() =>
    withCases(door, (cases) => {
      const refused = rightProblem(door, form.id, 'void') ?? reasonProblem(door, request.reason);
      if (refused) refuseWith(refused);
      const unit = new UnitOfWork(door, cases);
      const was = readRecord(base, form, request.id);
      const client = was?.bucket ? unit.cases.of(was.bucket) : undefined;
      const pointing = was ? pointingTo(door, was) : [];
      const kept = pointing.filter(({ form: by, fields }) => !fields.every(isByCommand(by)));
      if (kept.length) {
        const names = kept.map(({ form: by, rec }) => by.name(rec, factsAt(door, client ?? null)));
        refuseWith({
          code: 'void.linked',
          values: { names: names.join(', '), count: kept.length },
        });
      }
      const voided = unit.void(form, request);
      for (const { form: by, rec, fields } of pointing) {
        const taken = Object.fromEntries(fields.map((id) => [id, without(rec.values[id], was)]));
        const amendment = { id: rec.id, base_version: rec.version, reason: request.reason };
        unit.amend(by, taken, amendment, 'made');
      }
      return savedResult(unit, voided.id, request.client ?? client ?? null);
    }),
  );
}

const isByCommand = (form: Form) => (id: string) => form.fields[id]?.given === 'by_command';

/** Records not voided that link to this one, with the fields that do. */
export function pointingTo(door: Door, target: Rec): Pointing[] {
  const bucket = { in: casesAround(door, target) };
  return caseForms(door.world).flatMap((form) => {
    const links = Object.entries(form.fields)
      .filter(([, field]) => field.given !== 'computed')
      .filter(([, field]) => field.to === target.form || field.to === 'case')
      .map(([id]) => id);
    if (links.length === 0) return [];
    return queryRecords(door.world.base, form, { where: { bucket, voided: false } })
      .map((rec) => ({ form, rec, fields: links.filter((id) => holds(rec.values[id], target.id)) }))
      .filter(({ fields }) => fields.length > 0);
  });
}

/** A link with the voided record taken out of it; of several, the others stay. */
function without(value: Value | undefined, gone: Rec | undefined): Value {
  return Array.isArray(value) ? (value as string[]).filter((one) => one !== gone?.id) : null;
}

function holds(value: Value | undefined, id: string): boolean {
  return Array.isArray(value) ? value.some((one) => one === id) : value === id;
}

/**
 * Whose cases may point to the record: its own client's, and those it points to itself. A link
 * over two cases, as between an investigation and a child's initiation, is held at both ends.
 */
function casesAround(door: Door, target: Rec): string[] {
  const { base, registry } = door.world;
  const buckets = new Set(target.bucket === null ? [] : [target.bucket]);
  for (const [id, field] of Object.entries(registry.form(target.form).fields)) {
    const to = registry.all.find((one) => one.id === field.to);
    const value = target.values[id];
    if (!to || value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) {
      const bucket = readRecord(base, to, String(one))?.bucket;
      if (bucket) buckets.add(bucket);
    }
  }
  return [...buckets];
}
