import { afterEach, describe, expect, it } from 'vitest';
import type { Rec } from '../../src/form/value';
import type { Centre } from '../../src/server/centre';
import { ANNA, exchange, makeCentre, OLLI, putInto, wireTo } from './centre';
import { makeStation, type Station } from './feed';
import { amend, caseOf, DAY, enterPerson, mustEnter, saved } from './office';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const FAR = 'phsotey';

function stationOf(number: number, user: string): Station {
  const made = makeStation(number, user);
  open.push(made.office);
  return made;
}

/** Anna sees one client by a reminder of her own, the other by her unit only. */
async function begun(): Promise<{ anna: Station; centre: Centre; own: string; others: string }> {
  const anna = stationOf(1, ANNA);
  const olli = stationOf(2, OLLI);
  const centre = await makeCentre(anna);
  open.push(centre);
  const others = enterPerson(olli.office.session(OLLI), '140388-9028', 'Koivula', 'Aino');
  await exchange(olli, centre);
  const session = anna.office.session(ANNA);
  const own = enterPerson(session, '010190-900P', 'Kataja', 'Aada');
  const reminder = { due_on: '2026-04-01', text: 'Soita', owner: ANNA };
  mustEnter(session, 'reminder', caseOf(session, own), reminder);
  mustEnter(session, 'diary_note', caseOf(session, own), { date: DAY, text: 'Väärään paikkaan' });
  await exchange(anna, centre);
  return { anna, centre, own, others };
}

const notesIn = ({ office }: Station, client: string, user = ANNA) =>
  caseOf(office.session(user), client).records.filter(({ form }) => form === 'diary_note');

/** The conflicts a station lists. */
function conflictsIn({ office }: Station, user = ANNA) {
  const listed = office.session(user).delivery();
  if (!listed.ok) throw new Error(listed.problem.code);
  return listed.value.filter(({ conflict }) => conflict !== null);
}

const placesOf = ({ office }: Station) =>
  office.base.sql('SELECT id, status, opened_pos, pos FROM conflict ORDER BY id').all();

function moveNote(anna: Station, own: string, others: string): void {
  const [note] = notesIn(anna, own);
  if (!note) throw new Error('no note');
  const what = { form: note.form, id: note.id, base_version: note.version, to: others };
  saved(anna.office.session(ANNA).move({ ...what, reason: 'vaara_henkilo', links: {} }));
}

it('a change of what another has moved stands, also where its old client goes (R22)', async () => {
  const { anna, centre, own, others } = await begun();
  const olli = stationOf(3, OLLI);
  await exchange(olli, centre);
  const session = olli.office.session(OLLI);
  const [note] = caseOf(session, own).records.filter(({ form }) => form === 'diary_note');
  saved(amend(session, note as Rec, { text: 'Ollin' }));
  moveNote(anna, own, others);
  await exchange(anna, centre);
  olli.log.apply(await wireTo(centre, olli).pull(olli.log.link().cursor, 500));
  olli.log.dropContainer(own);
  expect(olli.log.pendingCount()).toBe(1);
  expect(notesIn(olli, others, OLLI).map(({ values }) => values.text)).toEqual(['Ollin']);
});

describe('a record moved to a client who is seen no longer', () => {
  it('is held and stands where the centre has it, in a diary (R45)', async () => {
    const { anna, centre, own, others } = await begun();
    moveNote(anna, own, others);
    expect(notesIn(anna, own)).toEqual([]);
    await putInto(centre, ANNA, FAR);
    const { answers } = await exchange(anna, centre);
    expect(answers.held).toBeGreaterThan(0);
    expect(anna.log.containers()).not.toContain(others);
    expect(notesIn(anna, own).map(({ values }) => values.text)).toEqual(['Väärään paikkaan']);
  });

  it('stands at that client again as soon as the client is back, still unsent (R45)', async () => {
    const { anna, centre, own, others } = await begun();
    moveNote(anna, own, others);
    anna.log.dropContainer(others);
    anna.log.addContainer(await wireTo(centre, anna).snapshot(others, 0, null));
    expect(anna.log.pendingCount()).toBeGreaterThan(0);
    expect(notesIn(anna, own)).toEqual([]);
    expect(notesIn(anna, others).map(({ values }) => values.text)).toEqual(['Väärään paikkaan']);
  });

  it('stands there also where the answer is still awaited, and goes once it may', async () => {
    const { anna, centre, own, others } = await begun();
    moveNote(anna, own, others);
    anna.log.dropContainer(others);
    expect(notesIn(anna, own)).toHaveLength(1);
    expect(anna.log.pendingCount()).toBeGreaterThan(0);
    await exchange(anna, centre);
    expect(anna.log.pendingCount()).toBe(0);
    expect(notesIn(anna, own)).toEqual([]);
    expect(notesIn(anna, others).map(({ values }) => values.text)).toEqual(['Väärään paikkaan']);
  });
});

it('a record that comes with its client brings its conflicts along (R58)', async () => {
  const { anna, centre, own, others } = await begun();
  const other = stationOf(3, ANNA);
  await exchange(other, centre);
  // Olli sees the client it goes to, and not the one it comes from.
  const olli = stationOf(4, OLLI);
  await exchange(olli, centre);
  const session = olli.office.session(OLLI);
  const reminder = { due_on: '2026-04-01', text: 'Käynti', owner: OLLI };
  mustEnter(session, 'reminder', caseOf(session, others), reminder);
  await exchange(olli, centre);
  await putInto(centre, OLLI, FAR);
  await exchange(olli, centre);
  expect(olli.log.containers()).toContain(others);
  expect(olli.log.containers()).not.toContain(own);

  const [before] = notesIn(other, own);
  saved(amend(other.office.session(ANNA), before as Rec, { text: 'Toiselta koneelta' }));
  const [note] = notesIn(anna, own);
  saved(amend(anna.office.session(ANNA), note as Rec, { text: 'Tältä koneelta' }));
  await exchange(anna, centre);
  await exchange(other, centre);
  await exchange(olli, centre);
  expect(conflictsIn(olli, OLLI)).toEqual([]);
  await exchange(anna, centre);
  const [opened] = conflictsIn(anna);
  expect(opened).toMatchObject({ state: 'conflict' });

  moveNote(anna, own, others);
  await exchange(anna, centre);
  await exchange(olli, centre);
  expect(notesIn(olli, others, OLLI)).toHaveLength(1);
  expect(conflictsIn(olli, OLLI).map(({ conflict }) => conflict)).toEqual([opened?.conflict]);
  // At its own places, as whoever saw it open has it: a restore gives and takes the same.
  expect(placesOf(olli)).toEqual(placesOf(anna));
});
