import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseFacts } from '../../src/form/facts';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { enterMany } from '../../src/records/bulk';
import type { Session } from '../../src/records/session';
import { addDays } from '../../src/rules/calendar';
import { openBase } from '../../src/store/open';
import {
  amend,
  DAY,
  enterCouple,
  enterService,
  makeOffice,
  mustEnter,
  type Office,
  saved,
  words,
} from './office';

const NOTES = 230;
const NEWEST = 100;

let office: Office;
let session: Session;
let person: string;

beforeEach(() => {
  office = makeOffice();
  session = office.session();
  person = enterCouple(session);
  enterService(session, person);
  const done = enterMany(office.world, (handOf) => {
    for (let count = 0; count < NOTES; count++) {
      const text = `Käynti ${count}.`;
      handOf('yhtmalmai', addDays('2023-01-02', count)).enter('diary_note', { person, text });
    }
  });
  if (!done.ok) throw new Error(done.problem.code);
});
afterEach(() => office.close());

/** The same base opened by somebody else: nothing of it is kept in memory. */
function read(whole: boolean): CaseFacts {
  const other = openBase(office.base.path);
  if (!other.ok) throw new Error(other.problem.code);
  const before = office.world.base;
  (office.world as { base: unknown }).base = other.value;
  try {
    const found = office.session().reloadCase(person, whole);
    if (!found.ok) throw new Error(found.problem.code);
    return found.value;
  } finally {
    (office.world as { base: unknown }).base = before;
    other.value.close();
  }
}

const leaves = (facts: CaseFacts): Rec[] =>
  facts.records.filter((rec) => registry.form(rec.form).leaf);
const others = (facts: CaseFacts) => facts.records.filter((rec) => !registry.form(rec.form).leaf);
const idsOf = (records: readonly Rec[]) => records.map((rec) => rec.id);

describe('a case of many events', () => {
  it('holds the newest leaf records and everything else, in the order of the whole', () => {
    const newest = read(false);
    const whole = read(true);
    expect(leaves(whole)).toHaveLength(NOTES);
    expect(whole.older).toBeUndefined();
    expect(idsOf(leaves(newest))).toEqual(idsOf(leaves(whole).slice(-NEWEST)));
    expect(others(newest)).toEqual(others(whole));
    const places = idsOf(whole.records).filter((id) => idsOf(newest.records).includes(id));
    expect(idsOf(newest.records)).toEqual(places);
    const { diary_on, entry_no } = leaves(newest)[0] as Rec;
    expect(newest.older).toEqual({ diary_on, entry_no });
  });

  it('has no other part for a case that is not long', () => {
    const facts = session.reloadCase(read(true).household[1]?.person.id ?? '');
    expect(facts.ok && facts.value.older).toBe(undefined);
  });

  it('follows what is saved, at the end, among the older, and in between', () => {
    const client = read(false);
    mustEnter(session, 'diary_note', client, { person, date: DAY, text: 'viimeinen' });
    mustEnter(session, 'diary_note', client, { person, date: '2020-05-05', text: 'ensimmäinen' });
    const place = client.older?.diary_on ?? '';
    mustEnter(session, 'diary_note', client, { person, date: place, text: 'rajalla' });
    const kept = session.reloadCase(person);
    if (!kept.ok) throw new Error(kept.problem.code);
    const fresh = read(true);
    const shown = leaves(kept.value);
    expect(idsOf(shown)).toEqual(idsOf(leaves(fresh).slice(-shown.length)));
    expect(shown.some((rec) => rec.values.text === 'ensimmäinen')).toBe(false);
    expect(shown.some((rec) => rec.values.text === 'rajalla')).toBe(true);
  });

  it('stays whole for who looks at the whole, also when an old record changes', () => {
    const whole = session.reloadCase(person, true);
    if (!whole.ok) throw new Error(whole.problem.code);
    const [oldest] = leaves(whole.value);
    if (!oldest) throw new Error('no notes');
    const done = saved(amend(session, oldest, { text: 'korjattu' }, whole.value));
    expect(done.client?.older).toBeUndefined();
    expect(done.client).toEqual(read(true));
    const gone = session.voidRecord({
      form: oldest.form,
      id: oldest.id,
      base_version: 2,
      reason: 'kirjausvirhe',
      client: done.client,
    });
    expect(saved(gone).client).toEqual(read(true));
    expect(leaves(read(true))).toHaveLength(NOTES - 1);
  });

  it('is cut again when it has grown while it was kept', () => {
    let client = read(false);
    for (let count = 0; count < 220; count++) {
      const how = { person, date: DAY, text: `Lisää ${count}.` };
      const done = office.session().save({
        form: 'diary_note',
        values: { ...how, attached: null },
        client,
      });
      client = saved(done).client as CaseFacts;
    }
    expect(leaves(client).length).toBeLessThan(3 * NEWEST);
    expect(idsOf(leaves(client))).toEqual(idsOf(leaves(read(true)).slice(-leaves(client).length)));
  });

  it('is printed whole', () => {
    const text = session.showCase(person, 'text', words);
    const told = text.ok ? text.value.match(/Käynti \d+\./gu) : [];
    expect(new Set(told).size).toBe(NOTES);
  });
});

describe('leaf forms', () => {
  it('are not what another form links to', () => {
    const named = registry.all
      .flatMap((form) => Object.values(form.fields).map((field) => field.to ?? ''))
      .filter((to) => registry.all.some((form) => form.id === to && form.leaf));
    expect(named).toEqual([]);
    expect(registry.all.filter((form) => form.leaf).length).toBeGreaterThan(0);
  });

  it('have a row for each in the diary that does not depend on another record of the case', () => {
    const facts = session.facts(read(true));
    const alone = session.facts({ ...read(true), records: [], householdInitiations: [] });
    for (const rec of leaves(read(true))) {
      const form = registry.form(rec.form);
      expect(form.lines(rec, alone)).toEqual(form.lines(rec, facts));
    }
  });
});
