import { expect, test } from 'vitest';
import { castOf } from '../../src/lessons/cast';
import type { RecordedEvent, Recording } from '../../src/lessons/recording';
import { playInAsciinema } from '../lib/asciinema';

const recordingOf = (...events: RecordedEvent[]): Recording => ({
  title: 'Päivämäärät',
  lang: 'fi',
  cols: 20,
  rows: 3,
  term: 'linux',
  events,
});

test('every kind of event is a line of asciicast v3, times relative to the line before', () => {
  const cast = castOf(
    recordingOf(
      { at: 0, kind: 'output', text: '\x1b[2J' },
      { at: 250.4, kind: 'step', step: 1, caption: 'Kirjoita "t"' },
      { at: 300, kind: 'screen', rows: ['x'] },
      { at: 1000.4, kind: 'keys', names: 'F5', bytes: '\x1b[15~' },
      { at: 1000.6, kind: 'size', cols: 30, rows: 4 },
      { at: 1500, kind: 'cells', lines: [], cursor: null },
      { at: 2000, kind: 'end', status: 1 },
    ),
  );
  expect(cast.split('\n')).toEqual([
    '{"version":3,"term":{"cols":20,"rows":3,"type":"linux"},"title":"Päivämäärät"}',
    '[0,"o","\\u001b[2J"]',
    '[0.25,"m","Kirjoita \\"t\\""]',
    '[0.75,"i","\\u001b[15~"]',
    '[0.001,"r","30x4"]',
    '[0.999,"x","1"]',
    '',
  ]);
});

test('rounding does not add up: a thousand events end when the run did', () => {
  const events = Array.from(
    { length: 1000 },
    (_, i): RecordedEvent => ({ at: i * 1.4, kind: 'output', text: '.' }),
  );
  const times = castOf(recordingOf(...events))
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line)[0] as number);
  const whole = times.reduce((sum, one) => sum + one, 0);
  expect(whole).toBeCloseTo(1.399, 6);
});

test('the asciinema player follows a change of size and wide and joined signs', async () => {
  const text = '\x1b[H漢字 e\u0301 │─ \x1b[1;7mä\x1b[m';
  const played = await playInAsciinema(
    castOf(
      recordingOf(
        { at: 0, kind: 'output', text: 'gone' },
        { at: 1, kind: 'size', cols: 30, rows: 5 },
        { at: 2, kind: 'output', text: `\x1b[2J${text}\x1b[5;28Hend` },
        { at: 3, kind: 'end', status: 0 },
      ),
    ),
  );
  expect(played.size).toEqual({ cols: 30, rows: 5 });
  expect(played.rows[0]).toMatch(/^漢 ?字 ? e.? │─ ä$/u);
  expect(played.rows[4]).toBe(`${' '.repeat(27)}end`);
});
