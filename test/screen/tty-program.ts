import { appendFileSync } from 'node:fs';
import { openTty } from '../../src/screen/tty';

/**
 * Run in a real pty by tty.test.ts: takes the terminal, notes in the file AKTI_TTY_LOG what it
 * hears, and does what is typed: q gives the terminal back, x exits, t throws, r rejects,
 * w writes much.
 */
const log = (line: string) => appendFileSync(process.env.AKTI_TTY_LOG ?? '', `${line}\n`);

process.on('exit', (status) => log(`exit ${status}`));

const opened = openTty({
  stdin: process.stdin,
  stdout: process.stdout,
  escapeTimeMs: 30,
  onBytes(bytes) {
    const text = Buffer.from(bytes).toString('latin1');
    log(`bytes ${JSON.stringify(text)}`);
    if (text === 'q') tty?.restore();
    if (text === 'q') tty?.restore();
    if (text === 'x') process.exit(7);
    if (text === 't') {
      setTimeout(() => {
        throw new Error('thrown');
      });
    }
    if (text === 'r') void Promise.reject(new Error('rejected'));
    if (text === 'w') tty?.write(`\x1b[7m${'pitkä rivi '.repeat(5000)}`);
    return text.endsWith('\x1b');
  },
  onEscapeTime: () => log('escape time'),
  onResize: (cols, rows) => log(`size ${cols}x${rows}`),
  onContinue: () => log('continue'),
  async onEnd(reason) {
    tty?.write('never seen');
    await new Promise((resolve) => setTimeout(resolve, 50));
    log(`end ${reason}`);
  },
  onCrash: (error) => log(`crash ${(error as Error).message}`),
});
const tty = opened.ok ? opened.value : undefined;
if (opened.ok) {
  log(`pid ${process.pid}`);
  log(`profile ${JSON.stringify(opened.value.profile)}`);
  const { cols, rows } = opened.value.size();
  log(`size ${cols}x${rows}`);
  opened.value.write('\x1b[1;31mvalmis');
} else {
  log(`problem ${opened.problem.code}`);
}
