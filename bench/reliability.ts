import type { Campaign, Hunt } from '../test/stations/campaign';
import { broke, killed, type RealReport } from './real-faults';

/** All that was tried in one run; what was not asked for is empty. */
export interface Tried {
  readonly seed: number;
  readonly campaign: Campaign;
  readonly hunts: readonly Hunt[];
  readonly real: RealReport | null;
}

/** What the harness found while it was built, and what became of it. */
const FOUND: readonly (readonly [harness: string, found: string])[] = [
  [
    'schedules with copied bases',
    'operations the centre knew already left a gap in the order of the new identity: the copy ' +
      'could send nothing more (`sync.order`)',
  ],
  [
    'schedules with restores',
    'an entry that came before its client, whom the restored centre had lost, made a container ' +
      'of its own; the client, sent again by another station, was held for good',
  ],
  [
    'schedules with restores',
    'numbers a restored centre had forgotten stayed in the record beside those it gave anew',
  ],
  [
    'schedules with conflicts',
    'what had waited and came into conflict stayed `waiting` at the station of its author',
  ],
  [
    'schedules with grants (seed 70024)',
    'a right taken and given back between a page of the feed and the list of containers left a ' +
      'hole that no digest showed',
  ],
  [
    'schedules with restores (seed 2000429)',
    'what had left a client after the copy was made did not come back: nothing said so again; ' +
      'and the history that comes with a moved record took the place of the move for its own',
  ],
  [
    'schedules with copied bases (seed 2000473)',
    'the version of an own change, sent under the identity before, claimed as seen what lay ' +
      'below it: a phone number was written over unseen',
  ],
  [
    'schedules with copied bases (seed 920207)',
    'an own change that another copy had sent first counted as unseen: a person was asked ' +
      'for nothing',
  ],
  [
    'schedules with settled conflicts (seed 3001048)',
    'where a client was taken from a base and given back, a change of its author came back ' +
      'without the fields a person had decided',
  ],
  [
    'schedules with grants and copies (seed 3020042)',
    'a held change stood over what the centre has, where its client was given back before the ' +
      'base had looked',
  ],
  [
    'schedules with moves (seed 3100062)',
    'a record moved by another while it was changed here went with the client it had left, where ' +
      'that one was taken',
  ],
  [
    'schedules with settled conflicts (seed 3100170)',
    'what went in with a settling was not told to an author who no longer saw the client: the ' +
      'entry stayed in conflict there',
  ],
  [
    'schedules with copied bases (seed 3500044)',
    'a copy whose next number happened to be free, after entries both copies held, was not seen ' +
      'to be one: what the other had written counted as its own, and was written over',
  ],
  [
    'reading the code beside those',
    'of a change in conflict the rest came over what its author had written again since: on the ' +
      'screen at once, at the centre with the settling',
  ],
  [
    'schedules with settling (seed 1000034)',
    'where a third had changed the field meanwhile, choosing theirs wrote the older value over ' +
      'it; choosing mine where that stood already said nothing, and gave way to who came first',
  ],
  [
    'schedules with merges',
    'what was written without a network for a client whom a colleague merged meanwhile went in ' +
      'with somebody nobody finds; so did a change of that client',
  ],
  [
    'schedules with settling (seed 1000104)',
    'what a restored centre had lost and had in conflict now stood on in the bases of others',
  ],
  [
    'histories of two bases (fast-check seed 2)',
    'a record another one rests on, changed between two changes of that one and come with them ' +
      'in one page, was not looked at as it stood: the two bases derived another service task',
  ],
  [
    'schedules with undoing (seed 6000234)',
    'a unit in conflict that also stands on what is not in waits once it is decided: its author ' +
      'was not told, and went on being shown a conflict nobody could settle',
  ],
  [
    'schedules with two restores (seed 6100028)',
    'what is held stood on the screen as if it were in, while all of its record was asked for ' +
      'again',
  ],
  [
    'schedules with moves (seed 1000085)',
    'a change of a record that another has moved meanwhile left the screen, where the client it ' +
      'was made with was taken: it counted as the move',
  ],
  [
    'schedules with more restores than usual',
    'what a base sent again without what stood there before, having had to give the client up, ' +
      'was refused as something else where a copy of the base had sent it whole',
  ],
  [
    'schedules with grants and moves (seed 9001831)',
    'a record that came before one it rests on, as that belongs to another client who was seen ' +
      'only later, was not derived anew: it had no service task there',
  ],
  [
    'schedules with settling, copies and restores (seed 9001934)',
    'a decision on a conflict that a restored centre had lost was refused, and the conflict ' +
      'asked again; a base whose copy had sent it first was told nothing of that',
  ],
  [
    'the same, mended (seed 10000382)',
    'where such a decision came before what had waited for it, that was asked about again',
  ],
  [
    'schedules with moves (seed 13000245)',
    'a record moved to another client did not bring its open conflict to those who see that ' +
      'client only',
  ],
  [
    'schedules with grants (seed 278770113)',
    'a client out of sight for the moment sums were compared counted as one that differs, and ' +
      'after that as an alarm',
  ],
  [
    'schedules with grants and moves (seed 278770991)',
    'what a base alone had moved to a client who was taken and came back stood where the ' +
      'centre has it until the move had gone',
  ],
  [
    'of the oracle’s own (seeds 12000318, 13000517, 278771818, 500001183)',
    'it did not know that what is asked for anew stays out of the record, that a move takes all ' +
      'of itself back, that a decision met late gives way to who knew it, and that a device has ' +
      'seen what it sent before',
  ],
];

const LIMITS: readonly string[] = [
  'Power loss under a write cache, and faults of the kernel or the file system, are not tried.',
  'What was in, was then taken from its author with the client, and stands in no copy of a ' +
    'centre that is restored, is lost: no base may keep it. So it is where the client has come ' +
    'back since, and in a base put back from a copy: both hold it as what the centre has.',
  'What others’ bases still show of that is not judged: it cannot be sent, and is nowhere else.',
  'After a restore each series of numbers leaves a thousand out: more given since the copy than ' +
    'that would be given twice.',
  'Where a restored centre has lost a conflict in which the other side was chosen, and the one ' +
    'that had waited comes back before it, that is asked again.',
  'Schedules run in one process: two instances beside each other on PostgreSQL have tests of ' +
    'their own (`test/server/concurrency.test.ts`).',
];

/** The page on what was tried and how often. */
export function reliabilityPage(on: string, { campaign, hunts, seed, real }: Tried): string {
  const { schedules, counts, broken } = campaign;
  const told = broken.map(({ seed: one, breaches }) => {
    const each = breaches.map(({ invariant, what }) => `${invariant} ${what}`);
    return `- seed ${one}: ${each.join('; ')}`;
  });
  const noticed = hunts.map(({ bug, invariants, schedules: needed }) => {
    return `| ${bug} | ${invariants.join(', ') || '-'} | ${needed} |`;
  });
  const rows = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
  return `# Reliability

Written by \`npm run -s faults -- --full\` on ${on}. A schedule is a random day of several stations:
the real client base and the real centre, a network that loses, repeats, delays and cuts, kills of
both sides, clocks ten years off, grants and revocations, copied and restored bases, restores of the
centre; people who settle conflicts, merge clients and take back what they did, on programs of two
releases. What a schedule has of all that follows from its seed. Afterwards an oracle reads the
files from the outside and judges I1–I12 of the protocol.

| what | how often |
|---|---|
| schedules of 200 steps, seeds ${seed}–${seed + schedules - 1} | ${schedules} |
| schedules that broke an invariant | ${broken.length} |
| planted bugs noticed | ${hunts.filter((one) => one.seed !== null).length} of ${hunts.length} |
${rows.map(([what, count]) => `| ${what} | ${count} |`).join('\n')}

Replay one: \`AKTI_SEED=${seed} AKTI_SCHEDULES=1 npx vitest run test/stations/stations.test.ts\`.

${real ? realPart(real) : ''}## Broken

${told.join('\n') || 'None.'}

## Planted bugs

| bug | noticed by | schedules |
|---|---|---|
${noticed.join('\n')}

## Known limits

${LIMITS.map((one) => `- ${one}`).join('\n')}

## What the harness found while it was built

${FOUND.map(([harness, found]) => `- ${harness}: ${found}.`).join('\n')}
`;
}

/** What was done to real programs. */
function realPart(real: RealReport): string {
  const { faulty, gaps, planted, kills, damages } = real;
  const seeds = kills.map(({ on, seed }) => `${on} ${seed}`).join(', ');
  const rung = `${planted.missed} of ${planted.changes}`;
  const saved = kills.reduce((all, one) => all + one.made, 0);
  const whats = ['lost', 'twice', 'gaps', 'torn', 'overwritten', 'damaged', 'diverged'] as const;
  const found = whats.map((what) => `${what} ${broke(real, what)}`).join(', ');
  return `## Real programs

Two stations and a centre, each a program of its own, killed with SIGKILL while they exchange; the
database as by \`pg_ctl stop -m immediate\`. A kill that met nothing under way is not counted.

| what | how often |
|---|---|
| kills of \`akti sync\` | ${killed(real, 'client')} |
| kills of \`akti serve\`, on a file and on PostgreSQL | ${killed(real, 'centre')} |
| kills of PostgreSQL under it | ${killed(real, 'database')} |
| operations saved meanwhile (seeds: ${seeds}) | ${saved} |
| found afterwards | ${found} |
| requests over a network that breaks half of them (${faulty.faults} faults) | ${faulty.requests} |
| entries wrong or out of order after them | ${faulty.wrong.length} |
| places of the feed taken by writers beside each other on PostgreSQL | ${gaps.changes} |
| places a reader that polled all the while was not given | ${gaps.missed} |
| the same with places by a sequence: an alarm that must ring | ${rung} |
| bases damaged by chance: file, log, index, beginning | ${damages.damages} |
| of them refused when opened; all others opened | ${damages.refused} |
| read whole by \`akti sync --salvage\`, and in part | ${damages.whole}, ${damages.part} |
| entries that had not gone: got, and not got | ${damages.saved}, ${damages.lacking} |
| of these not told of, or altered by the way | ${damages.wrong.length} |

What is lacking stood on pages whose seal was broken, or in a log that was cut off or taken away:
that no file can tell. Do it again: \`npm run -s faults -- --only real --seed N\`.

`;
}
