import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listIn, rowsIn, textIn } from '../../src/form/value';
import { diaryOf } from '../../src/records/diary';
import type { Session } from '../../src/records/session';
import { makeTestId } from '../../src/rules/person-id';
import { catching } from '../../src/store/errors';
import { readRecord } from '../../src/store/records';
import {
  amend,
  breakTable,
  caseOf,
  enterDecision,
  enterHousehold,
  enterInitiation,
  enterPerson,
  makeOffice,
  mustEnter,
  type Office,
  reasons,
  saved,
} from './office';

let office: Office;
let session: Session;
let temporary: string;
let official: string;

const TP = '110280-TP01';
const ID = makeTestId('1980-02-11', 901);

beforeEach(() => {
  office = makeOffice();
  session = office.session();
  temporary = enterPerson(session, TP, 'Kataja', 'Aada');
  official = enterPerson(session, ID, 'Kataja', 'Aada Maria');
});
afterEach(() => office.close());

const merge = (from = temporary, to = official, by = session) =>
  by.merge({ from, to, reason: 'kahteen_kertaan' });

const ids = (person: string) => caseOf(session, person).records.map((rec) => rec.id);

describe('merging a temporary person into the official one', () => {
  test('takes the whole case along, with its numbers, a frozen decision too', () => {
    const decision = enterDecision(session, temporary);
    const before = caseOf(session, temporary).records;
    saved(merge());
    const after = caseOf(session, official).records.filter((rec) => rec.form !== 'trace');
    expect(after.map((rec) => rec.id)).toEqual(before.map((rec) => rec.id));
    const form = office.world.registry.form('decision');
    const moved = readRecord(office.base, form, decision.id);
    expect(moved).toMatchObject({ bucket: official, version: decision.version + 1 });
    expect(moved?.values).toEqual({
      ...decision.values,
      person: official,
      persons: [official],
    });
    const history = session.history('decision', decision.id);
    expect(history.ok && history.value.entries.at(-1)).toMatchObject({
      kind: 'amend',
      fields: expect.arrayContaining([['person', temporary, official]]),
    });
  });

  test('lets nothing else of a frozen decision change, and nothing without a merge', () => {
    const { id } = enterDecision(session, temporary);
    const tries = (more: string[]) =>
      [
        `UPDATE decision SET version = version + 1, person = '${official}' WHERE id = '${id}'`,
        `UPDATE decision__persons SET value = '${official}' WHERE record_id = '${id}'`,
        `DELETE FROM decision__persons WHERE record_id = '${id}'`,
        ...more,
      ].map((sql) => {
        const done = catching(() => office.base.db.exec(sql));
        return done.ok ? 'done' : done.problem.code;
      });
    expect(tries([])).toEqual(Array(3).fill('record.frozen'));
    saved(merge());
    expect(
      tries([
        `UPDATE decision SET version = version + 1, grounds = 'x' WHERE id = '${id}'`,
        `UPDATE decision SET version = version + 1, notice_given = 0 WHERE id = '${id}'`,
        `UPDATE decision SET version = version + 2 WHERE id = '${id}'`,
        `UPDATE decision__persons SET value = '${temporary}' WHERE record_id = '${id}'`,
      ]).slice(1),
    ).toEqual(['record.frozen', 'record.frozen', ...Array(4).fill('record.frozen')].slice(0, 6));
  });

  test('keeps both identifiers on the official person, who is found by either', () => {
    saved(merge());
    for (const typed of [TP, ID]) {
      const found = session.findPersons(typed);
      expect(found.ok && found.value.persons.map((one) => [one.id, one.identifier])).toEqual([
        [official, ID],
      ]);
    }
    const person = office.world.registry.form('person');
    const kept = readRecord(office.base, person, official);
    const rows = rowsIn(kept?.values ?? {}, 'identifiers');
    expect(rows.map((row) => [row.value, row.until])).toEqual([
      [TP, '2026-03-16'],
      [ID, null],
    ]);
    expect(readRecord(office.base, person, temporary)?.values.merged_into).toBe(official);
    const again = session.openCase(temporary);
    expect(again.ok ? null : again.problem).toEqual({ code: 'person.merged', values: { id: ID } });
    expect(reasons(merge())).toEqual(['person.merged']);
  });

  test('follows links of other cases and households, and doubles nobody', () => {
    const child = enterPerson(session, makeTestId('2019-11-05', 903), 'Kataja', 'Ilo');
    const home = enterHousehold(session, [
      [temporary, 'R'],
      [official, 'H'],
      [child, 'B'],
    ]);
    enterInitiation(session, child);
    const persons = [temporary, official, child];
    const investigation = mustEnter(session, 'investigation', caseOf(session, child), {
      persons,
      parties: [temporary],
    });
    saved(merge());
    const found = caseOf(session, child).records.find((rec) => rec.id === investigation.id);
    expect([...listIn(found?.values ?? {}, 'persons')].sort()).toEqual([official, child].sort());
    expect(listIn(found?.values ?? {}, 'parties')).toEqual([official]);
    const shown = session.showHouseholds(official);
    const [now] = shown.ok ? shown.value.records : [];
    expect(now?.id).toBe(home.id);
    expect(rowsIn(now?.values ?? {}, 'members').map((row) => [row.person, row.role])).toEqual([
      [official, 'R'],
      [child, 'B'],
    ]);
  });

  test('leaves a line in the diary and in the use log of both', () => {
    saved(merge());
    const facts = session.facts(caseOf(session, official));
    const lines = diaryOf(facts, office.world.registry);
    expect(lines.at(-1)?.line).toMatchObject({ key: 'trace_merged', values: { other: TP } });
    const logged = office.uses().filter((use) => use.what === 'merge');
    expect(logged.map((use) => use.person)).toEqual([temporary, official]);
  });

  test('puts the official person under turvakielto when the temporary one was', () => {
    const hidden = enterPerson(session, '090990-TP01', 'Salava', 'Tuuli', { protected: true });
    saved(merge(hidden));
    expect(caseOf(session, official).person.protected).toBe(true);
  });
});

describe('merging is refused', () => {
  test('for one who has an official identifier, or into one who has none', () => {
    const other = enterPerson(session, makeTestId('1980-02-11', 902), 'Kataja', 'Aada');
    const tp = enterPerson(session, '110280-TP02', 'Kataja', 'Aada');
    expect(reasons(merge(official, other))).toEqual(['merge.two_official']);
    expect(reasons(merge(official, tp))).toEqual(['merge.not_temporary']);
    expect(reasons(merge(temporary, tp))).toEqual(['person merge.target_temporary']);
    expect(reasons(merge(temporary, temporary))).toEqual(['merge.same']);
  });

  test('without the right or the reason', () => {
    expect(reasons(merge(temporary, official, office.session('yhtlukrii')))).toEqual([
      'role.amend',
    ]);
    const result = session.merge({ from: temporary, to: official, reason: 'ei_ole' });
    expect(reasons(result)).toEqual(['reason amend.reason']);
  });

  test('while somebody has something unsaved about either, who is named', () => {
    const other = office.session('yhtsihter');
    other.saveDraft({ form: 'diary_note', record: 'new:x', client: official, value: {} });
    const result = merge();
    expect(result).toMatchObject({ problems: [{ values: { names: 'Sihvola Teresa' } }] });
    other.dropDraft('diary_note', 'new:x');
    session.saveDraft({ form: 'diary_note', record: 'new:y', client: temporary, value: {} });
    expect(reasons(merge())).toEqual(['merge.draft']);
    session.dropDraft('diary_note', 'new:y');
    saved(merge());
  });

  test('leaves nothing half done', () => {
    enterDecision(session, temporary);
    const before = ids(temporary);
    const mend = breakTable(office.base, 'trace');
    expect(merge().kind).toBe('failed');
    mend();
    expect(ids(temporary)).toEqual(before);
    expect(ids(official)).toEqual([]);
    saved(merge());
  });
});

describe('a station that had the temporary person open', () => {
  test('is told whose the record is now, and its change is not lost to a guess', () => {
    const note = mustEnter(session, 'diary_note', caseOf(session, temporary), { text: 'eka' });
    const client = caseOf(session, temporary);
    saved(merge());
    const other = office.session('yhtsihter');
    const late = amend(other, note, { text: 'toinen' }, client);
    expect(late).toMatchObject({ problems: [{ code: 'record.moved', values: { id: ID } }] });
    const values = { person: temporary, date: '2026-03-16', text: 'uusi' };
    const fresh = other.save({ form: 'diary_note', values, client });
    expect(fresh).toMatchObject({ problems: [{ code: 'person.merged', values: { id: ID } }] });
    const now = caseOf(session, official).records.find((rec) => rec.id === note.id);
    expect(textIn(now?.values ?? {}, 'text')).toBe('eka');
  });
});
