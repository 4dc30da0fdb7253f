import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/base/random';
import { styleNumber } from '../../src/screen/cell';
import { byteLength, clearedState, moveSequence, styleChange } from '../../src/screen/hardware';
import { Emulator } from './emulator';

const UNDERLINE = styleNumber({ underline: true });

describe('styleChange', () => {
  test('says only what differs, or resets when that is shorter', () => {
    expect(styleChange(0, 0)).toBe('');
    expect(styleChange(0, UNDERLINE)).toBe('\x1b[4m');
    expect(styleChange(UNDERLINE, 0)).toBe('\x1b[m');
    expect(styleChange(UNDERLINE, styleNumber({ underline: true, dim: true }))).toBe('\x1b[2m');
    expect(styleChange(styleNumber({ underline: true, dim: true }), UNDERLINE)).toBe('\x1b[22m');
    const loud = styleNumber({ bold: true, underline: true, inverse: true, color: 1 });
    expect(styleChange(loud, UNDERLINE)).toBe('\x1b[;4m');
    const boldRed = styleNumber({ bold: true, color: 1 });
    expect(styleChange(boldRed, styleNumber({ bold: true, color: 2 }))).toBe('\x1b[32m');
    expect(styleChange(boldRed, styleNumber({ bold: true, color: 9 }))).toBe('\x1b[91m');
  });
});

describe('moveSequence', () => {
  test('takes the shortest way', () => {
    const at = (x: number, y: number) => ({ ...clearedState(), x, y });
    expect(moveSequence(at(5, 5), 5, 5, 80, 24)).toBe('');
    expect(moveSequence(at(5, 5), 4, 5, 80, 24)).toBe('\b');
    expect(moveSequence(at(5, 5), 6, 5, 80, 24)).toBe('\x1b[C');
    expect(moveSequence(at(5, 5), 0, 5, 80, 24)).toBe('\r');
    expect(moveSequence(at(5, 5), 0, 6, 80, 24)).toBe('\r\n');
    expect(moveSequence(at(5, 5), 5, 6, 80, 24)).toBe('\x1b[B');
    expect(moveSequence(at(5, 5), 0, 0, 80, 24)).toBe('\x1b[H');
    expect(moveSequence(at(70, 5), 60, 5, 80, 24)).toBe('\x1b[10D');
  });

  test('leaves a pending wrap and an unknown column by CR or an absolute move', () => {
    for (const x of [80, -1]) {
      const state = { ...clearedState(), x, y: 5 };
      for (const [toX, toY] of [
        [79, 5],
        [78, 5],
        [0, 6],
        [79, 4],
        [3, 9],
      ] as const) {
        const way = moveSequence(state, toX, toY, 80, 24);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: it is about control characters
        expect(way).toMatch(/^(\r|\x1b\[\d*;?\d*H)/);
      }
    }
  });

  test('ends where it says, from 2000 places, with and without CR for LF', async () => {
    for (const addsReturn of [false, true]) {
      const emulator = new Emulator(80, 24, addsReturn);
      emulator.write('\x1b[H');
      const random = seededRandom(7);
      const state = clearedState();
      for (let n = 0; n < 1000; n += 1) {
        const x = random.int(80);
        const y = random.int(24);
        emulator.write(moveSequence(state, x, y, 80, 24));
        await emulator.settled();
        const { cursorX, cursorY } = emulator.terminal.buffer.active;
        expect([cursorX, cursorY]).toEqual([x, y]);
        state.x = x;
        state.y = y;
        if (x === 79 && y < 23) {
          emulator.write('x');
          state.x = 80;
        }
      }
    }
  });
});

test('byteLength counts UTF-8', () => {
  for (const text of ['', 'a', 'ö', '€', '漢', '𠀀', 'x\u0301']) {
    expect(byteLength(text)).toBe(Buffer.byteLength(text));
  }
});
