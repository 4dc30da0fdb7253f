import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DIM, SPECIAL, styleNumber, styleOf, TONE } from '../../src/screen/cell';
import { byteIn } from '../../src/screen/charset';
import { createPen, type Pen } from '../../src/screen/pen';
import { terminalProfile } from '../../src/screen/profile';
import { THEMES, type Theme } from '../../src/screen/theme';

function pen(environment: Record<string, string>, theme: Theme = 'plain', ascii = false): Pen {
  const profile = terminalProfile({ TERM: 'xterm', ...environment }, ascii);
  if (!profile.ok) throw new Error(profile.problem.code);
  return createPen(profile.value, theme);
}

const VT220 = { TERM: 'vt220' };
const LATIN_1 = { LANG: 'fi_FI.ISO-8859-1' };
const LATIN_9 = { LANG: 'fi_FI@euro' };

describe('what stands for a character', () => {
  const shown = (one: Pen, text: string) => [...text].map((char) => one.text(char, 1)).join('');

  test('is itself on a terminal with Unicode', () => {
    expect(shown(pen({}), '╭─╮ ✓ ⇅ Äiti š €')).toBe('╭─╮ ✓ ⇅ Äiti š €');
    expect(pen({}).text('漢', 2)).toBe('漢');
  });

  test('is the letter below the accents, a sign like it, or a question mark in each cell', () => {
    const vt220 = pen(VT220);
    expect(shown(vt220, 'Äiti Yhtpälöst, Åbo')).toBe('Aiti Yhtpalost, Abo');
    expect(shown(vt220, '✓ ⇅ ▲▼ ● … – ≠ →')).toBe('v ~ ^v * . - # >');
    expect(shown(vt220, 'øæłß€')).toBe('oalsE');
    expect([vt220.text('漢', 2), vt220.text('Ж', 1), vt220.text('x\u0301', 1)]).toEqual([
      ...['??', '?', 'x'],
    ]);
  });

  test('is its own byte in ISO 8859', () => {
    expect(shown(pen(LATIN_1), 'äöåÄ§·× š€')).toBe('äöåÄ§·× sE');
    expect(shown(pen(LATIN_9), 'äš€Žž')).toBe('ä\xa8\xa4\xb4\xb8');
    expect(shown(pen(LATIN_9), '¤')).toBe('?');
  });

  test('is in the font of the console: square corners, no pictures, nothing that joins', () => {
    const linux = pen({ TERM: 'linux' });
    expect(shown(linux, '╭─╮│╰╯ Äiti š ✓ ▼')).toBe('┌─┐│└┘ Äiti š v v');
    expect([linux.text('漢', 2), linux.text('x\u0301', 1)]).toEqual(['??', 'x']);
  });

  test('frames come from the special graphics, or are ASCII when that was chosen', () => {
    const vt220 = pen(VT220);
    expect(shown(vt220, '╭─╮│╰╯')).toBe('lqkxmj');
    expect([...'╭─╮│╰╯'].every((char) => vt220.style(char, 0) === SPECIAL)).toBe(true);
    expect([...'lqkxmj ä'].some((char) => vt220.style(char, 0) !== 0)).toBe(false);
    for (const environment of [{}, VT220, LATIN_1]) {
      const ascii = pen(environment, 'plain', true);
      expect(shown(ascii, '╭─╮│╰╯✓')).toBe('+-+|++v');
      expect(ascii.style('─', 0)).toBe(0);
    }
    expect(shown(pen({}, 'plain', true), 'Äiti š')).toBe('Äiti š');
  });

  test('is one byte in seven bits, and never a control, for all that words and views say', () => {
    const said = signsOfTheProgram();
    expect(said.length).toBeGreaterThan(20);
    for (const environment of [VT220, LATIN_1, LATIN_9]) {
      const one = pen(environment);
      for (const char of said) {
        const text = one.text(char, 1);
        expect(text, char).toMatch(/^[\x20-\x7e\xa0-\xff]$/);
        expect(text, char).not.toBe('?');
        const charset = one.profile.charset;
        const special = (one.style(char, 0) & SPECIAL) !== 0;
        const byte = byteIn(charset, char);
        if (!special && byte !== undefined) expect(text).toBe(byte);
      }
    }
  });
});

/** Every character above ASCII that the program itself can put on a screen. */
function signsOfTheProgram(): string[] {
  const root = join(import.meta.dirname, '../..');
  const files = ['data', 'src/ui', 'src/desk', 'src/screen'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|tsx|yaml|csv|md)$/.test(name))
      .map((name) => join(root, folder, name)),
  );
  const all = files
    .map((file) => readFileSync(file, 'utf8'))
    // The lists of stand-ins and patterns name more than is ever shown.
    .filter((_, at) => !/stand-in|charset|glyph/.test(files[at] ?? ''))
    .join('');
  return [...new Set(all)].filter((char) => char > '\x7f' && char !== '\ufeff');
}

describe('a theme', () => {
  const look = (theme: Theme, style: Parameters<typeof styleNumber>[0]) =>
    styleOf(pen({}, theme).style('a', styleNumber(style)));

  test('plain says nothing by colour', () => {
    for (const color of Object.values(TONE)) expect(look('plain', { color })).toEqual({});
    expect(look('plain', { dim: true, underline: true })).toEqual({ dim: true, underline: true });
  });

  test('color gives each tone another look', () => {
    const looks = Object.values(TONE).map((color) => JSON.stringify(look('color', { color })));
    expect(new Set(looks).size).toBe(looks.length);
  });

  test.each(['high-contrast', 'projector'] as const)('%s has neither dim nor colour', (theme) => {
    for (let style = 0; style < 512; style += 1) {
      const shown = pen({}, theme).style('a', style);
      expect([shown & DIM, shown >> 4]).toEqual([0, 0]);
    }
    expect(look(theme, { color: TONE.refusal })).toEqual({ bold: true, inverse: true });
    expect(look(theme, { color: TONE.focus })).toEqual({ bold: true, inverse: true });
    expect(look(theme, { dim: true, underline: true })).toEqual({});
    expect(look(theme, { underline: true }).underline).toBe(true);
  });

  test('high-contrast has bold fields, projector bold captions', () => {
    expect(look('high-contrast', { underline: true })).toEqual({ bold: true, underline: true });
    expect(look('projector', { color: TONE.caption })).toEqual({ bold: true });
  });

  test('of any kind gives a terminal nothing it lacks', () => {
    for (const theme of THEMES) {
      const vt220 = pen(VT220, theme);
      const looks = Array.from({ length: 512 }, (_, style) => vt220.style('a', style));
      expect(looks.filter((one) => one & DIM || one >> 4)).toEqual([]);
      expect(pen({ NO_COLOR: '1' }, theme).style('a', styleNumber({ color: 1 })) >> 4).toBe(0);
    }
  });
});
