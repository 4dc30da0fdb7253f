import { describe, expect, test } from 'vitest';
import { textWidth } from '../../src/base/text-width';
import { KINDS } from '../../src/form/kinds/kinds';
import { registry } from '../../src/forms/index';
import { COMMANDS, footerCommands } from '../../src/keys/commands';
import { MENU_ORDER } from '../../src/keys/menus';
import { parseFlatYaml } from '../../src/words/flat-yaml';
import { WORD_FILES } from '../../src/words/words';
import { dataFiles, LANGUAGES, SHIPPED } from './data-words';
import { problemCodes } from './problem-codes';

/** Widest caption of a field and of a footer cell, in columns. */
const CAPTION = 26;
const FOOT = 11;

/** Texts that are the same in Finnish and in another language, and rightly so. */
const SHARED = new Set(['Suomeksi', 'På svenska', 'In English', 'min']);

const fieldKeys = registry.all.flatMap((form) =>
  Object.entries(form.fields).flatMap(([id, field]) => [
    `form.${form.id}.${id}`,
    ...Object.keys(field.columns ?? {}).map((column) => `form.${form.id}.${id}.${column}`),
  ]),
);
const formKeys = registry.all.flatMap((form) => {
  const sections = Object.values(form.fields).flatMap((field) => field.section ?? []);
  return [
    `form.${form.id}`,
    ...[...new Set(sections)].map((section) => `form.${form.id}.section.${section}`),
  ];
});

describe.each(LANGUAGES)('words in %s', (lang) => {
  const { words, faults } = SHIPPED[lang];
  const missing = (keys: readonly string[]) => [...new Set(keys)].filter((key) => !words.has(key));

  test('the files have no fault', () => {
    expect(faults).toEqual([]);
  });

  test('every form, section, field and column has a name', () => {
    expect(missing([...formKeys, ...fieldKeys])).toEqual([]);
    expect(fieldKeys.length).toBeGreaterThan(100);
  });

  test('captions fit their column', () => {
    const wide = fieldKeys.filter((key) => textWidth(words.t(key)) > CAPTION);
    expect(wide).toEqual([]);
  });

  test('a whole caption is longer than the one that stands for it', () => {
    const cut = fieldKeys.filter((key) => words.has(`${key}.long`));
    expect(cut.length).toBeGreaterThan(0);
    for (const key of cut) {
      expect(words.t(`${key}.long`).length).toBeGreaterThan(words.t(key).length);
    }
  });

  test('every limit of every field has a sentence without open placeholders', () => {
    const fields = registry.all.flatMap((form) =>
      Object.values(form.fields).flatMap((field) => [field, ...Object.values(field.columns ?? {})]),
    );
    for (const field of fields) {
      for (const { code, values } of KINDS[field.kind].limits(field)) {
        expect(words.t(code, values)).toMatch(/^[^{}‹›]+\.$/);
      }
    }
  });

  test('every command has a caption and a sentence, those of the footer a short caption', () => {
    expect(missing(COMMANDS.flatMap(({ id }) => [`command.${id}`, `command.${id}.help`]))).toEqual(
      [],
    );
    const feet = footerCommands().map(({ id }) => `command.${id}.foot`);
    expect(missing(feet)).toEqual([]);
    for (const { id } of COMMANDS) {
      const foot = `command.${id}.foot`;
      if (words.has(foot)) expect(textWidth(words.t(foot))).toBeLessThanOrEqual(FOOT);
      expect(words.t(`command.${id}.help`)).toMatch(/\.$/);
    }
  });

  test('every menu has a name', () => {
    expect(missing(MENU_ORDER.map((menu) => `menu.${menu}`))).toEqual([]);
  });

  test('every problem code of the sources has a sentence', () => {
    const { codes, unknownBuilt } = problemCodes();
    expect(unknownBuilt).toEqual([]);
    expect(codes.length).toBeGreaterThan(80);
    const without = new Map(
      codes
        .filter(({ code }) => !words.has(`problem.${code}`))
        .map(({ code, file }) => [code, file]),
    );
    expect([...without]).toEqual([]);
  });
});

test('the scan finds codes of each shape', () => {
  const found = new Set(problemCodes().codes.map(({ code }) => code));
  const shapes = ['date.form', 'choice.none', 'catalog.ages', 'keymap.shape', 'memo.invalid'];
  for (const code of [...shapes, 'keymap.key_clash', 'first.positive_decision', 'workers.twice']) {
    expect(found).toContain(code);
  }
});

describe.each(['sv', 'en'])('texts in %s', (lang) => {
  test('are not the Finnish ones', () => {
    const pairsOf = (one: string) =>
      WORD_FILES.flatMap(
        (name) => parseFlatYaml(dataFiles.text(`words/${one}/${name}.yaml`)).pairs,
      );
    const finnish = new Map(pairsOf('fi').map(({ key, text }) => [key, text]));
    const same = pairsOf(lang).filter(({ key, text }) => {
      const own = text.replace(/\{[^}]*\}/g, '');
      return finnish.get(key) === text && /[a-zåäö]{3,}/i.test(own) && !SHARED.has(own);
    });
    expect(same.map(({ key, text }) => `${key}: ${text}`)).toEqual([]);
  });
});
