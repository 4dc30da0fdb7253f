import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDecoder } from '../../src/keys/decoder';
import { keyId } from '../../src/keys/key';
import { createKeyTrace, type Traced } from '../../src/keys/trace';

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const shown = ({ bytes, keys, kind }: Traced) =>
  `${Buffer.from(bytes).toString('latin1')}|${kind === 'keys' ? keys.map(keyId) : kind}`;

/** Every run of bytes and what it is, with nothing more to come. */
function traced(text: string): string[] {
  const trace = createKeyTrace();
  return [...trace.feed(bytesOf(text)), ...trace.timeout()].map(shown);
}

describe('bytes and their keys', () => {
  test.each([
    ['a\x1b[15~\r', ['a|a', '\x1b[15~|F5', '\r|Enter']],
    ['\x1b\x80\x1b', ['\x1b\x80|Esc', '\x1b|Esc']],
    ['\x1b\xc3\r', ['\x1b\xc3|Esc', '\r|Enter']],
    ['\x1b\xc3\xf0\x1b', ['\x1b\xc3\xf0|Esc', '\x1b|Esc']],
    ['\x1bP\x1b\x1b', ['\x1bP|unknown', '\x1b|Esc', '\x1b|Esc']],
    ['\xc3\xa4\xe4b', ['\xc3\xa4|ä', '\xe4|not_utf8', 'b|b']],
    ['\x1b', ['\x1b|Esc']],
    ['\x1b\x1b[A', ['\x1b|Esc', '\x1b[A|Up']],
    ['\x1b\t', ['\x1b|Esc', '\t|Tab']],
    ['\x1b5\x1bs', ['\x1b5|F5', '\x1bs|Alt+S']],
    ['\x1b[31\r', ['\x1b[31|unknown', '\r|Enter']],
    ['\x1b[200~x\x1b[201~y', ['\x1b[200~x\x1b[201~|Paste', 'y|y']],
    ['\x1b[200~x', ['\x1b[200~x|Paste']],
    ['\x1b]11;rgb:0/0/0\x07a', ['\x1b]11;rgb:0/0/0\x07|unknown', 'a|a']],
    ['\x1b]0;x\x1b\\a', ['\x1b]0;x\x1b\\|unknown', 'a|a']],
    ['\x1b]0;x\x1b[A', ['\x1b]0;x|unknown', '\x1b[A|Up']],
    ['\x1b[M !!a', ['\x1b[M !!|unknown', 'a|a']],
    ['\x1b[?64;1c', ['\x1b[?64;1c|unknown']],
    ['\x1b[', ['\x1b[|unknown']],
    ['\x1b\xc3\xa4', ['\x1b\xc3\xa4|Alt+Ä']],
  ])('%j', (text, wanted) => {
    expect(traced(text)).toEqual(wanted);
  });

  test('a sequence cut anywhere is joined again', () => {
    const trace = createKeyTrace();
    const found = [...'\x1b[24~ä']
      .flatMap((one) => [...Buffer.from(one)])
      .flatMap((byte) => trace.feed(Uint8Array.of(byte)));
    expect(found.flatMap(({ keys }) => keys.map(keyId))).toEqual(['F12', 'ä']);
    expect(trace.pending()).toBe(false);
  });

  test('nothing is lost, and the keys are those of the decoder', () => {
    const piece = fc.oneof(
      fc.constantFrom('\x1b', '\x1b[', '\x1bO', '\x1b[1;5', '\x1b]', '\x1b\\', '\x1bP', '\x1b[M'),
      fc.constantFrom('A', '~', '\r', '\t', '\x07', '\x7f', '\xc3', '\xa4', '\xe4', '\xf0', ';'),
      fc.constantFrom('\x1b[200~', '\x1b[201~', '\x1b[[', '5', 'a', ' '),
      fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const bytes = bytesOf(pieces.join(''));
        const trace = createKeyTrace();
        const found = [...trace.feed(bytes), ...trace.timeout()];
        expect(found.flatMap((one) => [...one.bytes])).toEqual([...bytes]);
        const decoder = createDecoder();
        const keys = decoder.feed(bytes);
        keys.push(...(decoder.pasting() ? decoder.endPaste() : decoder.timeout()));
        expect(found.flatMap((one) => one.keys)).toEqual(keys);
      }),
      { numRuns: 3000 },
    );
  });
});
