import { afterEach, describe, expect, it } from 'vitest';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import type { Centre } from '../../src/server/centre';
import { changesOf } from '../../src/store/changes';
import { checkBase } from '../../src/store/check';
import { readRecord } from '../../src/store/records';
import { ANNA, exchange, makeCentre, OLLI, putInto } from './centre';
import { makeStation, type Station } from './feed';
import {
  amend,
  caseOf,
  catalog,
  enterInitiation,
  enterPerson,
  mustEnter,
  saved,
  TEAM,
  words,
} from './office';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

interface Pair {
  readonly anna: Station;
  readonly olli: Station;
  readonly centre: Centre;
  readonly client: string;
  readonly note: Rec;
}

/** Two stations of one team with one client in both, and a note of hers. */
async function pair(): Promise<Pair> {
  const anna = makeStation(1, ANNA);
  const olli = makeStation(2, OLLI);
  const centre = await makeCentre(anna);
  open.push(anna.office, olli.office, centre);
  const session = anna.office.session(ANNA);
  const client = enterPerson(session, '140388-9028', 'Koivula', 'Aino', { phone: '050 123' });
  const note = mustEnter(session, 'diary_note', caseOf(session, client), { text: 'Alku' });
  await exchange(anna, centre);
  await exchange(olli, centre);
  return { anna, olli, centre, client, note };
}

const recordIn = ({ office }: Station, rec: Pick<Rec, 'form' | 'id'>) =>
  readRecord(office.base, registry.form(rec.form), rec.id) as Rec;
const personIn = (station: Station, id: string) => recordIn(station, { form: 'person', id });
const textIn = (station: Station, rec: Rec) => recordIn(station, rec).values.text;

/** Changes a record at a station, as its worker sees it there. */
function change(station: Station, user: string, rec: Pick<Rec, 'form' | 'id'>, set: object): Rec {
  return saved(amend(station.office.session(user), recordIn(station, rec), set as never)).rec;
}

function problemsIn({ office }: Station): unknown {
  const rootOf = (unit: string) => catalog.rootOf(unit);
  const checked = checkBase(office.base.path, { forms: registry.all, rootOf });
  return checked.ok ? checked.value : checked.problem;
}

describe('two stations and a centre', () => {
  it('merge what two change apart, and each has both', async () => {
    const { anna, olli, centre, client } = await pair();
    const person = { form: 'person', id: client };
    change(anna, ANNA, person, { phone: '050 999' });
    change(olli, OLLI, person, { first_names: 'Aino Maria' });
    for (const one of [anna, olli, anna]) await exchange(one, centre);
    for (const one of [anna, olli]) {
      const { values } = personIn(one, client);
      expect([values.phone, values.first_names]).toEqual(['050 999', 'Aino Maria']);
      expect(problemsIn(one)).toEqual([]);
    }
    const found = olli.office.session(OLLI).findPersons('koivula aino maria', 5);
    expect(found.ok && found.value.persons.map(({ id }) => id)).toEqual([client]);
  });

  it("shows the centre's value of what both changed, and keeps what the second wrote", async () => {
    const { anna, olli, centre, note } = await pair();
    change(anna, ANNA, note, { text: 'Annan' });
    change(olli, OLLI, note, { text: 'Ollin' });
    await exchange(anna, centre);
    const before = recordIn(olli, note).version;
    await exchange(olli, centre);
    expect(textIn(olli, note)).toBe('Annan');
    expect(recordIn(olli, note).version).toBeGreaterThan(before);
    const kept = changesOf(olli.office.base, note.id).map(({ patch }) => patch.text?.[1]);
    expect(kept).toEqual(['Alku', 'Ollin', 'Annan']);
    expect(problemsIn(olli)).toEqual([]);
    const [row] = must(olli.office.session(OLLI).delivery());
    expect(row).toMatchObject({ id: note.id, state: 'conflict' });
  });

  it('show what its author wrote later, whatever waits of before (R35)', async () => {
    const { anna, olli, centre, client } = await pair();
    const person = { form: 'person', id: client };
    change(anna, ANNA, person, { municipality: 'hollola' });
    change(olli, OLLI, person, { municipality: 'heinola', phone: '050 222' });
    change(olli, OLLI, person, { phone: '050 333' });
    for (const one of [anna, olli]) await exchange(one, centre);
    const { values } = personIn(olli, client);
    expect([values.municipality, values.phone]).toEqual(['hollola', '050 333']);
  });

  it('settle a conflict in either way, and end alike', async () => {
    for (const choice of ['mine', 'theirs'] as const) {
      const { anna, olli, centre, note } = await pair();
      change(anna, ANNA, note, { text: 'Annan' });
      change(olli, OLLI, note, { text: 'Ollin' });
      for (const one of [anna, olli]) await exchange(one, centre);
      const session = olli.office.session(OLLI);
      const conflict = must(session.delivery())[0]?.conflict ?? '';
      const shown = must(session.conflict(conflict));
      const { version } = shown;
      const settled = session.settle({
        conflict,
        version,
        choices: { text: choice },
        reason: 'Sovittu yhdessä',
      });
      expect(settled.kind).toBe('saved');
      for (const one of [olli, anna]) await exchange(one, centre);
      const wanted = choice === 'mine' ? 'Ollin' : 'Annan';
      expect([textIn(anna, note), textIn(olli, note)]).toEqual([wanted, wanted]);
      expect(olli.log.sums(olli.log.containers())).toEqual(anna.log.sums(anna.log.containers()));
      expect(problemsIn(olli)).toEqual([]);
    }
  });

  it('keep a record that was moved meanwhile, when its old client goes (R20)', async () => {
    const { anna, olli, centre, note } = await pair();
    const session = anna.office.session(ANNA);
    const other = enterPerson(session, '150371-9801', 'Salo', 'Eeva');
    enterInitiation(session, other, { unit: 'phsotey' });
    for (const one of [anna, olli, anna]) await exchange(one, centre);
    const { form, id, version } = recordIn(anna, note);
    const to = { to: other, reason: 'vaara_henkilo', links: {} };
    saved(session.move({ form, id, base_version: version, ...to }));
    change(olli, OLLI, note, { text: 'Ollin' });
    for (const one of [anna, olli]) await exchange(one, centre);
    await putInto(centre, OLLI, 'phsotey');
    await exchange(anna, centre);
    // Nothing has to be fetched anew: it never went.
    expect(await exchange(olli, centre)).toMatchObject({ removed: 1, repaired: 0 });
    expect(olli.log.containers()).toEqual([other]);
    expect(textIn(olli, note)).toBe('Ollin');
    expect(olli.log.sums([other])).toEqual(anna.log.sums([other]));
  });

  it('tell an author who no longer sees the client what became of a conflict (R12)', async () => {
    const { anna, olli, centre, note } = await pair();
    change(anna, ANNA, note, { text: 'Annan' });
    change(olli, OLLI, note, { text: 'Ollin' });
    for (const one of [anna, olli, anna]) await exchange(one, centre);
    await putInto(centre, OLLI, 'phsotey');
    await exchange(olli, centre);
    await putInto(centre, OLLI, '11a2gb');
    const session = anna.office.session(ANNA);
    const conflict = must(session.delivery())[0]?.conflict ?? '';
    const { version } = must(session.conflict(conflict));
    const choices = { text: 'theirs' } as const;
    saved(session.settle({ conflict, version, choices, reason: 'Sovittu' }));
    await exchange(anna, centre);
    await putInto(centre, OLLI, 'phsotey');
    await exchange(olli, centre);
    expect(must(olli.office.session(OLLI).delivery())).toEqual([]);
  });

  it('have each change as its author wrote it, also gone and come back (R1)', async () => {
    const { anna, olli, centre, note } = await pair();
    change(anna, ANNA, note, { text: 'Annan' });
    change(olli, OLLI, note, { text: 'Ollin' });
    for (const one of [anna, olli, anna]) await exchange(one, centre);
    const written = changesOf(olli.office.base, note.id).map(({ op_id, patch }) => [op_id, patch]);
    await putInto(centre, OLLI, 'phsotey');
    await exchange(olli, centre);
    expect(changesOf(olli.office.base, note.id)).toEqual([]);
    const session = anna.office.session(ANNA);
    const conflict = must(session.delivery())[0]?.conflict ?? '';
    const { version } = must(session.conflict(conflict));
    const choices = { text: 'theirs' } as const;
    expect(session.settle({ conflict, version, choices, reason: 'Sovittu' }).kind).toBe('saved');
    await putInto(centre, OLLI, '11a2gb');
    for (const one of [anna, olli]) await exchange(one, centre);
    for (const { office } of [anna, olli]) {
      const lines = changesOf(office.base, note.id).map(({ op_id, patch }) => [op_id, patch]);
      for (const line of written) expect(lines).toContainEqual(line);
    }
    expect([textIn(anna, note), textIn(olli, note)]).toEqual(['Annan', 'Annan']);
    expect(problemsIn(olli)).toEqual([]);
  });

  it('give a number for the time being, and the one of the centre afterwards (R16)', async () => {
    const { anna, olli, centre, client } = await pair();
    const [first, second] = [anna, olli].map((one, at) => {
      const session = one.office.session(at ? OLLI : ANNA);
      return enterInitiation(session, client, { unit: TEAM });
    }) as [Rec, Rec];
    expect([first, second].map((rec) => [rec.provisional, rec.values.register_no])).toEqual([
      [true, 1],
      [true, 1],
    ]);
    expect(recordIn(anna, first).provisional).toBe(true);
    expect(shownIn(anna, client)).toMatch(/~1$/m);
    expect(problemsIn(anna)).toEqual([]);
    for (const one of [anna, olli, anna]) await exchange(one, centre);
    for (const one of [anna, olli]) {
      const numbers = [first, second].map((rec) => recordIn(one, rec));
      expect(numbers.map((rec) => rec.values.register_no)).toEqual([1, 2]);
      expect(numbers.every((rec) => rec.provisional === undefined)).toBe(true);
      expect(problemsIn(one)).toEqual([]);
    }
    expect(shownIn(anna, client)).not.toContain('~');
    const { entries } = must(anna.office.session(ANNA).history('initiation', second.id));
    expect(entries.map(({ who }) => who).at(-1)).toBe('Keskus');
    const next = enterInitiation(anna.office.session(ANNA), client, { unit: TEAM });
    expect([next.provisional, next.values.register_no]).toEqual([true, 3]);
  });

  it('take back what the centre has by a change of its own', async () => {
    const { anna, olli, centre, client } = await pair();
    const session = anna.office.session(ANNA);
    const rec = mustEnter(session, 'diary_note', caseOf(session, client), { text: 'Väärä' });
    await exchange(anna, centre);
    expect(session.undo(caseOf(session, client)).ok).toBe(true);
    for (const one of [anna, olli]) await exchange(one, centre);
    expect(recordIn(olli, rec).voided).toBe(true);
    expect(changesOf(olli.office.base, rec.id).map(({ kind }) => kind)).toEqual(['create', 'void']);
  });

  it('show in an open case what came from elsewhere', async () => {
    const { anna, olli, centre, client } = await pair();
    const session = anna.office.session(ANNA);
    const before = caseOf(session, client).records.length;
    mustEnter(olli.office.session(OLLI), 'diary_note', caseOf(olli.office.session(OLLI), client), {
      text: 'Muualta',
    });
    for (const one of [olli, anna]) await exchange(one, centre);
    expect(caseOf(session, client).records).toHaveLength(before + 1);
  });

  it("let nobody but the link's user in", async () => {
    const { anna } = await pair();
    expect(() => anna.office.session(OLLI)).toThrow('session.other_user');
  });

  it('take a client out of the base when the right goes, and keep what was not sent', async () => {
    const { anna, olli, centre, client, note } = await pair();
    change(olli, OLLI, note, { text: 'Olli kirjoitti tämän' });
    await putInto(centre, OLLI, 'phsotey');
    const outcome = await exchange(olli, centre);
    expect(outcome.answers.held).toBe(1);
    expect(olli.log.containers()).not.toContain(client);
    expect(personIn(olli, client)).toBeUndefined();
    const [row] = must(olli.office.session(OLLI).delivery());
    expect(row).toMatchObject({ id: note.id, state: 'held', gone: true });
    expect(problemsIn(olli)).toEqual([]);
    expect(textIn(anna, note)).toBe('Alku');
    await putInto(centre, OLLI, '11a2gb');
    await exchange(olli, centre);
    expect(textIn(olli, note)).toBe('Alku');
    expect(olli.log.sums([client])).toEqual(anna.log.sums([client]));
  });

  it('give an author all of the losing side back, when its client comes back (R1)', async () => {
    const { anna, olli, centre, note } = await pair();
    change(anna, ANNA, note, { text: 'Annan' });
    change(olli, OLLI, note, { text: 'Ollin' });
    await exchange(anna, centre);
    await exchange(olli, centre);
    await putInto(centre, OLLI, 'phsotey');
    await exchange(olli, centre);
    await putInto(centre, OLLI, '11a2gb');
    await exchange(anna, centre);
    const session = anna.office.session(ANNA);
    const [row] = must(session.delivery());
    const { id, version } = must(session.conflict(row?.conflict ?? ''));
    saved(session.settle({ conflict: id, version, choices: { text: 'theirs' }, reason: 'oma' }));
    await exchange(anna, centre);
    await exchange(olli, centre);
    const wrote = changesOf(olli.office.base, note.id).map(({ patch }) => patch.text?.[1]);
    expect(wrote).toContain('Ollin');
    expect(textIn(olli, note)).toBe('Annan');
    expect(problemsIn(olli)).toEqual([]);
  });
});

/** A case as text, as it is shown and exported. */
function shownIn({ office }: Station, client: string): string {
  return must(office.session(ANNA).showCase(client, 'text', words));
}

function must<T>(result: { ok: true; value: T } | { ok: false }): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}
