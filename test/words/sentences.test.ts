import { describe, expect, test } from 'vitest';
import type { Problem, Result } from '../../src/base/problems';
import type { Field } from '../../src/form/field';
import { KINDS } from '../../src/form/kinds/kinds';
import { loadKeymaps } from '../../src/keys/keymap';
import { readBusinessId } from '../../src/rules/business-id';
import { readPersonId } from '../../src/rules/person-id';
import { exactlyOneResponsible } from '../../src/rules/responsible';
import { readTypedDate } from '../../src/rules/typed-date';
import { readTypedInteger, readTypedMoney, readTypedMonth } from '../../src/rules/typed-number';
import { loadWords } from '../../src/words/words';
import { LANGUAGES, SHIPPED } from './data-words';

const WORK_DATE = '2026-03-16';
const options = [
  { id: 'a', code: 'AS', text: 'Aikuiset' },
  { id: 'b', code: '', text: 'Aktiivit' },
  { id: 'c', code: '', text: 'Varattu', refused: 'unit.reserved' },
];

function typed(field: Field, text: string, among = options): Result<unknown> {
  return KINDS[field.kind].read(text, field, { workDate: WORK_DATE, options: among });
}

const day = (text: string, side: 'past' | 'future' | 'any') =>
  readTypedDate(text, { workDate: WORK_DATE, side });

const READINGS: readonly Result<unknown>[] = [
  day('x', 'any'),
  day('310226', 'any'),
  day('170326', 'past'),
  day('150326', 'future'),
  readTypedMonth('x', WORK_DATE),
  readTypedMonth('1326', WORK_DATE),
  readTypedInteger('x', { min: 0, max: 99 }),
  readTypedInteger('100', { min: 0, max: 99 }),
  readTypedMoney('x'),
  readTypedMoney('10', { min: 0, max: 999 }),
  readPersonId('x'),
  readPersonId('310290-900P'),
  readPersonId('010190-0011'),
  readPersonId('010190-900X'),
  readBusinessId('x'),
  readBusinessId('0112038-1'),
  typed({ kind: 'text', max: 3 }, 'neljä'),
  typed({ kind: 'flag' }, 'ehkä'),
  typed({ kind: 'rows', columns: {} }, 'x'),
  typed({ kind: 'code' }, 'zz'),
  typed({ kind: 'code' }, 'zz', []),
  typed({ kind: 'code' }, 'varattu'),
  typed({ kind: 'link' }, 'a'),
];

const WORKERS: readonly Problem[] = [
  [],
  [{ worker: 'x', responsible: false }],
  [
    { worker: 'x', responsible: true },
    { worker: 'x', responsible: false },
  ],
  [
    { worker: 'x', responsible: true },
    { worker: 'y', responsible: true },
  ],
].flatMap((rows) => exactlyOneResponsible(rows) ?? []);

const KEYMAP = `{"name": "x", "outo": 1, "extends": "ei", "bindings": {
  "save": ["Ctrl+A", "Ctrl+Z", "Ctrl+H", "Ctrl+1", "Esc", "Up", "a", "Hyper+X", "", "F13",
    "F12 F12 F12"],
  "quit": ["F12", "F12"], "cancel": ["F12"], "quit": ["F1"], "redraw": "F3", "ei.ole": [],
  "back": [3], "list.open": ["Ctrl+V v"], "menu.open": ["Ctrl+V"], "help.show": ["Ctrl+Shift+F1"]
}}`;

const keymapFaults = ['{', '[]', '{}', KEYMAP].flatMap((text) =>
  loadKeymaps([{ name: 'user', file: 'x.json', text }]).faults.map(({ problem }) => problem),
);

const wordFaults = loadWords(
  {
    text: (path) => {
      if (path.endsWith('forms.yaml')) throw new Error('gone');
      const own = path.includes('/en/') ? 'a: "{x}"\nd: uusi' : 'a: "{y}"\nc: "{"';
      return path.endsWith('lines.yaml') ? `${own}\na: taas\nrikki\ne: true` : '';
    },
  },
  'en',
).faults.map(({ problem }) => problem);

const PROBLEMS: readonly Problem[] = [
  ...READINGS.map((read) => {
    if (read.ok) throw new Error('this must be refused');
    return read.problem;
  }),
  ...WORKERS,
  ...keymapFaults,
  ...wordFaults,
];

describe.each(LANGUAGES)('sentences of real problems in %s', (lang) => {
  test.each(PROBLEMS.map((problem) => [problem.code, problem] as const))('%s', (_code, problem) => {
    const sentence = SHIPPED[lang].words.problem(problem);
    expect(sentence).toMatch(/[.)]$/);
    // A keymap's own text may hold braces; a placeholder left open never has a space or quote.
    expect(sentence).not.toMatch(/\{[a-z_]+\}|[‹›]/);
  });
});

test('the problems are of many sorts', () => {
  const codes = new Set(PROBLEMS.map(({ code }) => code));
  expect(WORKERS.length).toBe(4);
  expect(codes.size).toBeGreaterThan(40);
  for (const code of ['words.placeholders', 'words.line', 'keymap.key_forbidden', 'choice.empty']) {
    expect(codes).toContain(code);
  }
});
