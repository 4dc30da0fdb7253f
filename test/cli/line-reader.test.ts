import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { LineReader } from '../../src/cli/line-reader';

/** What a reader makes of pieces of input, and that it tells the end once. */
async function linesOf(...pieces: readonly (string | Buffer)[]): Promise<string[]> {
  const stdin = new PassThrough();
  const reader = new LineReader(stdin as unknown as NodeJS.ReadStream);
  const lines: string[] = [];
  const ended = new Promise<void>((resolve) => {
    reader.give({ line: (line) => lines.push(line), end: resolve });
  });
  for (const piece of pieces) stdin.write(piece);
  stdin.end();
  await ended;
  return lines;
}

test('each end of a line ends one line, also when it comes in two pieces', async () => {
  expect(await linesOf('a\nb\r\nc\rd')).toEqual(['a', 'b', 'c', 'd']);
  expect(await linesOf('a\r', '\nb\n', '\n')).toEqual(['a', 'b', '']);
  expect(await linesOf('\r\r\n\n')).toEqual(['', '', '']);
  expect(await linesOf('')).toEqual([]);
});

test('a letter of several bytes may come byte by byte', async () => {
  const bytes = [...Buffer.from('äö€🙂\n')].map((byte) => Buffer.from([byte]));
  expect(await linesOf(...bytes)).toEqual(['äö€🙂']);
});

test('lines wait while nobody is ready, and come in order', async () => {
  const stdin = new PassThrough();
  const reader = new LineReader(stdin as unknown as NodeJS.ReadStream);
  stdin.write('1\n2\n3\n');
  expect(await reader.next()).toBe('1');
  const rest: string[] = [];
  await new Promise<void>((resolve) => {
    const line = (text: string) => {
      rest.push(text);
      reader.pause();
      setImmediate(() => reader.give({ line, end: resolve }));
    };
    reader.give({ line, end: resolve });
    stdin.end('4');
  });
  expect(rest).toEqual(['2', '3', '4']);
  expect(await reader.next()).toBe(null);
});
