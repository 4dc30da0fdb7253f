import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import {
  cutToWidth,
  graphemes,
  padToWidth,
  textWidth,
  wrapSpans,
  wrapText,
} from '../../src/base/text-width';

const FAMILY = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}';
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('a', 'ä', ' ', ' ', '\n', '漢', FAMILY, 'e\u0301', '\u00ad') }),
);

describe('textWidth', () => {
  it('counts cells, not code units', () => {
    expect(textWidth('Päätös')).toBe(6);
    expect(textWidth('e\u0301')).toBe(1);
    expect(textWidth('漢字')).toBe(4);
    expect(textWidth(FAMILY)).toBe(2);
    expect(textWidth('a\u0007b')).toBe(2);
    expect(textWidth('')).toBe(0);
  });

  it('gives for every character of one unit what the library gives', () => {
    const differing: number[] = [];
    for (let code = 0; code < 0x10000; code++) {
      const character = String.fromCharCode(code);
      const wanted = stringWidth(character, { countAnsiEscapeCodes: true });
      if (textWidth(character) !== wanted) differing.push(code);
    }
    expect(differing).toEqual([]);
  });

  it('gives what the library gives for pairs, where the second may join the first', () => {
    const firsts = ['a', 'ä', '─', '●', '↔', '☑', '✓', '€', '…'];
    const joining = ['\u0301', '\ufe0f', '\u20e3', '\u200d', 'ゞ', 'x'];
    for (const text of firsts.flatMap((one) => joining.map((mark) => one + mark))) {
      expect([text, textWidth(text)]).toEqual([
        text,
        stringWidth(text, { countAnsiEscapeCodes: true }),
      ]);
    }
  });

  it('is the sum over the graphemes, which together are the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parts = graphemes(text);
        expect(parts.join('')).toBe(text);
        expect(parts.reduce((sum, part) => sum + textWidth(part), 0)).toBe(textWidth(text));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('cutToWidth and padToWidth', () => {
  it('never cut a wide character in two', () => {
    expect(cutToWidth('a漢b', 2)).toBe('a');
    expect(padToWidth('a漢b', 2)).toBe('a ');
    expect(cutToWidth(`x${FAMILY}y`, 3)).toBe(`x${FAMILY}`);
    expect(cutToWidth('abc', -1)).toBe('');
  });

  it('give the longest beginning that fits, and exactly the width', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 30 }), (text, width) => {
        const cut = cutToWidth(text, width);
        expect(text.startsWith(cut)).toBe(true);
        expect(textWidth(cut)).toBeLessThanOrEqual(width);
        const next = graphemes(text.slice(cut.length))[0];
        if (next !== undefined) expect(textWidth(cut) + textWidth(next)).toBeGreaterThan(width);
        expect(textWidth(padToWidth(text, width))).toBe(width);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('wrapText', () => {
  it('breaks after words, and inside a word longer than the line', () => {
    expect(wrapText('yksi kaksi kolme', 10)).toEqual(['yksi kaksi', 'kolme']);
    expect(wrapText('palvelutehtäväluokitus on', 10)).toEqual([
      'palveluteh',
      'täväluokit',
      'us on',
    ]);
    expect(wrapText('漢字漢字', 5)).toEqual(['漢字', '漢字']);
    expect(wrapText('漢a', 1)).toEqual(['漢', 'a']);
    expect(wrapText('\u00ad a漢', 2)).toEqual(['\u00ad', 'a', '漢']);
  });

  it('keeps every line break and the spaces a line begins with', () => {
    expect(wrapText('', 5)).toEqual(['']);
    expect(wrapText('a\n\nb\n', 5)).toEqual(['a', '', 'b', '']);
    expect(wrapText('a\r\nb\rc', 5)).toEqual(['a', 'b', 'c']);
    expect(wrapText('  a bc', 4)).toEqual(['  a', 'bc']);
    expect(wrapText('ab    cd', 4)).toEqual(['ab', 'cd']);
    expect(wrapText('     a', 4)).toEqual(['    ', 'a']);
    expect(wrapText('ab    ', 4)).toEqual(['ab  ']);
  });

  it('fits, loses nothing but break spaces, and breaks no word that has room', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 12 }), (text, width) => {
        const spans = wrapSpans(text, width);
        let at = 0;
        for (const { start, end } of spans) {
          expect(text.slice(at, start)).toMatch(/^( *|\r\n|\n|\r| *(\r\n|\n|\r))$/);
          expect(end).toBeGreaterThanOrEqual(start);
          const line = text.slice(start, end);
          expect(line).not.toMatch(/[\n\r]/);
          if (graphemes(line).length > 1) expect(textWidth(line)).toBeLessThanOrEqual(width);
          at = end;
        }
        expect(text.slice(at)).toMatch(/^ *$/);
        expect(spans.length).toBeGreaterThanOrEqual(text.split(/\r\n|\n|\r/).length);
      }),
      { numRuns: 1000 },
    );
  });

  it('puts as many whole words on a line as fit', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'ä', '漢'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1 }),
        fc.integer({ min: 8, max: 20 }),
        (words, room) => {
          const lines: string[] = [];
          for (const next of words) {
            const longer = lines.length > 0 ? `${lines.at(-1)} ${next}` : next;
            if (textWidth(longer) <= room) lines.splice(-1, 1, longer);
            else lines.push(next);
          }
          expect(wrapText(words.join(' '), room)).toEqual(lines);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
