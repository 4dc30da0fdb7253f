import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeIds } from '../../src/base/ids';
import { seededRandom } from '../../src/base/random';
import { openSession, type Session } from '../../src/records/session';
import { makeTestId } from '../../src/rules/person-id';
import type { Base } from '../../src/store/base';
import { openBase } from '../../src/store/open';
import {
  amend,
  caseOf,
  DAY,
  enterHousehold,
  enterInitiation,
  enterPerson,
  makeOffice,
  type Office,
  reasons,
  saved,
} from './office';

let office: Office;
let here: Session;
let there: Session;
let second: Base;

const ID = makeTestId('1980-02-11', 901);
let temporary: string;
let official: string;

// Two programs on one file: each keeps cases it has read, and neither may believe in old ones.
beforeEach(() => {
  office = makeOffice();
  const opened = openBase(office.base.path);
  if (!opened.ok) throw new Error(opened.problem.code);
  second = opened.value;
  here = office.session();
  const ids = makeIds(office.world.clock, seededRandom(77));
  const world = { ...office.world, base: second, ids };
  const session = openSession(world, { user: 'yhtsihter', workDate: DAY, lang: 'fi' });
  if (!session.ok) throw new Error(session.problem.code);
  there = session.value;
  temporary = enterPerson(here, '110280-TP01', 'Kataja', 'Aada');
  official = enterPerson(here, ID, 'Kataja', 'Aada Maria');
  enterHousehold(here, [
    [temporary, 'R'],
    [official, 'H'],
  ]);
});
afterEach(() => {
  second.close();
  office.close();
});

const merge = (by: Session) => by.merge({ from: temporary, to: official, reason: 'kirjausvirhe' });
const move = (by: Session, rec: { id: string; version: number }, to: string) =>
  by.move({
    ...{ form: 'initiation', id: rec.id, base_version: rec.version, to },
    ...{ reason: 'vaara_henkilo', links: {} },
  });

describe('two stations at one moment', () => {
  test('merge once: the second is told into whom', () => {
    caseOf(there, temporary);
    saved(merge(here));
    expect(merge(there)).toMatchObject({
      problems: [{ code: 'person.merged', values: { id: ID } }],
    });
  });

  test('merge and amend: the change says whose the record is now, and is not half done', () => {
    const rec = enterInitiation(here, temporary);
    const client = caseOf(there, temporary);
    saved(merge(here));
    expect(amend(there, rec, { text: 'myöhässä' }, client)).toMatchObject({
      problems: [{ code: 'record.moved', values: { id: ID } }],
    });
    const now = caseOf(there, official).records.find((one) => one.id === rec.id);
    expect(now?.values.text).toBeNull();
  });

  test('amend and merge: the change goes along', () => {
    const rec = enterInitiation(here, temporary);
    caseOf(here, temporary);
    saved(amend(there, rec, { text: 'ensin' }));
    saved(merge(here));
    const now = caseOf(here, official).records.find((one) => one.id === rec.id);
    expect(now?.values.text).toBe('ensin');
  });

  test('move once: the second is told that it has changed', () => {
    const rec = enterInitiation(here, temporary);
    caseOf(there, temporary);
    saved(move(here, rec, official));
    expect(reasons(move(there, rec, official))).toEqual(['record.changed']);
    expect(
      caseOf(there, official)
        .records.map((one) => one.form)
        .sort(),
    ).toEqual([...['initiation', 'trace']]);
  });

  test('move to somebody who has been merged meanwhile is refused with who it is now', () => {
    const rec = enterInitiation(here, official);
    caseOf(there, temporary);
    saved(merge(here));
    expect(move(there, { ...rec, version: rec.version }, temporary)).toMatchObject({
      problems: [{ code: 'person.merged', values: { id: ID } }],
    });
  });
});
