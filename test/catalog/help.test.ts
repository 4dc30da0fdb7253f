import { describe, expect, it } from 'vitest';
import { loadHelp } from '../../src/catalog/help';
import { csv, folderOf } from './folder';

const TEN = 'yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen';
const NINE = 'a1 a2 a3 a4 a5 a6 a7 a8 a9';
const EIGHT = 'b1 b2 b3 b4 b5 b6 b7 b8';

const PAGE = csv(
  '# Vireillepano',
  '',
  TEN,
  '',
  '## date',
  'a1 a2 a3 a4',
  'a5 a6 a7 a8 a9',
  '',
  'Toinen kappale ei kuulu ohjeeseen.',
  '',
  '## reason',
  EIGHT,
);

function check(pages: Record<string, string>, ...fields: string[]) {
  return loadHelp(folderOf(pages))
    .check('fi', [{ form: 'initiation', fields }])
    .map(({ line, problem }) => [line, problem.code, problem.values]);
}

describe('help', () => {
  it('gives the text of the form and the first paragraph of a field', () => {
    const help = loadHelp(folderOf({ 'help/fi/initiation.md': PAGE }));
    expect(help.helpFor('fi', 'initiation')).toEqual({
      title: 'Vireillepano',
      text: TEN,
      lang: 'fi',
    });
    expect(help.helpFor('fi', 'initiation', 'date')?.text).toBe(NINE);
    expect(help.helpFor('fi', 'initiation', 'unit')).toBeUndefined();
    expect(help.helpFor('fi', 'person')).toBeUndefined();
  });

  it('gives Finnish where the wanted language has none', () => {
    const english = csv('# Initiation', 'One text.');
    const help = loadHelp(
      folderOf({ 'help/fi/initiation.md': PAGE, 'help/en/initiation.md': english }),
    );
    expect(help.helpFor('en', 'initiation')).toMatchObject({ title: 'Initiation', lang: 'en' });
    expect(help.helpFor('en', 'initiation', 'date')).toMatchObject({ text: NINE, lang: 'fi' });
  });

  it('finds nothing wrong with a good page', () => {
    expect(check({ 'help/fi/initiation.md': PAGE }, 'date', 'reason')).toEqual([]);
  });

  it('names a page and a section that are not there, and one that should not be', () => {
    expect(check({}, 'date')).toEqual([[1, 'help.page_missing', { form: 'initiation' }]]);
    expect(check({ 'help/fi/initiation.md': PAGE }, 'date', 'reason', 'unit')).toEqual([
      [1, 'help.section_missing', { section: 'unit' }],
    ]);
    expect(check({ 'help/fi/initiation.md': PAGE }, 'date')).toEqual([
      [11, 'help.section_unknown', { section: 'reason' }],
    ]);
  });

  it.each([
    ['seven words', 7, 'w '.repeat(7)],
    ['sixty-one words', 61, 'w '.repeat(61)],
    ['no text', 0, ''],
  ])('refuses %s', (_name, found, text) => {
    expect(check({ 'help/fi/initiation.md': csv('# Sivu', TEN, '## date', text) }, 'date')).toEqual(
      [[3, 'help.length', { section: 'date', found, least: 8, most: 60 }]],
    );
  });

  it.each([8, 60])('takes %i words, a dash not counted', (count) => {
    const text = `- ${'w '.repeat(count)}`;
    expect(check({ 'help/fi/initiation.md': csv('# Sivu', TEN, '## date', text) }, 'date')).toEqual(
      [],
    );
  });

  it('refuses two texts alike, also on two pages, and a section twice', () => {
    const twice = csv('# Sivu', TEN, '## date', NINE, '## date', EIGHT);
    expect(check({ 'help/fi/initiation.md': twice }, 'date')).toEqual([
      [5, 'help.section_twice', { section: 'date' }],
    ]);
    const pages = {
      'help/fi/initiation.md': csv('# Sivu', TEN),
      'help/fi/decision.md': csv('# Toinen', TEN.toUpperCase()),
    };
    const faults = loadHelp(folderOf(pages)).check('fi', [
      { form: 'initiation', fields: [] },
      { form: 'decision', fields: [] },
    ]);
    expect(faults).toEqual([
      {
        file: 'help/fi/decision.md',
        line: 1,
        problem: { code: 'help.alike', values: { section: '#', other: 'help/fi/initiation.md:1' } },
      },
    ]);
  });
});
