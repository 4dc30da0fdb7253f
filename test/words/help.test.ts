import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HELP_LANGUAGES, HELP_WORDS, loadHelp, parsePage } from '../../src/catalog/help';
import { registry } from '../../src/forms/index';
import { projectRoot } from '../lib/root';
import { dataFiles, SHIPPED } from './data-words';

const pagesIn = (lang: string) =>
  readdirSync(join(projectRoot(), 'data', 'help', lang))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => ({ name, page: parsePage(dataFiles.text(`help/${lang}/${name}`)) }));
const help = loadHelp({
  list: () => [],
  text: dataFiles.text,
});

describe.each(HELP_LANGUAGES)('help in %s', (lang) => {
  const pages = pagesIn(lang);

  test('the catalog finds no fault in it', () => {
    const wanted = registry.all.map(({ id, fields }) => ({
      form: id,
      fields: Object.entries(fields).flatMap(([field, { columns }]) => [
        field,
        ...Object.keys(columns ?? {}).map((column) => `${field}.${column}`),
      ]),
    }));
    expect(wanted.flatMap(({ fields }) => fields).length).toBeGreaterThan(100);
    expect(help.check(lang, wanted)).toEqual([]);
  });

  test('a form and a field of it are found, and the title is that of the form', () => {
    for (const form of registry.all) {
      const found = help.helpFor(lang, form.id);
      expect(found?.lang, form.id).toBe(lang);
      expect(found?.title).toBe(SHIPPED[lang].words.t(`form.${form.id}`));
    }
    const date = help.helpFor(lang, 'initiation', 'date')?.text;
    expect(date).toContain(lang === 'fi' ? 'työpäivä' : 'work date');
  });

  test('the general pages are there, with the sections of the Finnish ones', () => {
    const general = [
      ...['conflict.md', 'delivery.md', 'diary.md', 'grid.md', 'keys.md', 'list.md'],
      ...['prompt.md', 'start.md'],
    ];
    const forms = registry.all.map(({ id }) => `${id}.md`);
    expect(pages.map(({ name }) => name)).toEqual([...forms, ...general].sort());
    const sectionsOf = (all: typeof pages) =>
      all.map(({ name, page }) => [name, ...page.sections.keys()]);
    expect(sectionsOf(pages)).toEqual(sectionsOf(pagesIn('fi')));
  });

  test('every text on every page has 8 to 60 words, and no two are alike', () => {
    const seen = new Map<string, string>();
    for (const { name, page } of pages) {
      for (const [key, { text }] of page.sections) {
        const place = `${name} ${key || '#'}`;
        const count = text.split(/\s+/u).length;
        expect(count, place).toBeGreaterThanOrEqual(HELP_WORDS.least);
        expect(count, place).toBeLessThanOrEqual(HELP_WORDS.most);
        expect(seen.get(text), place).toBeUndefined();
        expect(text, place).toMatch(/[.]$/);
        seen.set(text, place);
      }
    }
  });
});

test('in Swedish a page is shown in Finnish, and says so', () => {
  expect(help.helpFor('sv', 'initiation', 'date')?.lang).toBe('fi');
  expect(HELP_LANGUAGES).not.toContain('sv');
});
