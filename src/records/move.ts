import type { Form } from '../form/define';
import type { Facts } from '../form/facts';
import { type Field, isRequired } from '../form/field';
import type { Rec, Values } from '../form/value';
import { draftsAbout } from '../store/drafts';
import { readBucket, readRecord } from '../store/records';
import { caseForms } from './case';
import { answersProblems } from './check';
import { UnitOfWork } from './commit';
import { type Door, rightProblem } from './door';
import { hangingOn, looseLinks, moveBlockers } from './hanging';
import { withCases } from './kept-cases';
import { whyNobody } from './people';
import { relinkedValues } from './relinked';
import { reasonProblem, savedResult } from './save';
import { refuseWith, type SaveResult, settled } from './stop';
import { leaveTrace, workersNamed } from './trace';
import { logUse } from './use';

/** Which record goes to whom, as it was seen, and why (a row of `correction_reasons`). */
export interface MoveRequest {
  readonly form: string;
  readonly id: string;
  readonly base_version: number;
  readonly to: string;
  readonly reason: string;
  /** New targets of the links that do not go along. */
  readonly links: Values;
}

/**
 * Moves a record that was made for the wrong person, and what hangs on it, to the right one, in one
 * unit of work: numbers and history stay, a trace is left in both diaries. What does not hold in
 * the other case is refused with all of it named.
 *
 * Problems: `role.amend` {form}; `amend.reason`; `record.missing`, `record.voided`,
 * `record.changed`; `person.unknown`, `person.merged` {id}; `move.same`; those of `moveBlockers`;
 * `move.draft` {names}; and those of the forms, over the case it comes to.
 */
export function move(door: Door, request: MoveRequest): SaveResult {
  const form = door.world.registry.form(request.form);
  return settled(() =>
    withCases(door, (cases) => {
      const refused = rightProblem(door, form.id, 'amend') ?? reasonProblem(door, request.reason);
      if (refused) refuseWith(refused);
      const rec = recordToMove(door, form, request);
      const { to } = request;
      const from = rec.bucket ?? '';
      const unit = new UnitOfWork(door, cases);
      const source = unit.factsFor(from);
      if (!unit.cases.of(to)) refuseWith({ ...whyNobody(door, to), field: 'person' });
      if (from === to) refuseWith({ code: 'move.same', field: 'person' });
      const { registry } = door.world;
      const { base } = door.world;
      const all = readBucket(base, caseForms(door.world), from).filter((one) => !one.voided);
      const moved = hangingOn(rec, all, registry);
      const blockers = moveBlockers(rec, moved, registry, source);
      if (blockers.length) refuseWith(...blockers);
      checkDrafts(door, moved);
      checkLinks(unit.factsFor(to), looseLinks(rec, moved, form), rec, request.links);
      const written = moved.map((one) => moveOne(door, unit, one, { request, from, moved }));
      checkThere(door, unit, { to, source }, written);
      logUse(
        door,
        [from, to].map((person) => ({ what: 'move' as const, person, detail: form.id })),
      );
      const { reason } = request;
      leaveTrace(door, unit, { person: to, kind: 'moved_here', other: from, subject: rec, reason });
      leaveTrace(door, unit, { person: from, kind: 'moved_away', other: to, subject: rec, reason });
      unit.cases.forget();
      return savedResult(unit, rec.id, unit.cases.of(from) ?? null);
    }),
  );
}

function recordToMove(door: Door, form: Form, { id, base_version }: MoveRequest): Rec {
  const rec = readRecord(door.world.base, form, id);
  if (!rec) return refuseWith({ code: 'record.missing' });
  if (rec.voided) return refuseWith({ code: 'record.voided' });
  if (rec.version !== base_version) return refuseWith({ code: 'record.changed' });
  return rec;
}

/** Somebody is changing one of the records: that is finished first, or it would be lost. */
function checkDrafts(door: Door, moved: readonly Rec[]): void {
  const ids = moved.map((one) => one.id);
  const open = draftsAbout(door.world.base, [], ids);
  if (!open.length) return;
  const names = workersNamed(
    door,
    open.map((draft) => draft.actor),
  );
  refuseWith({ code: 'move.draft', values: { names } });
}

/** Links that do not go along must lead to something of the case the record comes to. */
function checkLinks(
  there: Facts,
  loose: readonly [string, Field][],
  rec: Rec,
  links: Values,
): void {
  const asked = Object.fromEntries(loose.map(([id]) => [id, links[id] ?? null]));
  const values = { ...rec.values, ...asked };
  const problems = loose.flatMap(([field, declared]) => {
    const value = values[field] ?? null;
    if (value === null) {
      return isRequired(declared, values, there) ? [{ code: 'field.required', field }] : [];
    }
    const options = declared.choices?.(values, there) ?? [];
    return options.some((option) => option.id === value) ? [] : [{ code: 'choice.stale', field }];
  });
  if (problems.length) refuseWith(...problems);
}

interface Moving {
  readonly request: MoveRequest;
  readonly from: string;
  readonly moved: readonly Rec[];
}

interface Written {
  readonly form: Form;
  readonly was: Rec;
  readonly now: Rec;
}

function moveOne(door: Door, unit: UnitOfWork, seen: Rec, moving: Moving): Written {
  const { request, from, moved } = moving;
  const form = door.world.registry.form(seen.form);
  // The case holds what may be shown; what is written is what is stored.
  const was = readRecord(door.world.base, form, seen.id) as Rec;
  const asked = looseLinks(was, moved, form).map(([id]) => [id, request.links[id] ?? null]);
  const values = {
    ...relinkedValues(form, was.values, from, request.to),
    ...(seen.id === request.id ? Object.fromEntries(asked) : {}),
  };
  const now = unit.rewrite(form, was, { values, bucket: request.to, reason: request.reason });
  return { form, was, now };
}

/** Everything that was moved must hold in the case it has come to. */
function checkThere(
  door: Door,
  unit: UnitOfWork,
  { to, source }: { to: string; source: Facts },
  written: readonly Written[],
): void {
  const facts = unit.factsFor(to);
  const isThere = (id: string) => id === to;
  const problems = written.flatMap(({ form, was, now }) =>
    answersProblems(door, form, now.values, facts, was, false, isThere),
  );
  if (written.some((one) => hasStrangers(one, source, facts))) {
    problems.push({ code: 'move.persons' });
  }
  if (problems.length) refuseWith(...problems);
}

/** Somebody who could be chosen in the case it left, and cannot in the one it came to. */
function hasStrangers({ form, was, now }: Written, source: Facts, there: Facts): boolean {
  return Object.entries(form.fields).some(([id, { to, choices }]) => {
    if (to !== 'person' || !choices) return false;
    const idsIn = (values: Values) => {
      const value = values[id];
      return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
    };
    const here = new Set(choices(was.values, source).map((option) => option.id));
    const allowed = new Set(choices(now.values, there).map((option) => option.id));
    const stayed = new Set<unknown>(idsIn(was.values));
    return idsIn(now.values).some(
      (one) => !allowed.has(one) && (here.has(one) || !stayed.has(one)),
    );
  });
}
