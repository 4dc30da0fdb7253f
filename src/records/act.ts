import type { Problem } from '../base/problems';
import type { CaseFacts, Facts } from '../form/facts';
import { problemOf } from '../form/fill';
import type { Rec, Values } from '../form/value';
import { ACTIONS, type Action } from '../forms/actions';
import { UnitOfWork } from './commit';
import { type Door, rightProblem } from './door';
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

/** The same inside a unit of work; trouble stops it. Gives the record as it was before. */
export function actIn(
  door: Door,
  unit: UnitOfWork,
  command: string,
  target: ActTarget,
  answers: Values,
  clientId: string,
): Rec {
  const action = ACTIONS.find((one) => one.command === command);
  if (!action) return refuseWith({ code: 'action.unknown', values: { command } });
  const right = rightProblem(door, action.form, action.right ?? 'amend');
  if (right) refuseWith(right);
  const ofClient = unit.factsFor(clientId);
  if (!ofClient.client) refuseWith({ code: 'person.unknown' });
  const rec = targetIn(ofClient, action, target);
  const facts = { ...ofClient, node: rec };
  const wrong = answerProblems(action, answers, facts);
  if (wrong.length) refuseWith(...wrong);
  const blockers = action.blockers(rec, facts);
  if (blockers.length) refuseWith(...blockers);
  const locked = door.world.registry.form(rec.form).locked(rec);
  if (locked) refuseWith(locked);
  unit.apply(action.changes(rec, answers, facts));
  return rec;
}

function targetIn(facts: Facts, action: Action, target: ActTarget): Rec {
  const { records = [], householdInitiations = [] } = facts.client ?? {};
  const rec = [...records, ...householdInitiations].find((one) => one.id === target.id);
  if (rec?.form !== action.form) return refuseWith({ code: 'record.missing' });
  if (rec.version !== target.version) return refuseWith({ code: 'record.changed' });
  return rec;
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
