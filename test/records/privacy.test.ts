import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fill } from '../../src/form/fill';
import type { Values } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { diaryOf } from '../../src/records/diary';
import { nameOf } from '../../src/records/names';
import type { Session } from '../../src/records/session';
import {
  amend,
  breakTable,
  caseOf,
  DAY,
  enterHousehold,
  enterPerson,
  enterService,
  makeOffice,
  mustEnter,
  type Office,
  saved,
  words,
} from './office';

let office: Office;
let session: Session;
beforeEach(() => {
  office = makeOffice();
  session = office.session();
});
afterEach(() => office.close());

const ADDRESS: Values = {
  municipality: 'hollola',
  street: 'Salakuja 7 B 12',
  postcode: '15870',
  city: 'Hollola',
  phone: '000 555 4321',
};
/** What must not be seen anywhere: the address, and the place in the name or id of the unit. */
const SECRETS = ['Salakuja', '15870', 'ollola', '555 4321', 'Lahti', 'lahti', '11A2Gb', '11a2gb'];

/** Everything that can be read of a person, as text, surface by surface. */
function surfaces(person: string): Record<string, string> {
  const value = <T>(result: { ok: true; value: T } | { ok: false }): T => {
    if (!result.ok) throw new Error('refused');
    return result.value;
  };
  const client = value(session.openCase(person));
  const facts = session.facts(client);
  const lines = diaryOf(facts, registry).map(({ line }) => words.line(line.key, line.values));
  const fields = client.records.flatMap((rec) =>
    Object.entries(registry.form(rec.form).fields).flatMap(([id, field]) => {
      const held = rec.values[id];
      const shown = typeof held === 'string' ? nameOf({ facts, registry }, field, held) : '';
      return field.guarded || field.to === 'unit' ? [shown, field.guarded ? String(held) : ''] : [];
    }),
  );
  return {
    find: JSON.stringify([
      session.findPersons(client.person.identifier),
      session.findPersons(client.person.name.split(',')[0] ?? ''),
    ]),
    persons: JSON.stringify([client.person, client.household]),
    diary: lines.join('\n'),
    fields: fields.join('\n'),
    person: JSON.stringify(value(session.showPerson(person))),
    text: value(session.showCase(person, 'text', words)),
    json: value(session.showCase(person, 'json', words)),
    history: client.records
      .map((rec) => JSON.stringify(value(session.history(rec.form, rec.id))))
      .concat(JSON.stringify(value(session.history('person', person))))
      .join('\n'),
    work_list: JSON.stringify(session.workList()),
    rows: session
      .myRows()
      .map(({ rec, person: one }) => JSON.stringify([one, rec.values.municipality]))
      .join('\n'),
  };
}

function secretsIn(text: string): string[] {
  return SECRETS.filter((secret) => text.includes(secret));
}

/** A client of a team with a place in its name, with a whole case. */
function enterClient(isProtected: boolean): string {
  const id = enterPerson(session, '010190-900P', 'Kallio', 'Elina', {
    ...ADDRESS,
    protected: isProtected,
  });
  enterService(session, id);
  const work = { event: 'puhelinkeskustelu', quantity: 15 };
  const rec = mustEnter(session, 'work_entry', caseOf(session, id), work);
  saved(amend(session, rec, { quantity: 20 }));
  mustEnter(session, 'initiation', caseOf(session, id), {
    type: 'shl_35',
    reason: 'arki',
    unit: '11a2gb',
  });
  return id;
}

describe('turvakielto', () => {
  it('hides address, phone, municipality and the place of the unit on every surface', () => {
    const shown = surfaces(enterClient(true));
    for (const [surface, text] of Object.entries(shown)) {
      expect([surface, secretsIn(text)]).toEqual([surface, []]);
      expect([surface, text.length > 0]).toEqual([surface, true]);
    }
    expect(shown.find).toContain('"protected":true');
    expect(shown.text).toContain('TURVAKIELTO');
    expect(shown.diary).toContain('; Lp Arjen tuen palvelut');
  });

  it('is what hides them: without it they are there', () => {
    const shown = surfaces(enterClient(false));
    const seen = Object.keys(shown).filter((surface) => secretsIn(shown[surface] ?? '').length > 0);
    expect(seen.sort()).toEqual(Object.keys(shown).sort());
  });

  it('hides what was recorded before it was set, and keeps it through a change', () => {
    const id = enterClient(false);
    const own = session.showPerson(id);
    if (!own.ok) throw new Error(own.problem.code);
    saved(amend(session, own.value, { protected: true }));
    for (const [surface, text] of Object.entries(surfaces(id))) {
      expect([surface, secretsIn(text)]).toEqual([surface, []]);
    }
    const entry = caseOf(session, id).records.find((rec) => rec.form === 'work_entry');
    if (!entry) throw new Error('no entry');
    expect(entry.values.municipality).toBeNull();
    saved(amend(session, entry, { quantity: 30 }, caseOf(session, id)));
    const stored = office.base.sql<{ municipality: string }>('SELECT municipality FROM work_entry');
    expect(stored.get()?.municipality).toBe('hollola');
  });

  it('covers those of the household who live at the same address', () => {
    const safe = enterPerson(session, '010190-900P', 'Kallio', 'Elina', {
      ...ADDRESS,
      protected: true,
    });
    const child = enterPerson(session, '030915A915K', 'Kallio', 'Eetu', ADDRESS);
    const away = enterPerson(session, '070775-931J', 'Kallio', 'Onni', {
      ...ADDRESS,
      street: 'Esimerkkikatu 1',
      postcode: '00100',
    });
    enterHousehold(session, [
      [safe, 'R'],
      [child, 'B'],
      [away, 'H'],
    ]);
    const found = session.findPersons('kallio');
    if (!found.ok) throw new Error(found.problem.code);
    expect(found.value.persons.map((one) => [one.name, one.municipality])).toEqual([
      ['Kallio, Eetu', null],
      ['Kallio, Elina', null],
      ['Kallio, Onni', 'hollola'],
    ]);
    expect(secretsIn(JSON.stringify(caseOf(session, child).person))).toEqual([]);
  });

  it('lets the guarded section be seen for a reason', () => {
    const id = enterClient(true);
    expect(session.reveal(id, 'because')).toMatchObject({ problem: { code: 'reveal.reason' } });
    expect(session.reveal(id, 'muu')).toMatchObject({ problem: { code: 'reveal.text' } });
    expect(session.reveal('nobody', 'paivystys')).toMatchObject({
      problem: { code: 'person.unknown' },
    });
    expect(session.reveal(id, 'paivystys')).toEqual({ ok: true, value: ADDRESS });
    expect(office.uses().at(-1)).toMatchObject({
      what: 'reveal',
      person: id,
      purpose: 'paivystys',
    });
  });
});

describe('the use log', () => {
  it('has a line for each kind of use, with who, as what, whose and why', () => {
    const person = enterClient(false);
    session.saveDraft({ form: 'initiation', record: 'new', client: person, value: {} });
    const start = office.uses().length;
    session.findPersons('kallio');
    session.findPersons('nobody of this name');
    session.openCase(person);
    session.showPerson(person);
    session.showCase(person, 'json', words);
    session.history('person', person);
    session.reveal(person, 'oma_asiakas');
    session.resumeDraft('initiation', 'new');
    const lines = office.uses().slice(start);
    expect(lines.map((use) => [use.what, use.person, use.detail, use.purpose])).toEqual([
      ['search', person, 'name 1', 'client_work'],
      ['search', null, 'name 0', 'client_work'],
      ['open', person, null, 'client_work'],
      ['show', person, 'person', 'client_work'],
      ['show', person, 'json', 'client_work'],
      ['history', person, 'person', 'client_work'],
      ['reveal', person, 'person', 'oma_asiakas'],
      ['draft', person, 'initiation', 'client_work'],
    ]);
    for (const use of lines) {
      expect(use).toMatchObject({
        actor: 'yhtmalmai',
        role: 'worker',
        unit: '11a2gb',
        work_on: DAY,
      });
    }
    expect(lines.map((use) => use.at)).toEqual([...lines.map((use) => use.at)].sort());
  });

  it('has a line for each record written, whoever wrote it', () => {
    const person = enterPerson(session, '010190-900P', 'Kallio', 'Elina', ADDRESS);
    const start = office.uses().length;
    const theirs = office.session('yhtsihter');
    const rec = mustEnter(theirs, 'initiation', caseOf(theirs, person), {
      type: 'shl_35',
      reason: 'arki',
    });
    saved(amend(theirs, rec, { text: 'x' }));
    saved(theirs.voidRecord({ form: 'initiation', id: rec.id, base_version: 2, reason: 'muu' }));
    const lines = office.uses().slice(start);
    expect(lines.map((use) => [use.what, use.person, use.detail, use.actor])).toEqual([
      ['create', person, 'initiation', 'yhtsihter'],
      ['amend', person, 'initiation', 'yhtsihter'],
      ['void', person, 'initiation', 'yhtsihter'],
    ]);
  });

  it('has no line for a reload, nor anything that was typed', () => {
    const person = enterPerson(session, '010190-900P', 'Kallio', 'Elina', ADDRESS);
    const start = office.uses().length;
    session.reloadCase(person);
    session.workList();
    session.findPersons('elina kal');
    expect(JSON.stringify(office.uses().slice(start))).not.toMatch(/elina|kal/iu);
    expect(office.uses()).toHaveLength(start + 1);
  });

  it('can only grow, and so can the history', () => {
    enterPerson(session, '010190-900P', 'Kallio', 'Elina', ADDRESS);
    for (const table of ['use_log', 'change']) {
      for (const statement of [`DELETE FROM ${table}`, `UPDATE ${table} SET actor = 'x'`]) {
        expect(() => office.base.db.exec(statement)).toThrow(`${table}.append_only`);
      }
    }
  });

  it('refuses the reading when the line cannot be written', () => {
    const person = enterPerson(session, '010190-900P', 'Kallio', 'Elina', ADDRESS);
    breakTable(office.base, 'use_log');
    for (const read of [
      session.openCase(person),
      session.findPersons('kallio'),
      session.showPerson(person),
      session.history('person', person),
      session.reveal(person, 'oma_asiakas'),
      session.showCase(person, 'text', words),
    ]) {
      expect(read).toEqual({ ok: false, problem: { code: 'test.stop' } });
    }
  });
});

describe('akti show', () => {
  it('gives the same bytes each time, in the colleague’s hands too', () => {
    const person = enterClient(false);
    for (const format of ['text', 'json'] as const) {
      const first = session.showCase(person, format, words);
      const second = office.session('yhtsihter').showCase(person, format, words);
      expect(first.ok && first.value).toBeTruthy();
      expect(second).toEqual(first);
    }
  });

  it('gives the same bytes when ids and instants were others', () => {
    const shown = (idle: number): string => {
      const other = makeOffice();
      for (let n = 0; n < idle; n++) other.world.ids.next();
      const by = other.session();
      const id = enterPerson(by, '010190-900P', 'Kallio', 'Elina', ADDRESS);
      enterService(by, id);
      const result = by.showCase(id, 'json', words);
      other.close();
      return result.ok ? result.value : '';
    };
    expect(shown(0)).toBe(shown(25));
    expect(shown(0)).toContain('"handled_by": "investigation-1"');
  });

  it('sorts its keys and holds who did what', () => {
    const person = enterClient(false);
    const result = session.showCase(person, 'json', words);
    if (!result.ok) throw new Error(result.problem.code);
    const read = JSON.parse(result.value) as { history: Record<string, unknown>[] };
    expect(Object.keys(read)).toEqual(['history', 'household', 'person', 'records']);
    expect(read.history.find((one) => one.kind === 'amend' && one.form === 'work_entry')).toEqual({
      base_version: 1,
      form: 'work_entry',
      kind: 'amend',
      patch: { quantity: [15, 20] },
      reason: 'kirjausvirhe',
      record: 'work_entry-1',
      who: 'yhtmalmai',
      work_on: DAY,
    });
  });

  it('fits 80 columns and shows every answer under its caption', () => {
    const result = session.showCase(enterClient(false), 'text', words);
    if (!result.ok) throw new Error(result.problem.code);
    for (const line of result.value.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(result.value).toContain('Henkilö 010190-900P Kallio, Elina');
    expect(result.value).toContain('Lukumäärä (min)             20');
    expect(result.value).toMatch(/Puhelinkeskustelu, läsnä 1, 20 min Käsittelijä: Mallila Maija/u);
  });

  it('knows no stranger', () => {
    expect(session.showCase('nobody', 'text', words)).toEqual({
      ok: false,
      problem: { code: 'person.unknown' },
    });
  });
});

describe('the history of a record', () => {
  it('tells who changed what, from what, and why', () => {
    const person = enterClient(false);
    const entry = caseOf(session, person).records.find((rec) => rec.form === 'work_entry');
    const result = session.history('work_entry', entry?.id ?? '');
    if (!result.ok) throw new Error(result.problem.code);
    expect(result.value.entries[1]).toMatchObject({
      who: 'Mallila Maija',
      work_on: DAY,
      kind: 'amend',
      reason: 'Kirjausvirhe',
      fields: [['quantity', 15, 20]],
    });
    expect(result.value.entries[0]?.fields.map(([field]) => field)).toContain('event');
  });
});

describe('facts', () => {
  it('name units without their place only for a client under turvakielto', () => {
    const open = session.facts(null);
    expect(open.unitName('11a2gb')).toBe('Lp Arjen tuen palvelut / Lahti');
    const id = enterPerson(session, '010190-900P', 'Kallio', 'Elina', {
      ...ADDRESS,
      protected: true,
    });
    const facts = session.facts(caseOf(session, id));
    expect(facts.unitName('11a2gb')).toBe('Lp Arjen tuen palvelut');
    expect(facts.unitName('11a2gb', true)).not.toContain('Lahti');
    expect(facts.unitName('no-such-unit')).toBe('');
    expect(facts.units().find((unit) => unit.id === '11a2ca')?.refused).toBe('unit.reserved');
    const filled = fill(registry.form('work_entry'), {}, new Set(), facts);
    expect(filled.municipality).toBeNull();
  });
});
