import { describe, expect, it } from 'vitest';
import { languageIn, languageOfLocale } from '../../src/base/language';

describe('languages', () => {
  it.each([
    ['fi_FI.UTF-8', 'fi'],
    ['sv_FI.UTF-8', 'sv'],
    ['sv', 'sv'],
    ['en-GB', 'en'],
    ['EN_US@euro', 'en'],
    ['C.UTF-8', undefined],
    ['POSIX', undefined],
    ['english', undefined],
    ['de_DE.UTF-8', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('of the locale %s is %s', (locale, lang) => {
    expect(languageOfLocale(locale)).toBe(lang);
  });

  it('knows only its own ids', () => {
    expect(['fi', 'sv', 'en', 'FI', 'se', '', 1].map(languageIn)).toEqual([
      'fi',
      'sv',
      'en',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
