import { clockTime } from '../base/clock';
import type { Problem } from '../base/problems';
import { type CaseFacts, type Facts, workerIn } from '../form/facts';
import { problemOf } from '../form/fill';
import type { Rec, Values } from '../form/value';
import type { Action } from '../forms/action';
import { actionOf, isActionOn } from '../forms/actions';
import { changesOf } from '../store/changes';
import { readRecord } from '../store/records';
import { UnitOfWork } from './commit';
import { type Door, rightProblem } from './door';
import { factsOf } from './facts';
import { withCases } from './kept-cases';
import { savedResult } from './save';
import { refuseWith, type SaveResult, settled } from './stop';

/** The record a command is done to, as it was seen. */
export interface ActTarget {
  readonly id: string;
  readonly version: number;
}

/**
 * Does a command that has a button in the classic and no form of its own: everything it changes,
 * or nothing. What stands in the way is asked again here, on the case as it is now.
 *
 * Problems: `action.unknown` {command}; `role.amend`, `role.create` {form}; `person.unknown`,
 * `record.missing`, `record.changed`; those of the answers at their fields; every blocker of the
 * action.
 */
export function act(
  door: Door,
  command: string,
  target: ActTarget,
  answers: Values,
  client: CaseFacts | null,
): SaveResult {
  return settled(() =>
    withCases(door, (cases) => {
      if (!client) return refuseWith({ code: 'person.unknown' });
      const unit = new UnitOfWork(door, cases);
      const rec = actIn(door, unit, command, target, answers, client.person.id);
      // A command may change other records than the one it was given.
      const changed = unit.made.some((one) => one.id === rec.id) ? rec : (unit.made[0] as Rec);
      return savedResult(unit, changed.id, client);
    }),
  );
}

/**
 * The same on a row of a list, with nothing to answer and the client not open, or none there.
 * Problems as `act`; of two who do it at the same moment one is told who was first, and when.
 */
export function actListed(
  door: Door,
  command: string,
  target: ActTarget,
  clientId: string | null,
): SaveResult {
  return settled(() =>
    withCases(door, (cases) => {
      const unit = new UnitOfWork(door, cases);
      const rec = actIn(door, unit, command, target, {}, clientId);
      return savedResult(unit, rec.id, null);
    }),
  );
}

/** The same inside a unit of work; trouble stops it. Gives the record as it was before. */
export function actIn(
  door: Door,
  unit: UnitOfWork,
  command: string,
  target: ActTarget,
  answers: Values,
  clientId: string | null,
): Rec {
  const action = actionOf(command);
  if (!action) return refuseWith({ code: 'action.unknown', values: { command } });
  const ofClient = clientId === null ? unit.factsFor(null) : factsWith(unit, clientId, target);
  if (clientId !== null && !ofClient.client) refuseWith({ code: 'person.unknown' });
  const rec = targetIn(door, ofClient, action, target);
  const right = rightProblem(door, action.makes ?? rec.form, action.right ?? 'amend');
  if (right) refuseWith(right);
  const facts = factsOf(door.setting, ofClient.client, rec);
  if (rec.version !== target.version) refuseWith(...meanwhile(door, rec, action, facts));
  const wrong = answerProblems(action, answers, facts);
  if (wrong.length) refuseWith(...wrong);
  const blockers = action.blockers(rec, facts);
  if (blockers.length) refuseWith(...blockers);
  const locked = action.makes ? null : door.world.registry.form(rec.form).locked(rec);
  if (locked) refuseWith(locked);
  unit.apply(action.changes(rec, answers, facts));
  if (!unit.made.length) refuseWith({ code: 'amend.nothing' });
  return rec;
}

/** Facts of the case; with all of a long one where the record is not among the newest. */
function factsWith(unit: UnitOfWork, clientId: string, { id }: ActTarget): Facts {
  const facts = unit.factsFor(clientId);
  if (!facts.client?.older || facts.client.records.some((rec) => rec.id === id)) return facts;
  unit.cases.of(clientId, true);
  return unit.factsFor(clientId);
}

/** The record a command means: in the case, else one without a client. */
function targetIn(door: Door, facts: Facts, action: Action, target: ActTarget): Rec {
  const { records = [], householdInitiations = [] } = facts.client ?? {};
  const near = [...records, ...householdInitiations].find((one) => one.id === target.id);
  const rec = near ?? (facts.client ? undefined : looseIn(door, action, target.id));
  if (!rec || !isActionOn(action, rec.form)) return refuseWith({ code: 'record.missing' });
  return rec;
}

function looseIn(door: Door, action: Action, id: string): Rec | undefined {
  const { base, registry } = door.world;
  const rec = readRecord(base, registry.form(action.form), id);
  return rec?.bucket === null && !rec.voided ? rec : undefined;
}

/**
 * Why a record that somebody changed meanwhile will not do: what now stands in the way, with who
 * made the newest change and at what time, else that it was changed.
 */
function meanwhile(door: Door, rec: Rec, action: Action, facts: Facts): Problem[] {
  const blockers = action.blockers(rec, facts);
  const last = changesOf(door.world.base, rec.id).at(-1);
  const by = workerIn(facts.workers, last?.actor)?.name ?? '';
  const at = last ? clockTime(new Date(last.claimed_at)) : '';
  const problems = blockers.length ? blockers : [{ code: 'record.changed' }];
  return problems.map((problem) => ({ ...problem, values: { ...problem.values, by, at } }));
}

function answerProblems(action: Action, answers: Values, facts: Facts): Problem[] {
  const problems: Problem[] = [];
  for (const [id, field] of Object.entries(action.fields)) {
    const problem = problemOf(field, answers[id], answers, facts);
    if (problem) problems.push({ ...problem, field: id });
  }
  for (const id of Object.keys(answers)) {
    if (!action.fields[id]) problems.push({ code: 'field.unknown', field: id });
  }
  return problems.length ? problems : [...(action.checks?.(answers, facts) ?? [])];
}
