import { describe, expect, test } from 'vitest';
import type { Language } from '../../src/base/language';
import { loadWords, WORD_FILES } from '../../src/words/words';
import { GOLDEN_LINES, GOLDEN_WORK_LINE } from '../flows/golden';
import { SHIPPED } from './data-words';

/** Loads words from file texts given by path below `words/`; the files not named are empty. */
function load(files: Record<string, string>, lang: Language = 'fi') {
  const texts = new Map<string, string>();
  for (const one of ['fi', 'en']) {
    for (const name of WORD_FILES) texts.set(`words/${one}/${name}.yaml`, '');
  }
  for (const [path, text] of Object.entries(files)) texts.set(`words/${path}`, text);
  const read = (path: string) => {
    const text = texts.get(path);
    if (text === undefined) throw new Error('no such file');
    return text;
  };
  const { words, faults } = loadWords({ text: read }, lang);
  const told = faults.map(({ file, line, problem }) =>
    [`${file}:${line}`, problem.code, ...Object.values(problem.values ?? {})].join(' '),
  );
  return { words, told };
}

describe('texts', () => {
  const { words } = load({
    'fi/screen.yaml': [
      'a: Pelkkä teksti',
      'b: "{n} riviä, {nimi}"',
      'c: "Alku[, osa {x}][{y?}, rasti] loppu"',
      'd: "[[x]] ja [[{x}]]"',
      'e: "Enintään {max_cents} euroa"',
      'value.kind.pcs: kpl',
      'value.kind.list: "[[a]]"',
      'f: "{n} {kind}"',
    ].join('\n'),
  });

  test.each<[string, Record<string, string | number>, string]>([
    ['a', {}, 'Pelkkä teksti'],
    ['b', { n: 0, nimi: '{n}[x]' }, '0 riviä, {n}[x]'],
    ['b', { n: 1 }, '1 riviä, {nimi}'],
    ['b', { n: 1, nimi: '' }, '1 riviä, '],
    ['c', {}, 'Alku loppu'],
    ['c', { x: '', y: '' }, 'Alku loppu'],
    ['c', { x: 'u' }, 'Alku, osa u loppu'],
    ['c', { x: 0, y: '1' }, 'Alku, osa 0, rasti loppu'],
    ['d', { x: 'q' }, '[x] ja [q]'],
    ['e', { max_cents: 1250 }, 'Enintään 12,50 euroa'],
    ['e', { max_cents: 5 }, 'Enintään 0,05 euroa'],
    ['e', { max_cents: -123456 }, 'Enintään -1234,56 euroa'],
    ['f', { n: 3, kind: 'pcs' }, '3 kpl'],
    ['f', { n: 3, kind: 'list' }, '3 [a]'],
    ['f', { n: 3, kind: 'muu' }, '3 muu'],
    ['puuttuu.x', {}, '‹puuttuu.x›'],
  ])('%s with %j is %j', (key, values, expected) => {
    expect(words.t(key, values)).toBe(expected);
  });

  test('a name every object has is no value', () => {
    const loaded = load({ 'fi/screen.yaml': 'a: "x {constructor}[ {constructor}]"' });
    expect(loaded.words.t('a')).toBe('x {constructor}');
  });

  test('problems and lines have their own keys', () => {
    const own = load({ 'fi/problems.yaml': 'problem.a.b: "Ei {n}"\nline.k: "Rivi {n}"' }).words;
    expect(own.problem({ code: 'a.b', values: { n: 2 } })).toBe('Ei 2');
    expect(own.problem({ code: 'a.c' })).toBe('‹problem.a.c›');
    expect(own.line('k', { n: '3' })).toBe('Rivi 3');
    expect([own.has('line.k'), own.has('k')]).toEqual([true, false]);
  });
});

describe('faults', () => {
  test('a key given twice names its first place and keeps the first text', () => {
    const { words, told } = load({ 'fi/forms.yaml': 'x: yksi', 'fi/lines.yaml': '\nx: kaksi' });
    expect(told).toEqual(['words/fi/lines.yaml:2 words.duplicate x 1 words/fi/forms.yaml']);
    expect(words.t('x')).toBe('yksi');
  });

  test.each(['a [b', 'a b]', 'a [b [c] d]', 'a {b', 'a b}', 'a {}', 'a {B}', 'a {b c}'])(
    'the broken template %j is told and shown as it is',
    (text) => {
      const { words, told } = load({ 'fi/forms.yaml': `x: "${text}"` });
      expect(told).toEqual(['words/fi/forms.yaml:1 words.template x']);
      expect(words.t('x')).toBe(text);
    },
  );

  test('a line that is no pair is told with what it should be', () => {
    expect(load({ 'fi/forms.yaml': '# x\nrikki' }).told).toEqual([
      'words/fi/forms.yaml:2 words.line pair',
    ]);
  });

  test('a file that cannot be read is told, and the others load', () => {
    const read = (path: string) => {
      if (path.endsWith('forms.yaml')) throw new Error('gone');
      return 'y: koko';
    };
    const { words, faults } = loadWords({ text: read }, 'fi');
    expect(faults[0]).toEqual({
      file: 'words/fi/forms.yaml',
      line: 1,
      problem: { code: 'words.file_missing' },
    });
    expect(words.t('y')).toBe('koko');
  });

  test('English is compared with Finnish and falls back to it', () => {
    const { words, told } = load(
      {
        'fi/forms.yaml': 'both: "Yksi {a}[ {b}]"\nonly.fi: Suomeksi',
        'en/forms.yaml': 'both: "One [{b} ]{a}"\n\nonly.en: In English',
        'fi/lines.yaml': 'differs: "{a} ja {b}"',
        'en/lines.yaml': '# here\ndiffers: "{a} and {c}"',
      },
      'en',
    );
    expect(told).toEqual([
      'words/en/forms.yaml:1 words.key_missing only.fi',
      'words/en/forms.yaml:3 words.key_unknown only.en',
      'words/en/lines.yaml:2 words.placeholders differs a, c a, b',
    ]);
    expect(words.t('only.fi')).toBe('Suomeksi');
    expect(words.t('both', { a: 1, b: 2 })).toBe('One 2 1');
    expect(words.lang).toBe('en');
  });

  test('amounts have a dot in English', () => {
    const { words } = load(
      { 'fi/forms.yaml': 'x: "{a_cents}"', 'en/forms.yaml': 'x: "{a_cents}"' },
      'en',
    );
    expect(words.t('x', { a_cents: 1250 })).toBe('12.50');
  });
});

describe('lines of the diary', () => {
  const { words } = SHIPPED.fi;
  const worker = 'Mallila Maija';
  const unit = 'P-H SOSIAALI- JA TERVEYSYHTYMÄ';
  const id = '121255-TP1X';
  const decision = { type: 'Päätös aikuissosiaalityöstä', on: '011206', decider: worker, unit };
  const work = { event: 'Asiakaskäynti, vaativa, K2', quantity: '60', unit: 'min', worker };

  test('the four golden lines and the work line of B1', () => {
    const lines = [
      words.line('initiation', {
        type: 'AS / Aikuissosiaalityön tarve',
        from: 'Henkilö itse',
        reason: 'Kriisipalvelu',
        worker,
        unit,
      }),
      words.line('investigation', {
        type: 'Aikuissosiaalityö',
        id,
        worker,
        unit: 'PÄIJÄT-HÄMEEN SOSIAALI- JA TERVEYSYHTYMÄ',
      }),
      words.line('decision', { ...decision, notice: '1', year: '2006', no: '3' }),
      words.line('service', { service: 'Akuutti sosiaalityö', id, worker }),
    ];
    expect(lines).toEqual(GOLDEN_LINES.map(({ line }) => line));
    expect(
      words.line('work_entry', {
        ...work,
        others: 'Huoltaja',
        present: '3',
        not_reachable: '',
        note: '',
      }),
    ).toBe(GOLDEN_WORK_LINE);
  });

  test('a part stands only when its fact is there', () => {
    expect(words.line('decision', { ...decision, notice: '', year: '2006', no: '3' })).toBe(
      `Päätös aikuissosiaalityöstä 011206 Päättäjä: ${worker}; ${unit} Päätösno 2006 3`,
    );
    const missed = {
      ...work,
      quantity: '0',
      unit: 'pcs',
      others: '',
      present: '0',
      not_reachable: '1',
    };
    expect(words.line('work_entry', { ...missed, note: 'Soitto. [ei] {vastausta}' })).toBe(
      'Asiakaskäynti, vaativa, K2, läsnä 0, 0 kpl, ei tavattavissa ' +
        `Käsittelijä: ${worker} Soitto. [ei] {vastausta}`,
    );
  });

  test('the other lines of DESIGN 9', () => {
    expect([
      words.line('enforcement', { file: 'Toimeentulotuki', id, worker }),
      words.line('investigation_ended', { type: 'Aikuissosiaalityö', on: '050508', worker }),
      words.line('initiation_dismissed', { type: 'AS / Tarve', reason: 'Ohjattu muualle' }),
      words.line('enforcement_ended', { on: '050508' }),
      words.line('diary_note', { text: 'Sovittu [uusi] aika.' }),
    ]).toEqual([
      `Toimeentulotuki, Toimeenpano aloitettu ${id}. ${worker}`,
      `Aikuissosiaalityö, Selvitys päätetty 050508. ${worker}`,
      'AS / Tarve, ei johda toimenpiteisiin: Ohjattu muualle',
      'Toimeenpano päätetty 050508',
      'Sovittu [uusi] aika.',
    ]);
  });
});
