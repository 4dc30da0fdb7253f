import type { Random } from '../../src/base/random';
import type { Kinds } from './kinds';

type Act = () => Promise<void> | void;

/** What may happen in a schedule. */
export interface Acts {
  readonly work: Act;
  readonly begin: Act;
  readonly move: Act;
  readonly killStation: Act;
  readonly killCentre: Act;
  readonly changeUnit: Act;
  readonly turnClock: Act;
  readonly upgrade: Act;
  readonly restoreCentre: Act;
  readonly copyStation: Act;
  readonly putStationBack: Act;
}

/**
 * Each as often as it is to be drawn. Which faults a schedule knows is drawn too: some need others
 * to be absent to show, some need others beside them.
 */
export function actionsOf(random: Random, kinds: Kinds, acts: Acts): readonly Act[] {
  const some = (times: number, act: Act) => Array.from({ length: times }, () => act);
  const perhaps = (times: number, act: Act) => (random.int(2) === 0 ? some(times, act) : []);
  const one = random.pick([[acts.restoreCentre], [acts.copyStation], [acts.putStationBack], []]);
  const all = [acts.restoreCentre, acts.restoreCentre, acts.copyStation, acts.putStationBack];
  return [
    ...some(22, acts.work),
    ...some(14, acts.begin),
    ...some(60, acts.move),
    ...perhaps(2, acts.killStation),
    ...perhaps(2, acts.killCentre),
    ...perhaps(3, acts.changeUnit),
    ...perhaps(1, acts.turnClock),
    ...(kinds.skew ? [acts.upgrade] : []),
    ...(kinds.copies ? all : one),
  ];
}
