import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random';
import { createLostLetters } from '../../src/keys/lost-letters';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** What is told of each read. */
const told = (...reads: readonly Uint8Array[]) => reads.map(createLostLetters());

describe('letters that cannot be read', () => {
  it('are told of when the next byte shows that they are none of UTF-8', () => {
    expect(told(latin1('ä'), latin1('i'), latin1('t'))).toEqual([false, true, false]);
    expect(told(latin1('Äiti\r'), latin1('työ\t'))).toEqual([true, true]);
    // A sign that begins no character of UTF-8, and a letter behind a letter.
    expect(told(latin1('§'))).toEqual([true]);
    expect(told(latin1('öä'))).toEqual([true]);
  });

  it('are not what UTF-8 is, however it is cut, nor keys', () => {
    const bytes = Buffer.from('äÖ€ 🙂 \x1b[A\x7f\r\n', 'utf8');
    expect(told(...[...bytes].map((byte) => Buffer.of(byte)))).not.toContain(true);
    expect(told(bytes, Buffer.from('\x1bOP\x1b[200~å\x1b[201~'))).toEqual([false, false]);
    // Eight-bit controls are not letters.
    expect(told(Buffer.of(0x9b, 0x41, 0x84))).toEqual([false]);
  });

  it('are not found in noise', () => {
    const random = seededRandom(7);
    const looks = createLostLetters();
    const reads = Array.from({ length: 500 }, () => looks(random.bytes(120)));
    expect(reads).not.toContain(true);
  });
});
