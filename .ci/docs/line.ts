import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineTalk } from '../../test/lib/line-talk';
import { projectRoot } from '../../test/lib/root';
import { B1_DAY, B1_LINES } from '../../test/line/b1-lines';
import { putBetween } from './text';

/** Columns of the transcript: a page shows them without a bar to scroll. */
const WIDTH = 78;
/** What 9600 bit/s carry, a start and a stop bit with each byte. */
const BYTES_A_SECOND = 960;

/** `docs/line-mode.md` with B1 by lines, as a terminal shows it. */
export function lineModePage(): string {
  const page = readFileSync(join(projectRoot(), 'docs/line-mode.md'), 'utf8');
  const talk = lineTalk({ base: { scenario: 'B1' }, workDate: B1_DAY, width: WIDTH });
  try {
    for (const line of B1_LINES) talk.answer(line);
    const text = talk.transcript();
    // A terminal is sent a return before each end of a line.
    const bytes = Buffer.byteLength(text) + text.split('\n').length - 1;
    const seconds = (bytes / BYTES_A_SECOND).toFixed(1);
    const cost = `All of it is ${bytes} bytes, ${seconds} seconds of a line of 9600 bit/s.`;
    const shown = talk
      .transcript()
      .replace(/[^\n]*$/u, '')
      .replace(/ +$/gmu, '');
    return putBetween(page, 'transcript', `${cost}\n\n\`\`\`text\n${shown}\`\`\``);
  } finally {
    talk.close();
  }
}
