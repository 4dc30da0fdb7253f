import { describe, expect, it } from 'vitest';
import { type PhraseFile, readPhrases } from '../../src/catalog/phrases';
import { sharedPhraseFiles } from '../../src/cli/phrases';

const file = (text: string | null, name = 'omat.yaml'): PhraseFile => ({ file: name, text });

const faultsOf = (text: string | null) =>
  readPhrases([file(text)]).faults.map(({ line, problem }) => `${line} ${problem.code}`);

describe('files of phrases', () => {
  it('the shipped ones have no faults and fit any memo', () => {
    const { phrases, faults } = readPhrases(sharedPhraseFiles());
    expect(faults).toEqual([]);
    expect(phrases.all.length).toBeGreaterThan(5);
    expect(phrases.find('SOITTO')?.text).toContain('{työpäivä}');
  });

  it('lie over each other name by name', () => {
    const { phrases } = readPhrases([
      file('yksi: Eka\nkaksi: Toka', 'yhteiset.yaml'),
      file('kaksi: Oma toka\njälki: "Ä: {asiakas}"'),
    ]);
    expect(phrases.all.map(({ name, text }) => [name, text])).toEqual([
      ['jälki', 'Ä: {asiakas}'],
      ['kaksi', 'Oma toka'],
      ['yksi', 'Eka'],
    ]);
    expect(phrases.find('kolme')).toBeUndefined();
  });

  it.each([
    ['vain tekstiä', ['1 phrase.line']],
    ['a: "auki', ['1 phrase.line']],
    ['# huomautus\n\n9a: Numero edessä', ['3 phrase.name']],
    ['Iso: Alku isolla', ['1 phrase.name']],
    ['on.piste: Piste', ['1 phrase.name']],
    ['a: Eka\na: Toka', ['2 phrase.repeated']],
    ['a: "{asikas} soitti"', ['1 phrase.placeholder']],
    ['a: "Soitti {asiakas"', ['1 phrase.placeholder']],
    ['a: "{|} ja {|}"', ['1 phrase.cursor']],
    ['a: "  "', ['1 phrase.too_long']],
    [`a: ${'x'.repeat(4001)}`, ['1 phrase.too_long']],
    ['a: r\uFFFDikki', ['1 phrase.unreadable']],
    [null, ['1 phrase.unreadable']],
  ])('a fault has its line: %j', (text, expected) => {
    expect(faultsOf(text)).toEqual(expected);
  });

  it('a faulty line takes nothing else with it', () => {
    const { phrases, faults } = readPhrases([
      file('eka: Yksi\nrikki\ntoka: "{mikä}"\nkolmas: Kolme\neka: Taas'),
    ]);
    expect(phrases.all.map(({ name, text }) => `${name} ${text}`)).toEqual([
      'eka Yksi',
      'kolmas Kolme',
    ]);
    expect(faults.map(({ line }) => line)).toEqual([2, 3, 5]);
  });
});
