import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText, type Searched, searchWords, wordsOf } from '../../src/rules/word-search';

const item = (caption: string, text = ''): Searched => ({
  caption: foldText(caption),
  words: wordsOf(caption),
  text: wordsOf(text),
});

const COMMANDS = [
  'Tallenna',
  'Tallenna ja avaa seuraava',
  'Päiväkirja',
  'Päätös',
  'Päätös - ei johda',
  'Kopioi vireillepano sisaruksille',
  'Vireillepano',
  'Vastuullinen käsittelijä',
  'Toinen käsittelijä',
  'Sulje selvitys ja siirrä palvelu toimeenpanoon',
].map((caption) => item(caption));

const found = (typed: string) => searchWords(COMMANDS, typed).map((at) => COMMANDS[at]?.caption);

describe('finding by words', () => {
  it.each([
    ['tall', ['tallenna', 'tallenna ja avaa seuraava']],
    ['seur', ['tallenna ja avaa seuraava']],
    ['kop', ['kopioi vireillepano sisaruksille']],
    ['vireillepano', ['vireillepano', 'kopioi vireillepano sisaruksille']],
    ['käsi toi', ['toinen käsittelijä']],
    ['ei johda', ['päätös - ei johda']],
    ['PÄÄTÖS', ['päätös', 'päätös - ei johda']],
  ])('%s begins words, best first', (typed, captions) => expect(found(typed)).toEqual(captions));

  it.each([
    ['vireillepanon', 'vireillepano'],
    ['päätöstä', 'päätös'],
    ['käsittelijän', 'vastuullinen käsittelijä'],
    ['sisarukset', 'kopioi vireillepano sisaruksille'],
    ['selvityksen', 'sulje selvitys ja siirrä palvelu toimeenpanoon'],
    ['kopio', 'kopioi vireillepano sisaruksille'],
  ])('%s is the same word inflected', (typed, caption) => expect(found(typed)[0]).toBe(caption));

  it.each([
    ['tallnena', 'tallenna'],
    ['paivakirja', 'päiväkirja'],
    ['pätös', 'päätös'],
    ['virellepan', 'vireillepano'],
    ['vireilepanno', 'vireillepano'],
    ['käsitteliä', 'vastuullinen käsittelijä'],
  ])('%s has a slip in it', (typed, caption) => expect(found(typed)[0]).toBe(caption));

  it.each(['tlal x', 'xyz', 'tnn', 'vireillepano tallenna'])('%s fits nothing', (typed) =>
    expect(found(typed)).toEqual([]),
  );

  it('what stands in a longer text comes last, and must be begun right', () => {
    const items = [item('Syy', 'Miksi asia tuli, esimerkiksi poissaolot'), item('Poissaolo')];
    expect(searchWords(items, 'poissaolo')).toEqual([1, 0]);
    expect(searchWords(items, 'miksi')).toEqual([0]);
    expect(searchWords(items, 'poisasolo')).toEqual([1]);
    expect(searchWords(items, 'mi')).toEqual([]);
  });

  it('the word still being typed is as good begun as whole: what it leads comes first', () => {
    const items = ['Vireillepano: Liittyvä sel/palvelu', 'Selvitys'].map((text) => item(text));
    expect(searchWords(items, 'sel')).toEqual([1, 0]);
  });

  it('nothing typed is everything in its order', () => {
    expect(searchWords(COMMANDS, ' ')).toEqual(COMMANDS.map((_, at) => at));
  });

  it('any beginning of any word finds it, and one slip in it still does', () => {
    const word = fc.constantFrom(...COMMANDS.flatMap(({ words }) => words));
    fc.assert(
      fc.property(word, fc.nat(20), fc.nat(20), fc.constantFrom('x', ''), (one, cut, at, put) => {
        const typed = one.slice(0, Math.max(1, one.length - (cut % one.length)));
        const has = (text: string) =>
          searchWords(COMMANDS, text).some((index) => COMMANDS[index]?.words.includes(one));
        expect(has(typed)).toBe(true);
        if (typed.length < 5) return;
        const place = 1 + (at % (typed.length - 1));
        expect(has(typed.slice(0, place) + put + typed.slice(place + 1))).toBe(true);
      }),
    );
  });
});
