import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Rec, type Row, rowsIn, type Values } from '../../src/form/value';
import type { Session } from '../../src/records/session';
import { makeTestId } from '../../src/rules/person-id';
import {
  amend,
  caseOf,
  enter,
  enterHousehold,
  enterPerson,
  makeOffice,
  mustEnter,
  type Office,
  reasons,
  saved,
} from './office';

let office: Office;
let session: Session;

beforeEach(() => {
  office = makeOffice();
  session = office.session();
});
afterEach(() => office.close());

const temporary = (value: string): Row => ({
  value,
  class: 'effica_temporary',
  from: null,
  until: null,
});

const named = (last: string, first: string, ...identifiers: Row[]): Values => ({
  identifiers,
  last_name: last,
  first_names: first,
});

const identifiersOf = (rec: Rec) => rowsIn(rec.values, 'identifiers').map((row) => row.value);

describe('a person without an identifier', () => {
  test('gets the next free temporary id of the birth date', () => {
    enterPerson(session, '150318ATP01', 'Kataja', 'Aada');
    const two = mustEnter(session, 'person', null, named('Lehto', 'Usko', temporary('150318A')));
    expect(identifiersOf(two)).toEqual(['150318ATP02']);
    const both = named('Salava', 'Tuuli', temporary('150318A'), temporary('150318A'));
    const next = mustEnter(session, 'person', null, both);
    expect(identifiersOf(next)).toEqual(['150318ATP03', '150318ATP04']);
    const found = session.findPersons('150318atp04');
    expect(found.ok && found.value.persons.map((one) => one.id)).toEqual([next.id]);
  });

  test('is refused when nothing at all is known', () => {
    const result = enter(session, 'person', null, named('Kataja', 'Aada'));
    expect(reasons(result)).toEqual(['identifiers person.identifier']);
  });
});

describe('somebody who may be the same', () => {
  const alike = (values: Values) => {
    const found = session.alikePersons(values);
    return found.ok ? found.value.map((one) => one.name) : found.problem.code;
  };
  const begun = temporary('110280-');

  beforeEach(() => {
    enterPerson(session, makeTestId('1980-02-11', 901), 'Kataja', 'Aada Maria');
  });

  test('has the same names, or the day of birth and a name in common', () => {
    const other = temporary('010101A');
    expect(alike(named('kataja', 'aada maria', other))).toEqual(['Kataja, Aada Maria']);
    expect(alike(named('Lehto', 'Maria', begun))).toEqual(['Kataja, Aada Maria']);
    expect(alike(named('Kataja', 'Iina', begun))).toEqual(['Kataja, Aada Maria']);
    expect(alike(named('Lehto', 'Iina', begun))).toEqual([]);
    expect(alike(named('Kataja', 'Aada', other))).toEqual([]);
  });

  test('is shown with a line in the use log, and to nobody without the right', () => {
    const before = office.uses().length;
    alike(named('Kataja', 'Iina', begun));
    expect(office.uses().slice(before)).toMatchObject([{ what: 'search', detail: 'alike' }]);
    alike(named('Lehto', 'Iina', begun));
    expect(office.uses()).toHaveLength(before + 1);
  });
});

describe('households', () => {
  let head: string;
  let child: string;

  beforeEach(() => {
    head = enterPerson(session, makeTestId('1980-02-11', 901), 'Kataja', 'Aada');
    child = enterPerson(session, makeTestId('2019-11-05', 903), 'Kataja', 'Ilo');
  });

  const rowOf = (person: string, role: string, more: Row = {}): Row => ({
    ...{ person, role, from: null, until: null, guardian: role === 'R' },
    ...more,
  });

  test('are shown with all who ever belonged to them, those of today first', () => {
    const past = [rowOf(head, 'H', { until: '2020-01-01' }), rowOf(child, 'R')];
    const old = mustEnter(session, 'household', null, { members: past });
    const now = enterHousehold(session, [[head, 'R']]);
    const before = office.uses().length;
    const shown = session.showHouseholds(head);
    if (!shown.ok) throw new Error(shown.problem.code);
    expect(shown.value.records.map((rec) => rec.id)).toEqual([now.id, old.id]);
    expect(shown.value.persons.map((one) => one.id).sort()).toEqual([head, child].sort());
    const lines = office.uses().slice(before);
    expect(lines.map(({ what, person }) => `${what} ${person}`).sort()).toEqual(
      [`show ${child}`, `show ${head}`].sort(),
    );
  });

  test('are left by a date: from the day after nobody is offered any more', () => {
    const home = enterHousehold(session, [
      [head, 'R'],
      [child, 'B'],
    ]);
    expect(caseOf(session, head).household.map((one) => one.person.id)).toEqual([head, child]);
    const rows = rowsIn(home.values, 'members');
    const left = rows.map((row) => (row.person === child ? { ...row, until: '2026-03-15' } : row));
    saved(amend(session, home, { members: left }));
    expect(caseOf(session, head).household.map((one) => one.person.id)).toEqual([head]);
    const lines = office.uses().slice(-2);
    expect(lines.map(({ what, person }) => `${what} ${person}`)).toEqual([
      ...[`amend ${head}`, `amend ${child}`],
    ]);
  });

  test('are refused with the row that is wrong', () => {
    const twice = [rowOf(head, 'R'), rowOf(child, 'B'), rowOf(child, 'H')];
    const result = enter(session, 'household', null, { members: twice });
    expect(result).toMatchObject({
      problems: [{ code: 'household.overlap', field: 'members', values: { row: 3 } }],
    });
    const unanswered = [rowOf(head, 'R'), { ...rowOf(child, 'B'), role: null }];
    expect(enter(session, 'household', null, { members: unanswered })).toMatchObject({
      problems: [{ code: 'field.required', values: { row: 2, column: 'role' } }],
    });
  });

  test('changed at two stations are shown to the later one, and nothing is half done', () => {
    const home = enterHousehold(session, [
      [head, 'R'],
      [child, 'B'],
    ]);
    const other = office.session('yhtsihter');
    const rows = rowsIn(home.values, 'members');
    const ended = (person: string) =>
      rows.map((row) => (row.person === person ? { ...row, until: '2026-12-31' } : row));
    saved(amend(session, home, { members: ended(head) }));
    const late = amend(other, home, { members: ended(child) });
    expect(late).toMatchObject({ kind: 'stale', fields: [{ field: 'members' }] });
  });
});

describe('the guarded section', () => {
  test('is emptied only by somebody who saw it', () => {
    const more = { protected: true, street: 'Katajatie 1' };
    const id = enterPerson(session, makeTestId('1990-09-09', 905), 'Salava', 'Tuuli', more);
    const change = (values: Values, revealed: boolean, version: number) =>
      session.save({
        form: 'person',
        values,
        client: caseOf(session, id),
        amend: { id, base_version: version, reason: 'kirjausvirhe', revealed },
      });
    saved(change({ street: null, last_name: 'Salava-Salo' }, false, 1));
    const reveal = () => session.reveal(id, 'asiakkaan_pyynto');
    const seen = reveal();
    const street = seen.ok ? seen.value.street : seen.problem.code;
    expect(street).toBe('Katajatie 1');
    const result = saved(change({ street: null }, true, 2));
    expect(result.rec.values.street).toBeNull();
    const after = reveal();
    expect(after.ok && after.value.street).toBeNull();
  });
});

describe('a dead client', () => {
  test('is known to every form', () => {
    const died = { deceased_on: '2026-03-01' };
    const id = enterPerson(session, makeTestId('1940-01-01', 906), 'Kataja', 'Usko', died);
    expect(caseOf(session, id).person.deceased_on).toBe('2026-03-01');
  });
});
