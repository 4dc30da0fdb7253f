// A small full-screen program for trying the driver: three fields, F5 opens them, Tab moves,
// Ctrl+S saves, Ctrl+Q leaves. F5 may also come as Esc and 5. It takes any number of keys at once.
import { writeSync } from 'node:fs';

const fields = ['', '', ''];
let at = -1;
let saved = '';
let held = '';
const F5 = ['\x1b[15~', '\x1b5'];

process.stdin.setRawMode(true);
process.stdin.setEncoding('latin1');
process.stdin.on('data', (text) => {
  held += text;
  while (held !== '') {
    const key = F5.find((one) => held.startsWith(one)) ?? (held.startsWith('\x1b') ? '' : held[0]);
    if (key === '') break; // the rest of the sequence is still on its way
    held = held.slice(key.length);
    take(key);
  }
  paint();
});
process.on('SIGWINCH', paint);
process.stdout.on('resize', paint);
writeSync(1, '\x1b[?1049h');
paint();

function take(key) {
  if (key === '\x11') leave();
  else if (key.startsWith('\x1b')) at = 0;
  else if (key === '\t') at = (at + 1) % fields.length;
  else if (key === '\x13') saved = fields.map((one) => decoded(one)).join('|');
  else if (at >= 0) fields[at] += key;
}

function decoded(bytes) {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function paint() {
  const rows = fields.map((value, n) => `Kenttä ${n + 1}: ${decoded(value)}`);
  const size = `${process.stdout.columns} x ${process.stdout.rows}`;
  const lines = [at < 0 ? 'Aloitus' : 'Lomake', ...rows, size, saved && `Tallennettu ${saved}`];
  const drawn = lines.map((line) => `\x1b[K\x1b[7m${line.slice(0, 1)}\x1b[0m${line.slice(1)}`);
  writeSync(1, `\x1b[H${drawn.join('\r\n')}`);
}

function leave() {
  writeSync(1, '\x1b[?1049l');
  process.exit(7);
}
