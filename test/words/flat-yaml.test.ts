import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseFlatYaml } from '../../src/words/flat-yaml';
import { WORD_FILES } from '../../src/words/words';
import { dataFiles, LANGUAGES } from './data-words';

const faultsOf = (source: string) =>
  parseFlatYaml(source).faults.map(({ line, problem }) => `${line} ${problem.values?.expected}`);

describe('flat yaml', () => {
  test('reads pairs, quotes, comments and empty lines with their line numbers', () => {
    const source =
      '\uFEFF# sanoja\r\n\r\na.b_1.V: Teksti, jossa on pilkku\r\nc: "sanoi: \\"x\\" \\\\ \\n"  \n';
    expect(parseFlatYaml(source)).toEqual({
      pairs: [
        { key: 'a.b_1.V', text: 'Teksti, jossa on pilkku', line: 3 },
        { key: 'c', text: 'sanoi: "x" \\ \n', line: 4 },
      ],
      faults: [],
    });
  });

  test.each([
    ['vain tekstiä', '1 pair'],
    ['  a: sisennetty', '1 pair'],
    ['a:\n  b: pesä', '1 pair|2 pair'],
    ['- a: luettelo', '1 pair'],
    ['Iso: alku', '1 pair'],
    ['a: ', '1 quotes'],
    ['a: Null', '1 quotes'],
    ['a: true', '1 quotes'],
    ['a: 12', '1 quotes'],
    ['a: {nimi} on', '1 quotes'],
    ['a: [osa]', '1 quotes'],
    ['a: kaksi: pistettä', '1 quotes'],
    ['a: teksti # huomautus', '1 quotes'],
    ['a: loppu:', '1 quotes'],
    ['a: "auki', '1 quotes'],
    ['a: "outo \\x merkki"', '1 quotes'],
    ['a: "lainaus" perässä', '1 quotes'],
    ['a: sarkain\tvälissä', '1 quotes'],
    ['a: | \n  lohko', '1 quotes|2 pair'],
  ])('refuses %j', (source, expected) => {
    expect(faultsOf(source).join('|')).toBe(expected);
    expect(parseFlatYaml(source).pairs).toEqual([]);
  });

  test('the rest of a broken file is read', () => {
    expect(parseFlatYaml('a: yksi\nrikki\nb: kaksi').pairs.map(({ key }) => key)).toEqual([
      'a',
      'b',
    ]);
  });

  test('whatever it accepts, a YAML reader reads the same', () => {
    const sign = fc.constantFrom(
      ...'aäY:#{}[]"\'\\n,-&*!|>%@`?~ \t\u00a0.0=',
      'null',
      'yes',
      ': ',
      ' #',
    );
    const scalar = fc.array(sign, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
    const quoted = scalar.map((text) => `"${text}"`);
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(scalar, quoted), (written) => {
        const { pairs } = parseFlatYaml(`avain: ${written}`);
        if (pairs.length === 0) return;
        accepted++;
        expect(parse(`avain: ${written}`)).toEqual({ avain: pairs[0]?.text });
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(300);
  });

  test.each(LANGUAGES.flatMap((lang) => WORD_FILES.map((name) => `words/${lang}/${name}.yaml`)))(
    '%s is YAML with the same meaning',
    (path) => {
      const source = dataFiles.text(path);
      const { pairs, faults } = parseFlatYaml(source);
      expect(faults).toEqual([]);
      expect(Object.fromEntries(pairs.map(({ key, text }) => [key, text]))).toEqual(
        parse(source) ?? {},
      );
    },
  );
});
