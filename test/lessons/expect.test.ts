import { describe, expect, it } from 'vitest';
import { unmet, unmetRecords } from '../../src/lessons/expect';
import type { Expectation, RecordExpectation } from '../../src/lessons/lesson';
import { showsText } from '../../src/lessons/screen-text';
import type { StoredRecord } from '../../src/lessons/stage';

const SCREEN = [
  ' Henkilö 121255-TP1X Testi, Isä    Meneillään oleva Selv081206 Aikuissosiaalityö',
  '╭F3 Päiväkirja─F5 Vireillepano─────────────────────────────────╮',
  '│ ·Testi, Isä             │  081206 yhtmalmai  Päätös aikuis-  │',
  '│  [-] Selv081206 Aikuiss │         sosiaalityöstä 011206      │',
  '│      081206 Vireillep   │         Päättäjä: Mallila Maija    │',
  '╰─ Tallennettu, diaarinumero 3 ────────────────────────────────╯',
];

describe('a text is found on the screen', () => {
  it.each([
    ['in a row', 'Tallennettu, diaarinumero 3'],
    ['whatever spaces lie between', 'Testi, Isä Meneillään oleva'],
    [
      'wrapped, beside another column',
      'Päätös aikuis-sosiaalityöstä 011206 Päättäjä: Mallila Maija',
    ],
    ['as a pattern of one row', '/diaarinumero \\d\\b/'],
    ['as a pattern, capitals or not', '/TALLENNETTU/'],
  ])('%s', (_, text) => {
    expect(showsText(SCREEN, text)).toBe(true);
  });

  it.each([
    ['where it is cut', 'diaarinumero 33'],
    ['where its row says more', '/^Tallennettu$/'],
    ['over two rows as a pattern', '/Päätös.*Mallila/'],
    ['by a pattern that is none', '/(/'],
  ])('not %s', (_, text) => {
    expect(showsText(SCREEN, text)).toBe(false);
  });
});

const RECORDS: readonly StoredRecord[] = [
  { form: 'initiation', voided: false, values: { type: 'shl_35', date: '2026-03-16', who: ['a'] } },
  { form: 'initiation', voided: true, values: { type: 'shl_35' } },
  { form: 'work_entry', voided: false, values: { quantity: 15, note: null } },
  { form: 'work_entry', voided: false, values: { quantity: 60 } },
];

const stage = {
  press: () => {},
  screen: () => SCREEN,
  records: (client: string | null) => (client === '121255-TP1X' ? RECORDS : []),
};

const found = (one: Partial<RecordExpectation>) =>
  unmetRecords(stage, [{ client: '121255-TP1X', form: 'initiation', values: {}, ...one }]);

describe('records are as expected', () => {
  it.each<[string, Partial<RecordExpectation>]>([
    ['by any of their values', { count: 1, values: { date: '2026-03-16' } }],
    ['with lists compared item by item', { values: { who: ['a'] } }],
    ['with nothing said of the rest', { form: 'work_entry', count: 2 }],
    ['at least one, where no number is given', { form: 'work_entry' }],
    ['none of them', { form: 'work_entry', count: 0, values: { quantity: 90 } }],
    ['voided ones apart', { count: 1, voided: true }],
    ['an empty value and one that is not there alike', { values: { note: null, other: null } }],
  ])('%s', (_, one) => {
    expect(found(one)).toBeNull();
  });
});

describe('records are not as expected, which says what was found', () => {
  it('another number of them', () => {
    expect(found({ form: 'work_entry', count: 3 })).toEqual({
      code: 'lesson.records',
      values: { form: 'work_entry', client: '121255-TP1X', expected: 3, found: 2 },
    });
  });

  it('another value in the only one', () => {
    expect(found({ count: 1, values: { type: 'as', date: '2026-03-16' } })).toEqual({
      code: 'lesson.values',
      values: {
        form: 'initiation',
        client: '121255-TP1X',
        expected: 'type: "as"',
        found: 'type: "shl_35"',
      },
    });
  });

  it('another client', () => {
    expect(found({ client: '150278-TP22' })).toMatchObject({
      code: 'lesson.records',
      values: { expected: 1, found: 0 },
    });
  });

  it('number and text are not the same', () => {
    expect(found({ form: 'work_entry', values: { quantity: '15' } })?.code).toBe('lesson.records');
  });
});

describe('after a step', () => {
  const expectation = (one: Partial<Expectation>): Expectation => ({
    ...{ screen: [], absent: [], records: [] },
    ...one,
  });

  it('nothing is missing where nothing was expected', () => {
    expect(unmet(stage, expectation({}))).toBeNull();
  });

  it('the first text that is not shown is told', () => {
    expect(unmet(stage, expectation({ screen: ['Tallennettu', 'Ei näy', 'Ei tämäkään'] }))).toEqual(
      {
        code: 'lesson.not_shown',
        values: { expected: 'Ei näy' },
      },
    );
  });

  it('a text that should be gone is told', () => {
    expect(unmet(stage, expectation({ absent: ['Tallennettu'] }))).toEqual({
      code: 'lesson.shown',
      values: { found: 'Tallennettu' },
    });
  });

  it('the screen comes before the records', () => {
    const records = [{ client: null, form: 'initiation', values: {} }];
    expect(unmet(stage, expectation({ screen: ['Ei näy'], records }))?.code).toBe(
      'lesson.not_shown',
    );
    expect(unmet(stage, expectation({ records }))?.code).toBe('lesson.records');
  });
});
