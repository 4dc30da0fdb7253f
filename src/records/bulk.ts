import type { Clock } from '../base/clock';
import type { Result } from '../base/problems';
import { type Facts, workerIn } from '../form/facts';
import { fill } from '../form/fill';
import type { Rec, Values } from '../form/value';
import { catching } from '../store/errors';
import { actIn } from './act';
import { clientOf } from './answers';
import { CaseCache } from './case-cache';
import { UnitOfWork } from './commit';
import { type Door, factsAt, rightProblem } from './door';
import type { Setting } from './facts';
import { reasonProblem } from './save';
import { refuseWith, Stop } from './stop';
import type { World } from './world';

/** A worker on one work date who enters many records, each one a unit of work of its own. */
export interface Hand {
  /** Fills a form in as the screen would, with what is given chosen, and saves it. */
  enter(form: string, chosen: Values): Rec;
  /** Changes a saved record for a reason of `correction_reasons`. */
  amend(rec: Rec, set: Values, reason: string): Rec;
  /** Does a command on a record of its client; gives everything it changed. */
  act(command: string, rec: Rec, answers: Values): readonly Rec[];
  /** The case of a person as it stands now. */
  facts(personId: string): Facts;
}

/** Gives the hand of a worker on a work date. */
export type HandOf = (user: string, workDate: string) => Hand;

/**
 * Enters many records in one transaction, with the checks, history and use log of a single save
 * but without waiting for the disk in between. The first refusal undoes them all.
 * @param clockOn the clock a hand works by on its work date; that of the world unless given
 * @throws Error when a user is not a worker of the base
 */
export function enterMany(
  world: World,
  run: (handOf: HandOf) => void,
  clockOn: (workDate: string) => Clock = () => world.clock,
): Result<void> {
  try {
    return catching(() => world.base.write(() => run(handsIn(world, clockOn))));
  } catch (error) {
    if (!(error instanceof Stop) || error.result.kind !== 'refused') throw error;
    const [problem] = error.result.problems;
    if (!problem) throw error;
    return { ok: false, problem };
  }
}

function handsIn(world: World, clockOn: (workDate: string) => Clock): HandOf {
  // One for all hands: what one enters the next must see. Households are read as of the first day.
  let cases: CaseCache | undefined;
  return (user, workDate) => {
    const me = workerIn(world.workers, user);
    if (!me) throw new Error(`no worker ${user}`);
    const { catalog, workers } = world;
    const setting: Setting = { catalog, workers, me, workDate, lang: 'fi' };
    const door: Door = { world: { ...world, clock: clockOn(workDate) }, setting };
    cases ??= new CaseCache(door);
    return handAt(door, cases);
  };
}

function handAt(door: Door, cases: CaseCache): Hand {
  const { registry } = door.world;
  const allow = (form: string, action: string) => {
    const refused = rightProblem(door, form, action);
    if (refused) refuseWith(refused);
  };
  return {
    enter(id, chosen) {
      allow(id, 'create');
      const form = registry.form(id);
      const unit = new UnitOfWork(door, cases);
      const facts = unit.factsFor(clientOf(form, chosen));
      return unit.create(form, fill(form, chosen, new Set(Object.keys(chosen)), facts), 'typed');
    },
    amend(rec, set, reason) {
      allow(rec.form, 'amend');
      const refused = reasonProblem(door, reason);
      if (refused) refuseWith(refused);
      const amendment = { id: rec.id, base_version: rec.version, reason };
      return new UnitOfWork(door, cases).amend(registry.form(rec.form), set, amendment, 'typed');
    },
    act(command, rec, answers) {
      const unit = new UnitOfWork(door, cases);
      const target = { id: rec.id, version: rec.version };
      actIn(door, unit, command, target, answers, rec.bucket ?? '');
      return unit.made;
    },
    facts: (personId) => factsAt(door, cases.of(personId) ?? null),
  };
}
