import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../../src/base/language';
import { run } from '../../src/desk/run';
import type { Base } from '../../src/store/base';
import { paintPicture } from '../../src/ui/picture';
import { CONTEXTS } from '../contract/contexts';
import { Desk, viewOf } from '../contract/desk';
import { Bases, IDENTIFIERS, undone } from '../contract/world';

/** Places reached by typing Finnish words, and what was found or counted when it was asked. */
const OWN_LANGUAGE = [
  'record changed meanwhile',
  'list of persons',
  'list of persons for a cell',
  'list of who may be the same',
  'question of a move',
];

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

/** The screen without what was said last: a notice is about the key before. */
function screenOf(desk: Desk): readonly string[] {
  return paintPicture(viewOf(desk.env, { ...desk.state, notice: null })).text();
}

const languagesOf = ({ state }: Desk) => [state.setting.lang, state.otherLang];

/** The screen of a place when everything there was done in one language. */
function wholeIn(lang: Language, reach: (desk: Desk) => void, options = {}): readonly string[] {
  return undone(base, () => {
    const desk = new Desk(base, { ...options, lang });
    reach(desk);
    return screenOf(desk);
  });
}

/** The screen when the same was done in Finnish and the language changed then, by its name. */
function changedTo(lang: Language, reach: (desk: Desk) => void, options = {}): readonly string[] {
  return undone(base, () => {
    const desk = new Desk(base, options);
    reach(desk);
    desk.take(run(desk.env, desk.state, `language.${lang}`));
    return screenOf(desk);
  });
}

describe('changing the language', () => {
  it('goes to the other of two and back', () => {
    const desk = new Desk(base);
    expect(languagesOf(desk)).toEqual(['fi', 'en']);
    expect(languagesOf(desk.command('language.next'))).toEqual(['en', 'fi']);
    expect(languagesOf(desk.command('language.next'))).toEqual(['fi', 'en']);
    expect(languagesOf(desk.command('language.sv'))).toEqual(['sv', 'fi']);
    expect(languagesOf(desk.command('language.next'))).toEqual(['fi', 'sv']);
    expect(desk.said).toEqual([]);
    expect(languagesOf(desk.command('language.fi'))).toEqual(['fi', 'sv']);
    expect(desk.said).toEqual(['language.same']);
  });

  it('keeps what is being typed', () => {
    const desk = new Desk(base).type(IDENTIFIERS.client).keys('Enter', 'F5').type('ai');
    const before = desk.state.entries.initiation?.edit;
    desk.command('language.next').type('k');
    expect(desk.state.entries.initiation?.edit.line.text).toBe(`${before?.line.text}k`);
  });

  const places = CONTEXTS.filter(({ name }) => !OWN_LANGUAGE.includes(name));
  it.each(places.map((context) => [context.name, context] as const))(
    'gives the screen as if it had been so from the start: %s',
    (_name, { reach, options }) => {
      for (const lang of LANGUAGES.slice(1)) {
        const screen = changedTo(lang, reach, options);
        expect(screen, lang).toEqual(wholeIn(lang, reach, options));
      }
    },
  );
});
