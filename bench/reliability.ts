import type { Campaign, Hunt } from '../test/stations/campaign';

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
];

const LIMITS: readonly string[] = [
  'Power loss under a write cache, and faults of the kernel or the file system, are not tried.',
  'What was in, was then taken from its author with the client, and stands in no copy of a ' +
    'centre that is restored, is lost: no base may keep it.',
  'After a restore, or on a copied base, a person may be asked of what the author had seen: the ' +
    'versions seen were lost with the centre, or sent under the identity before.',
  'After a restore, numbers given since the copy are given anew, and may go to other records.',
  'Schedules run in one process: two instances beside each other on PostgreSQL have tests of ' +
    'their own (`test/server/concurrency.test.ts`).',
];

/** The page on what was tried and how often. */
export function reliabilityPage(
  on: string,
  campaign: Campaign,
  hunts: readonly Hunt[],
  seed: number,
): string {
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
centre. Afterwards an oracle reads the files from the outside and judges I1–I12 of the protocol.

| what | how often |
|---|---|
| schedules of 200 steps, seeds ${seed}–${seed + schedules - 1} | ${schedules} |
| schedules that broke an invariant | ${broken.length} |
| planted bugs noticed | ${hunts.filter((one) => one.seed !== null).length} of ${hunts.length} |
${rows.map(([what, count]) => `| ${what} | ${count} |`).join('\n')}

Replay one: \`AKTI_SEED=${seed} AKTI_SCHEDULES=1 npx vitest run test/stations/stations.test.ts\`.

## Broken

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
