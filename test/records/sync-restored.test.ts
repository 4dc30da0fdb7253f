import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import type { Centre } from '../../src/server/centre';
import { readRecord } from '../../src/store/records';
import { tempFolderOf } from '../lib/scratch';
import { ANNA, centreAt, exchange, makeCentre, OLLI, putInto } from './centre';
import { makeStation, type Station } from './feed';
import { amend, caseOf, enterInitiation, enterPerson, mustEnter, saved } from './office';

let folder: string;
let anna: Station;
let olli: Station;
let centre: Centre;
/** A client Olli may see by an initiation of his unit, one he may not, and a note of the first. */
let client: string;
let other: string;
let note: Rec;

const file = (name: string) => join(folder, name);
const noteIn = ({ office }: Station) =>
  readRecord(office.base, registry.form('diary_note'), note.id);

/** Two stations of a centre of which a copy was made. */
beforeEach(async () => {
  folder = tempFolderOf('akti-restored-');
  [anna, olli] = [makeStation(1, ANNA), makeStation(2, OLLI)];
  centre = await makeCentre(anna, { file: file('centre') });
  await putInto(centre, OLLI, 'phsotey');
  const session = anna.office.session();
  client = enterPerson(session, '140388-9028', 'Koivula', 'Aino');
  other = enterPerson(session, '150371-9801', 'Salo', 'Eeva');
  enterInitiation(session, client, { unit: 'phsotey' });
  note = mustEnter(session, 'diary_note', caseOf(session, client), { text: 'Alku' });
  for (const one of [anna, olli, anna]) await exchange(one, centre);
  await copied();
});
afterEach(async () => {
  await centre.close();
  for (const { office } of [anna, olli]) office.close();
  rmSync(folder, { recursive: true });
});

/** A copy is made of the centre as it is now. */
async function copied(): Promise<void> {
  await centre.close();
  copyFileSync(file('centre'), file('copy'));
  centre = await centreAt(anna, { file: file('centre') });
}

/** The copy takes the place of the centre. */
async function restored(): Promise<void> {
  await centre.close();
  centre = await centreAt(anna, { file: file('copy') });
  await centre.restored();
}

function move(rec: Rec, to: string): void {
  const what = { form: rec.form, id: rec.id, base_version: rec.version, to };
  saved(anna.office.session().move({ ...what, reason: 'vaara_henkilo', links: {} }));
}

describe('after a restore of the centre', () => {
  it('what had left a client since the copy comes back (R36)', async () => {
    expect(noteIn(olli)?.values.text).toBe('Alku');
    move(noteIn(anna) as Rec, other);
    for (const one of [anna, olli]) await exchange(one, centre);
    expect(noteIn(olli)).toBeUndefined();
    await restored();
    await exchange(olli, centre);
    expect(noteIn(olli)?.values.text).toBe('Alku');
  });

  it('a change made on what was lost asks nobody what was seen (R35)', async () => {
    await putInto(centre, OLLI, '11a2gb');
    await exchange(olli, centre);
    saved(amend(anna.office.session(), noteIn(anna) as Rec, { text: 'Annan' }));
    for (const one of [anna, olli]) await exchange(one, centre);
    saved(amend(olli.office.session(OLLI), noteIn(olli) as Rec, { text: 'Ollin' }));
    await restored();
    expect((await exchange(anna, centre)).healed).toBe(1);
    expect((await exchange(olli, centre)).answers).toMatchObject({ conflict: 0, applied: 1 });
    await exchange(anna, centre);
    expect(noteIn(anna)?.values.text).toBe('Ollin');
  });

  it('what was lost does not come over what was written since (R35)', async () => {
    await putInto(centre, OLLI, '11a2gb');
    await exchange(olli, centre);
    saved(amend(olli.office.session(OLLI), noteIn(olli) as Rec, { text: 'Ollin' }));
    for (const one of [olli, anna]) await exchange(one, centre);
    await restored();
    await exchange(anna, centre);
    expect(noteIn(anna)?.values.text).toBe('Ollin');
    saved(amend(anna.office.session(), noteIn(anna) as Rec, { text: 'Annan' }));
    // Olli's station has not come yet; what he wrote was seen, and written over.
    await exchange(anna, centre);
    expect(noteIn(anna)?.values.text).toBe('Annan');
    for (const one of [olli, anna]) await exchange(one, centre);
    expect([noteIn(anna)?.values.text, noteIn(olli)?.values.text]).toEqual(['Annan', 'Annan']);
  });

  /** Both change the note, Olli as the second. */
  async function apart(): Promise<void> {
    saved(amend(anna.office.session(), noteIn(anna) as Rec, { text: 'Annan' }));
    saved(amend(olli.office.session(OLLI), noteIn(olli) as Rec, { text: 'Ollin' }));
    for (const one of [anna, olli, anna]) await exchange(one, centre);
  }

  /** One of them decides, and both see it. */
  async function decided(choice: 'mine' | 'theirs', by = OLLI): Promise<void> {
    const at = by === OLLI ? olli : anna;
    const session = at.office.session(by);
    const [conflict] = openOf(at, by).map((row) => row.conflict ?? '');
    const { id, version } = must(session.conflict(conflict ?? ''));
    saved(session.settle({ conflict: id, version, choices: { text: choice }, reason: 'Sovittu' }));
    for (const one of [olli, anna, olli]) await exchange(one, centre);
  }

  const openOf = ({ office }: Station, user: string) =>
    must(office.session(user).delivery()).filter(({ state }) => state !== 'settled');

  it.each(['mine', 'theirs'] as const)(
    'the choice of %s, which was lost, holds (R55)',
    async (choice) => {
      await apart();
      await decided(choice);
      const stands = choice === 'mine' ? 'Ollin' : 'Annan';
      expect(noteIn(anna)?.values.text).toBe(stands);
      await restored();
      for (const one of [anna, olli, anna]) await exchange(one, centre);
      expect([noteIn(anna), noteIn(olli)].map((rec) => rec?.values.text)).toEqual([stands, stands]);
      expect([openOf(anna, ANNA), openOf(olli, OLLI)]).toEqual([[], []]);
    },
  );

  it('a decision that comes before what waited decides that as it comes (R55)', async () => {
    await apart();
    await decided('theirs', ANNA);
    await restored();
    for (const one of [anna, olli, anna]) await exchange(one, centre);
    expect([noteIn(anna), noteIn(olli)].map((rec) => rec?.values.text)).toEqual(['Annan', 'Annan']);
    expect([openOf(anna, ANNA), openOf(olli, OLLI)]).toEqual([[], []]);
  });

  it('the side that was chosen is in also where the other one comes later (R55)', async () => {
    await apart();
    await decided('mine');
    await restored();
    for (const one of [olli, anna, olli]) await exchange(one, centre);
    expect([noteIn(anna), noteIn(olli)].map((rec) => rec?.values.text)).toEqual(['Ollin', 'Ollin']);
    expect([openOf(anna, ANNA), openOf(olli, OLLI)]).toEqual([[], []]);
  });

  it.each([
    ['is in the copy', [apart, copied]],
    ['was lost', [apart]],
  ])(
    'a decision gives way to who knew it and comes first; the conflict %s (R35)',
    async (_, steps) => {
      for (const step of steps) await step();
      await decided('mine');
      expect(noteIn(anna)?.values.text).toBe('Ollin');
      saved(amend(anna.office.session(), noteIn(anna) as Rec, { text: 'Uusi' }));
      await restored();
      for (const one of [anna, olli, anna]) await exchange(one, centre);
      expect([noteIn(anna), noteIn(olli)].map((rec) => rec?.values.text)).toEqual(['Uusi', 'Uusi']);
      expect([openOf(anna, ANNA), openOf(olli, OLLI)]).toEqual([[], []]);
    },
  );

  it('a base is told anew what is not in, as the centre knows it now (R56)', async () => {
    saved(amend(olli.office.session(OLLI), noteIn(olli) as Rec, { text: 'Ollin' }));
    await putInto(centre, OLLI, '11a1aa');
    await exchange(olli, centre);
    const [held] = openOf(olli, OLLI);
    expect(held).toMatchObject({ state: 'held', gone: true });
    await copied();
    const units = (await centre.heldUnits()).map(({ uow_id }) => uow_id);
    await centre.decideHeld(ANNA, { units, decision: 'archive', reason: 'Ei tarvita' });
    await exchange(olli, centre);
    expect(openOf(olli, OLLI)[0]?.state).toBe('rejected');
    await restored();
    await exchange(olli, centre);
    expect(openOf(olli, OLLI)[0]?.state).toBe('held');
  });
});

function must<T>(result: { ok: true; value: T } | { ok: false }): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}
