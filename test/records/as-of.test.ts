import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoInstant } from '../../src/base/clock';
import type { Values } from '../../src/form/value';
import { caseAsOf } from '../../src/records/as-of';
import { changesUntil } from '../../src/records/replay';
import { type Change, changesOfBucket } from '../../src/store/changes';
import {
  deeds,
  doDeed,
  openedOffice,
  type Played,
  storedOfClient,
  withoutEntryNo,
} from './histories';
import { amend, caseOf, enterHousehold, enterPerson, mustEnter, saved, words } from './office';

const doorOf = ({ office }: Played) => {
  const { world, setting } = office.session();
  return { world, setting };
};

/** Now by the clock of the office, as the last instant before what comes next. */
const now = ({ office }: Played) => isoInstant(office.world.clock.now());

/** A plain replay: the last answer of every field, the last bucket, whether it is voided. */
function replayed(changes: readonly Change[], until: string) {
  const records = new Map<
    string,
    { version: number; bucket: unknown; voided: boolean; values: Values }
  >();
  for (const change of changes) {
    if (change.claimed_at > until) continue;
    const was = records.get(change.record_id);
    const set = Object.fromEntries(
      Object.entries(change.patch).map(([id, [, value]]) => [id, value]),
    );
    records.set(change.record_id, {
      version: change.base_version + 1,
      bucket: change.bucket,
      voided: change.kind === 'void' || (was?.voided === true && change.kind !== 'restore'),
      values: { ...was?.values, ...set },
    });
  }
  return records;
}

const answered = (values: Values) =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && String(value) !== ''),
  );

describe('a case as of any time', () => {
  it('is what the case was, for random histories', () => {
    fc.assert(
      fc.property(deeds, (list) => {
        const played = openedOffice();
        try {
          const seen = list.map((deed) => {
            doDeed(played, deed);
            const client = caseOf(played.office.session(), played.client);
            const child = caseOf(played.office.session(), played.child);
            return {
              at: now(played),
              client,
              child,
              stored: storedOfClient(played, played.client),
            };
          });
          for (const { at, client, child, stored } of seen) {
            const past = caseAsOf(doorOf(played), played.client, at);
            expect(withoutEntryNo(past?.client ?? null)).toEqual(withoutEntryNo(client));
            expect(past?.records.map(({ entry_no: _no, ...rec }) => rec)).toEqual(
              stored.map(({ entry_no: _no, ...rec }) => rec),
            );
            const other = caseAsOf(doorOf(played), played.child, at);
            expect(withoutEntryNo(other?.client ?? null)).toEqual(withoutEntryNo(child));
          }
        } finally {
          played.office.close();
        }
      }),
      { numRuns: 25, endOnFailure: true },
    );
  }, 120_000);

  it('equals a plain replay of the changes up to every one of them', () => {
    fc.assert(
      fc.property(deeds, (list) => {
        const played = openedOffice();
        try {
          for (const deed of list) doDeed(played, deed);
          const changes = changesOfBucket(played.office.base, played.client);
          for (const until of new Set(changes.map((change) => change.claimed_at))) {
            const past = caseAsOf(doorOf(played), played.client, until);
            const plain = replayed(changes, until);
            const held = [past?.person, ...(past?.records ?? [])].flatMap((rec) =>
              rec ? [rec] : [],
            );
            expect(new Set(held.map((rec) => rec.id))).toEqual(new Set(plain.keys()));
            for (const { id, version, bucket, voided, values } of held) {
              const expected = plain.get(id);
              expect({ version, bucket, voided, values: answered(values) }).toEqual({
                ...expected,
                values: answered(expected?.values ?? {}),
              });
            }
          }
        } finally {
          played.office.close();
        }
      }),
      { numRuns: 15, endOnFailure: true },
    );
  }, 120_000);
});

describe('looking back', () => {
  it('does not tell the place of who is under turvakielto today', () => {
    const played = openedOffice();
    const session = played.office.session();
    const before = now(played);
    const past = () => caseAsOf(doorOf(played), played.client, before);
    expect(past()?.client.person).toMatchObject({ municipality: 'lahti', protected: false });
    const { person } = past() ?? {};
    if (!person) throw new Error('no person');
    saved(amend(session, person, { protected: true }));
    expect(past()?.client.person).toMatchObject({ municipality: null, protected: true });
    // And once it is lifted, what was hidden then stays hidden.
    const during = now(played);
    const flagged = caseAsOf(doorOf(played), played.client, during)?.person;
    saved(amend(session, flagged ?? person, { protected: false }));
    expect(past()?.client.person.protected).toBe(false);
    expect(caseAsOf(doorOf(played), played.client, during)?.client.person.protected).toBe(true);
    played.office.close();
  });

  it('follows the order of the changes, not a clock that went back', () => {
    const change = (seq: number, claimed_at: string) =>
      ({ seq, claimed_at, record_id: 'a' }) as Change;
    const list = [
      change(1, '2026-03-16T10'),
      change(2, '2026-03-16T09'),
      change(3, '2026-03-16T11'),
    ];
    const until = (at: string) => changesUntil(list, at).map(({ seq }) => seq);
    expect(until('2026-03-16T08')).toEqual([]);
    expect(until('2026-03-16T09')).toEqual([1, 2]);
    expect(until('2026-03-16T11')).toEqual([1, 2, 3]);
  });

  it('shows the household of that day, also one who has left its rows since', () => {
    const played = openedOffice();
    const session = played.office.session();
    const friend = enterPerson(session, '110280-901D', 'Koivula', 'Kaarlo');
    const home = enterHousehold(session, [
      [friend, 'R'],
      [played.client, 'H'],
    ]);
    const before = now(played);
    const [first] = home.values.members as readonly Values[];
    saved(amend(session, home, { members: [first] as never }));
    const names = (at: string) =>
      caseAsOf(doorOf(played), played.client, at)?.client.household.map((one) => one.person.id);
    expect(names(before)).toContain(friend);
    expect(names(now(played))).not.toContain(friend);
    played.office.close();
  });

  it('is printed with a first line that says as of when, and leaves a line in the use log', () => {
    const played = openedOffice();
    const session = played.office.session();
    const before = now(played);
    mustEnter(session, 'diary_note', caseOf(session, played.client), {
      person: played.client,
      text: 'Myöhempi huomio.',
    });
    const shown = session.showCase(played.client, 'text', words, before);
    if (!shown.ok) throw new Error(shown.problem.code);
    expect(shown.value.split('\n')[0]).toMatch(/^TILANNE 160326 \d\d:\d\d:\d\d$/u);
    expect(shown.value).toContain('Palvelu');
    expect(shown.value).not.toContain('Myöhempi');
    const json = session.showCase(played.client, 'json', words, before);
    if (!json.ok) throw new Error(json.problem.code);
    expect(JSON.parse(json.value).as_of).toBe(before);
    expect(json.value).not.toContain('Myöhempi');
    const uses = played.office.uses().filter((use) => use.what === 'show');
    expect(uses.map((use) => use.detail)).toEqual([`text ${before}`, `json ${before}`]);
    played.office.close();
  });

  it('is refused before the first record of the person, and after today', () => {
    const played = openedOffice();
    const session = played.office.session();
    const code = (at: string) => {
      const found = session.openCaseAsOf(played.client, at);
      return found.ok ? found.value.person.id : found.problem.code;
    };
    expect(code('2020-01-01T12:00:00.000Z')).toBe('as_of.none');
    expect(code('2030-01-01T12:00:00.000Z')).toBe('as_of.future');
    expect(code(now(played))).toBe(played.client);
    const uses = played.office.uses().filter((use) => use.what === 'open');
    expect(uses).toHaveLength(1);
    played.office.close();
  });
});
