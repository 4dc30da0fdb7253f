import { describe, expect, it } from 'vitest';
import { registry } from '../../src/forms/index';
import { catching } from '../../src/store/errors';
import {
  findPersons,
  findSql,
  householdsOf,
  indexPerson,
  personKeys,
} from '../../src/store/persons';
import { insertRecord } from '../../src/store/records';
import {
  readWorker,
  readWorkers,
  type StoredWorker,
  saveWorker,
  workerOfOsUser,
} from '../../src/store/workers';
import { sampleRecord } from './samples';
import { newBase, problemIn, tidyAfterEach } from './support';

tidyAfterEach();

const PEOPLE: [id: string, identifiers: string[], last: string, first: string][] = [
  ['testi', ['121255-TP1X'], 'Testi', 'Isä'],
  ['ranta', ['010190-900A'], 'Ranta', 'Oskari'],
  ['rantanen', ['010190-901B', '121255-TP2Y'], 'Rantanen', 'Oili'],
  ['aino', ['020280-902C'], 'Koivula', 'Aino Maria'],
  ['eetu', ['030310A903D'], 'Koivula', 'Eetu'],
  ['aijala', ['040440-904E'], 'Äijälä', 'Örjan'],
  ['ajala', ['040440+905F'], 'Ajala', 'Orjan'],
];

function peopled() {
  const base = newBase();
  for (const [id, identifiers, last, first] of PEOPLE) {
    indexPerson(base, id, personKeys(identifiers, last, first));
  }
  return base;
}

describe('the finder', () => {
  it.each([
    ['121255', ['testi', 'rantanen']],
    ['121255-tp1x', ['testi']],
    ['040440-', ['aijala']],
    ['040440+', ['ajala']],
    ['030310a', ['eetu']],
    ['ranta', ['ranta', 'rantanen']],
    ['ranta ', ['ranta']],
    ['ranta o', ['ranta']],
    ['RANTA O', ['ranta']],
    ['koivula, aino', ['aino']],
    ['koivula maria', ['aino']],
    ['aino koivula', ['aino']],
    ['aino maria k', ['aino']],
    ['koivula', ['aino', 'eetu']],
    ['äij', ['aijala']],
    ['a\u0308ij', ['aijala']],
    ['ai', ['aino']],
    ['ö', ['aijala']],
    ['121255 ran', ['rantanen']],
    ['rantanen 0101', ['rantanen']],
    ['121255 koivula', []],
    ['x', []],
    ['  ', []],
    ['%', []],
  ])('%s', (typed, persons) => {
    expect(findPersons(peopled(), typed, 10)).toEqual({ persons, more: false });
  });

  it('says whether there are more than it shows', () => {
    const base = newBase();
    base.write(() => {
      for (let at = 0; at < 30; at++) indexPerson(base, `h-${at}`, [`koe n${at}`, `n${at} koe`]);
    });
    const shown = (typed: string, limit: number) => {
      const { persons, more } = findPersons(base, typed, limit);
      return [persons.length, more];
    };
    expect(shown('koe', 5)).toEqual([5, true]);
    expect(shown('koe', 29)).toEqual([29, true]);
    expect(shown('koe', 30)).toEqual([30, false]);
    expect(shown('koe n10', 5)).toEqual([1, false]);
  });

  it('forgets a name that was changed', () => {
    const base = peopled();
    indexPerson(base, 'ranta', personKeys(['010190-900A'], 'Laine', 'Oskari'));
    expect(findPersons(base, 'ranta', 10).persons).toEqual(['rantanen']);
    expect(findPersons(base, 'laine', 10).persons).toEqual(['ranta']);
  });

  it('looks at a range of the index only', () => {
    const base = peopled();
    const plan = (prefixes: string[]) =>
      base.db
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${findSql(prefixes)}`)
        .all(...prefixes.flatMap(() => ['a', 'b']))
        .map((row) => row.detail);
    expect(plan(['a'])).toEqual(['SEARCH person_key USING PRIMARY KEY (key>? AND key<?)']);
    expect(plan(['a', 'b']).join('; ')).not.toMatch(/SCAN|TEMP/);
  });
});

describe('households', () => {
  it('of a person, voided ones left out', () => {
    const base = newBase();
    const household = registry.form('household');
    const member = (person: string) => ({
      person,
      role: 'R',
      from: null,
      until: null,
      guardian: null,
    });
    const add = (id: string, entry: number, persons: string[], voided = false) => {
      const values = { members: persons.map(member) };
      const given = { id, entry_no: entry, voided, values };
      insertRecord(base, household, sampleRecord(household, 1, given));
    };
    add('perhe-2', 2, ['a', 'b']);
    add('perhe-1', 1, ['a', 'a']);
    add('perhe-3', 3, ['a'], true);
    expect(householdsOf(base, 'a')).toEqual(['perhe-1', 'perhe-2']);
    expect(householdsOf(base, 'b')).toEqual(['perhe-2']);
    expect(householdsOf(base, 'c')).toEqual([]);
  });
});

describe('workers', () => {
  const maija: StoredWorker = {
    id: 'yhtmalmai',
    name: 'Mallila Maija',
    unit: 'phsotey',
    role: 'worker',
    active: true,
    os_user: 'maija',
  };
  const second: StoredWorker = { ...maija, id: 'yhtpälöst', name: 'Pälö Östen', os_user: null };

  it('are kept, changed and found by the user signed in', () => {
    const base = newBase();
    saveWorker(base, second);
    saveWorker(base, maija);
    expect(readWorkers(base)).toEqual([maija, second]);
    expect(workerOfOsUser(base, 'maija')).toEqual(maija);
    expect(workerOfOsUser(base, 'pekka')).toBeUndefined();
    saveWorker(base, { ...maija, active: false });
    expect(workerOfOsUser(base, 'maija')).toBeUndefined();
    expect(readWorker(base, 'yhtmalmai')?.active).toBe(false);
  });

  it('share no user of the system and are never deleted', () => {
    const base = newBase();
    saveWorker(base, maija);
    const clash = catching(() => saveWorker(base, { ...second, os_user: 'maija' }));
    expect(problemIn(clash).code).toBe('record.refused');
    expect(problemIn(catching(() => base.db.exec('DELETE FROM worker'))).code).toBe(
      'worker.deleted',
    );
  });
});
