import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JsonPart, readJsonText } from '../../src/keys/json-text';

/** What JSON.parse would give, without numbers and literals, which no keymap has. */
function plain(part: JsonPart): unknown {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'list') return part.items.map(plain);
  if (part.kind === 'other') return null;
  return Object.fromEntries(part.entries.map((one) => [one.name, plain(one.part)]));
}

const withoutOthers = (_name: string, value: unknown) =>
  typeof value === 'number' || typeof value === 'boolean' ? null : value;

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom(0, 2), (text, indent) => {
      const source = JSON.stringify(JSON.parse(text), null, indent);
      const read = readJsonText(source);
      expect(read.ok && plain(read.value)).toEqual(JSON.parse(source, withoutOthers));
    }),
    { numRuns: 1000 },
  );
});

test('refuses what JSON.parse refuses', () => {
  const shape = fc.constantFrom(
    ...'{}[],:"\\ \n\t\u00a0',
    '"a"',
    '1',
    '01',
    '-',
    'null',
    'x',
    '{"a":',
  );
  const cases = fc.array(shape, { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(cases, (source) => {
      let accepted = true;
      try {
        JSON.parse(source);
      } catch {
        accepted = false;
      }
      expect(readJsonText(source).ok).toBe(accepted);
    }),
    { numRuns: 5000 },
  );
});

test('tells the line and what was expected', () => {
  expect(readJsonText('{\n"a": "b"\n"c": "d"}')).toEqual({
    ok: false,
    problem: { code: 'keymap.not_json', values: { line: 3, expected: ', }' } },
  });
  expect(readJsonText('{"a":\n"b\nc"}')).toMatchObject({ problem: { values: { line: 2 } } });
  expect(readJsonText('{}\n\n{')).toMatchObject({ problem: { values: { line: 3 } } });
});
