import { describe, expect, it } from 'vitest';
import type { Lesson } from '../../src/lessons/lesson';
import { type Named, readLesson } from '../../src/lessons/read-lesson';

/** A small program: two forms, one code set, one lesson to begin after. */
const NAMED: Named = {
  forms: ['initiation', 'reminder'],
  fields: () =>
    new Map([
      ['type', 'initiation_types'],
      ...['date', 'present', 'done', 'who'].map((id): [string, null] => [id, null]),
    ]),
  codes: () => ['shl_35', 'omaishoito'],
  scenarios: ['B1', 'B2'],
  lessons: new Map([['before', '/lessons/before.yaml']]),
};

/** A lesson without a fault; each line of it can be replaced by its beginning. */
const LINES = [
  'title: { fi: Otsikko, en: Title }', // 1
  'goal: { fi: Tavoite, en: Goal }',
  'topic: habit',
  'minutes: 3',
  'base: { scenario: B1 }', // 5
  'work_date: "050508"',
  'steps:',
  '  - caption: { fi: Ensin, en: First }',
  '    do:',
  '      - text: "0812"', // 10
  '      - press: Tab Down*3',
  '      - command: save',
  '    expect:',
  '      screen: [Tallennettu, "/Pvm.*0812/"]',
  '      records:', // 15
  '        - { client: 121255-TP1X, form: initiation, values: { type: shl_35 } }',
  'practice: { keys: 20 }',
];

/** The lesson with some lines (numbered from 1) written otherwise; null takes the line out. */
function withLines(changed: Readonly<Record<number, string | null>>): string {
  return LINES.map((line, at) => (at + 1 in changed ? changed[at + 1] : line))
    .filter((line) => line !== null)
    .join('\n');
}

function lessonOf(text: string): Lesson {
  const { lesson, faults } = readLesson('folder/dates.yaml', text, NAMED);
  if (!lesson) throw new Error(JSON.stringify(faults));
  return lesson;
}

describe('a lesson file', () => {
  it('is read with what it leaves out filled in', () => {
    const lesson = lessonOf(withLines({}));
    expect(lesson).toMatchObject({
      ...{ id: 'dates', file: 'folder/dates.yaml', topic: 'habit', order: null },
      ...{ language: 'fi', user: 'yhtmalmai', workDate: '050508', keys: null },
      ...{ base: { scenario: 'B1' }, title: { fi: 'Otsikko', en: 'Title' } },
    });
    const [step] = lesson.steps;
    expect(step).toMatchObject({ line: 8, name: null, pause: 2, apart: false, hint: null });
    expect(step?.deeds.map(({ kind }) => kind)).toEqual(['text', 'press', 'command']);
    expect(step?.deeds[1]).toMatchObject({
      keys: ['Tab', 'Down', 'Down', 'Down'].map((name) => ({ kind: 'named', name })),
    });
  });

  it('is practised by the records expected last where it names none', () => {
    const lesson = lessonOf(withLines({}));
    expect(lesson.practice.keys).toBe(20);
    expect(lesson.practice.lists).toBeNull();
    expect(lesson.practice.records).toEqual(lesson.steps[0]?.expect.records);
  });

  it('keeps the kinds of stored values: dates and codes as text, numbers and ticks', () => {
    const values = '{ date: 2026-03-16, present: 3, done: true, who: [a], type: null }';
    const lesson = lessonOf(
      withLines({ 16: `        - { form: reminder, count: 0, voided: true, values: ${values} }` }),
    );
    expect(lesson.steps[0]?.expect.records).toEqual([
      {
        ...{ client: null, form: 'reminder', count: 0, voided: true },
        values: { date: '2026-03-16', present: 3, done: true, who: ['a'], type: null },
      },
    ]);
  });

  it('begins where another ends, by its name', () => {
    expect(lessonOf(withLines({ 5: 'base: { after: before }' })).base).toEqual({
      after: '/lessons/before.yaml',
    });
  });

  it('of persons needs no seed', () => {
    expect(lessonOf(withLines({ 5: 'base: { persons: 20 }' })).base).toEqual({
      persons: 20,
      seed: 1,
    });
  });
});

interface Case {
  readonly what: string;
  readonly lines: Readonly<Record<number, string | null>>;
  readonly line: number;
  readonly code: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

const CASES: readonly Case[] = [
  {
    what: 'a broken bracket',
    lines: { 5: 'base: { scenario: B1' },
    line: 6,
    code: 'lesson.yaml',
  },
  {
    what: 'a key written twice',
    lines: { 4: 'topic: habit' },
    line: 4,
    code: 'lesson.yaml',
    values: { reason: 'DUPLICATE_KEY' },
  },
  {
    what: 'an entry nobody knows, told where its name stands',
    lines: { 9: '    od:' },
    line: 9,
    code: 'lesson.unknown',
    values: { name: 'od', place: 'steps 1 od' },
  },
  {
    what: 'a missing entry',
    lines: { 2: null },
    line: 1,
    code: 'lesson.missing',
    values: { name: 'goal' },
  },
  {
    what: 'a missing language',
    lines: { 8: '  - caption: { fi: Ensin }' },
    line: 8,
    code: 'lesson.missing',
    values: { place: 'steps 1 caption', name: 'en' },
  },
  {
    what: 'a topic there is not',
    lines: { 3: 'topic: chapter' },
    line: 3,
    code: 'lesson.expected',
    values: { place: 'topic', expected: 'habit, pane, case' },
  },
  {
    what: 'six minutes',
    lines: { 4: 'minutes: 6' },
    line: 4,
    code: 'lesson.range',
    values: { place: 'minutes', min: 1, max: 5 },
  },
  {
    what: 'a caption longer than its two rows',
    lines: { 8: `  - caption: { fi: ${'sana '.repeat(40)}, en: First }` },
    line: 8,
    code: 'lesson.too_long',
    values: { rows: 3, max: 2, width: 78 },
  },
  {
    what: 'no steps',
    lines: Object.fromEntries([
      [7, 'steps: []'],
      ...[8, 9, 10, 11, 12, 13, 14, 15, 16].map((line) => [line, null]),
    ]),
    line: 7,
    code: 'lesson.expected',
    values: { place: 'steps', expected: 'list_not_empty' },
  },
  {
    what: 'a scenario there is not',
    lines: { 5: 'base: { scenario: B9 }' },
    line: 5,
    code: 'lesson.expected',
    values: { place: 'base scenario', expected: 'B1, B2' },
  },
  {
    what: 'a base of nothing',
    lines: { 5: 'base: { seed: 3 }' },
    line: 5,
    code: 'lesson.missing',
    values: { place: 'base', name: 'scenario' },
  },
  {
    what: 'a lesson to begin after that there is not',
    lines: { 5: 'base: { after: behind }' },
    line: 5,
    code: 'lesson.after_unknown',
    values: { name: 'behind', expected: 'before' },
  },
  {
    what: 'a work date with dots',
    lines: { 6: 'work_date: 5.5.2008' },
    line: 6,
    code: 'lesson.work_date',
    values: { found: '5.5.2008' },
  },
  {
    what: 'a work date without quotes',
    lines: { 6: 'work_date: 160326' },
    line: 6,
    code: 'lesson.expected',
    values: { place: 'work_date', expected: 'quoted_text' },
  },
  {
    what: 'a text of figures without quotes, which would lose its nought',
    lines: { 10: '      - text: 0812' },
    line: 10,
    code: 'lesson.expected',
    values: { place: 'steps 1 do 1 text', expected: 'quoted_text' },
  },
  {
    what: 'two deeds in one',
    lines: { 10: '      - { text: "8", command: save }' },
    line: 10,
    code: 'lesson.deed',
    values: { place: 'steps 1 do 1' },
  },
  {
    what: 'a command there is not',
    lines: { 12: '      - command: sav' },
    line: 12,
    code: 'lesson.command_unknown',
    values: { command: 'sav', place: 'steps 1 do 3 command' },
  },
  {
    what: 'a key there is not',
    lines: { 11: '      - press: Tab Tba' },
    line: 11,
    code: 'lesson.key_unknown',
    values: { key: 'Tba' },
  },
  {
    what: 'a key that is not the same in every keymap',
    lines: { 11: '      - press: F12' },
    line: 11,
    code: 'lesson.key_bound',
    values: { key: 'F12' },
  },
  {
    what: 'a pattern that is none',
    lines: { 14: '      screen: ["/(/"]' },
    line: 14,
    code: 'lesson.pattern',
    values: { pattern: '/(/' },
  },
  {
    what: 'a form there is not',
    lines: { 16: '        - { form: initiatoin }' },
    line: 16,
    code: 'lesson.form_unknown',
    values: { form: 'initiatoin', expected: 'initiation, reminder' },
  },
  {
    what: 'a field there is not',
    lines: { 16: '        - { form: initiation, values: { tyep: shl_35 } }' },
    line: 16,
    code: 'lesson.field_unknown',
    values: { form: 'initiation', field: 'tyep', expected: 'type, date, present, done, who' },
  },
  {
    what: 'a code there is not',
    lines: { 16: '        - { form: initiation, values: { type: shl_36 } }' },
    line: 16,
    code: 'lesson.code_unknown',
    values: { field: 'type', code: 'shl_36', set: 'initiation_types' },
  },
  {
    what: 'a code there is not in a list of them',
    lines: { 16: '        - { form: initiation, values: { type: [shl_35, shl_36] } }' },
    line: 16,
    code: 'lesson.code_unknown',
    values: { code: 'shl_36' },
  },
  {
    what: 'a tick that is none',
    lines: { 12: '      - command: save\n    apart: ehkä' },
    line: 13,
    code: 'lesson.expected',
    values: { place: 'steps 1 apart', expected: 'tick' },
  },
  {
    what: 'a list that is none',
    lines: { 14: '      screen: Tallennettu' },
    line: 14,
    code: 'lesson.expected',
    values: { place: 'steps 1 expect screen', expected: 'list' },
  },
  {
    what: 'a limit of practice below nothing',
    lines: { 17: 'practice: { lists: -1 }' },
    line: 17,
    code: 'lesson.range',
    values: { place: 'practice lists', min: 0 },
  },
];

describe('a fault in a lesson file names its line, its place and what would be right', () => {
  it.each(CASES)('$what', ({ lines, line, code, values }) => {
    const { lesson, faults } = readLesson('my.yaml', withLines(lines), NAMED);
    expect(lesson).toBeNull();
    expect(faults[0]).toMatchObject({ file: 'my.yaml', line, problem: { code } });
    if (values) expect(faults[0]?.problem.values).toMatchObject(values);
  });

  it('and all of them are told, in the order of the file', () => {
    const text = withLines({ 4: 'minutes: 0', 12: '      - command: sav', 6: 'work_date: 3' });
    const { faults } = readLesson('my.yaml', text, NAMED);
    expect(faults.map(({ line }) => line)).toEqual([4, 6, 12]);
  });

  it.each(['', 'just words', '- a\n- list', '42', '\u0000', 'a: &a *a'])(
    '%j is no lesson',
    (text) => {
      const { lesson, faults } = readLesson('my.yaml', text, NAMED);
      expect(lesson).toBeNull();
      expect(faults.length).toBeGreaterThan(0);
    },
  );
});
