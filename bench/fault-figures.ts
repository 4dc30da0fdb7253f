import { broke, heldUp, killed, type RealReport } from './real-faults';
import type { Tried } from './reliability';

/** What each invariant of SYNC 5 says is not so when it breaks. */
const NAMES: Readonly<Record<string, string>> = {
  I1: 'lost',
  I2: 'applied_twice',
  I3: 'in_and_in_conflict',
  I4: 'overwritten',
  I5: 'diverged',
  I6: 'gaps',
  I7: 'leaked',
  I8: 'altered',
  I9: 'acknowledged_and_lost',
  I10: 'torn_units',
  I11: 'own_writes_hidden',
  I12: 'stuck',
};

/** Whether no invariant broke, every planted bug was noticed and real programs lost nothing. */
export function allHeld({ campaign, hunts, real }: Tried): boolean {
  const missed = hunts.some((one) => one.seed === null);
  return campaign.broken.length === 0 && !missed && (real === null || heldUp(real));
}

/** The one object `npm run -s faults -- --json` prints: what was tried, and what broke. */
export function figuresOf(tried: Tried, steps: number) {
  const { seed, hunts } = tried;
  const { schedules, counts, broken } = tried.campaign;
  const breaches = broken.flatMap((one) => one.breaches);
  const simulated = Object.entries(NAMES).map(([invariant, name]) => [
    name,
    breaches.filter((breach) => breach.invariant === invariant).length,
  ]);
  const { client_kills = 0, server_kills = 0, ...rest } = counts;
  return {
    ...{ seed, schedules, steps: schedules * steps },
    ...sum(Object.fromEntries(simulated), tried.real ? brokenIn(tried.real) : {}),
    planted_bugs: hunts.length,
    planted_bugs_caught: hunts.filter((one) => one.seed !== null).length,
    ...(tried.real ? realFigures(tried.real) : {}),
    ...{ simulated_client_kills: client_kills, simulated_server_kills: server_kills },
    ...rest,
    broken: broken.map((one) => ({ seed: one.seed, breaches: one.breaches.slice(0, 3) })),
    bugs: hunts.map(({ bug, invariants, schedules: needed }) => ({ bug, invariants, needed })),
  };
}

/** What broke with real programs, by the same names as in the schedules. */
function brokenIn(real: RealReport): Record<string, number> {
  const { faulty, gaps, damages } = real;
  return {
    lost: broke(real, 'lost'),
    applied_twice: broke(real, 'twice'),
    overwritten: broke(real, 'overwritten'),
    diverged: broke(real, 'diverged'),
    gaps: broke(real, 'gaps') + gaps.missed + (gaps.dense ? 0 : 1),
    torn_units: broke(real, 'torn'),
    damaged: broke(real, 'damaged'),
    faulty_requests_wrong: faulty.wrong.length,
    salvage_wrong: damages.wrong.length,
  };
}

/** What was done to real programs, and how often. */
function realFigures(real: RealReport) {
  const { faulty, gaps, planted, kills, damages } = real;
  return {
    client_kills: killed(real, 'client'),
    server_kills: killed(real, 'centre') + killed(real, 'database'),
    database_kills: killed(real, 'database'),
    killed_while_saving: kills.reduce((all, one) => all + one.made, 0),
    faulty_requests: faulty.requests,
    faults_met: faulty.faults,
    places_beside_each_other: gaps.changes,
    places_missed_by_sequence: planted.missed,
    damaged_bases: damages.damages,
    damaged_refused: damages.refused,
    salvaged_whole: damages.whole,
    salvaged_in_part: damages.part,
    real_broken: kills.flatMap(({ on, seed, kills: _, made: __, ...wrong }) =>
      Object.values(wrong).some((list) => list.length > 0) ? [{ on, seed, ...wrong }] : [],
    ),
  };
}

function sum(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const both = { ...one };
  for (const [name, count] of Object.entries(other)) both[name] = (both[name] ?? 0) + count;
  return both;
}
