'use strict';
// Makes the code cache of a fresh bundle: starts the client on a small base without a terminal,
// types a little, leaves, and keeps the code V8 has made by then.
const { spawnSync } = require('node:child_process');
const { mkdtempSync, openSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { EventEmitter } = require('node:events');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');

const program = resolve('dist', 'akti.js');
const folder = mkdtempSync(join(tmpdir(), 'akti-warm-'));
const base = join(folder, 'base.akti');

/** A keyboard and a screen that are nobody's. */
function standIn(name, stream) {
  Object.defineProperty(process, name, { value: stream });
}

const keyboard = Object.assign(new EventEmitter(), {
  isTTY: true,
  setRawMode: () => keyboard,
  resume: () => keyboard,
  pause: () => keyboard,
});
const silent = openSync('/dev/null', 'w');
const screen = Object.assign(new EventEmitter(), {
  isTTY: true,
  fd: silent,
  columns: 80,
  rows: 24,
});

/** The finder, an initiation, some fields, and out; each as a terminal sends it. */
const TYPED = ['1212', '\r', '\x1b[15~', 'as', '\t', '\t', '\t', 'kr', '\t', 'sana', '\x11'];
const PAUSE_MS = 60;

function typeOn(texts, done) {
  const [text, ...rest] = texts;
  if (text === undefined) return done();
  keyboard.emit('data', Buffer.from(text));
  return setTimeout(() => typeOn(rest, done), PAUSE_MS);
}

const made = spawnSync(process.execPath, [program, 'demo', '--scenario', 'B1', base], {
  encoding: 'utf8',
  env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder },
});
if (made.status !== 0) throw new Error(made.stderr);

Object.assign(process.env, { TERM: 'xterm', XDG_CONFIG_HOME: folder });
const { names, scripts, start } = require(program);
process.argv = [
  ...[process.argv[0], program, '--base', base],
  ...['--user', 'yhtmalmai', '--work-date', '050508'],
];
standIn('stdin', keyboard);
standIn('stdout', screen);
process.on('exit', () => {
  for (const [part, script] of Object.entries(scripts)) {
    const cache = resolve('dist', `${names[part]}.cache`);
    writeFileSync(`${cache}.${process.pid}`, script.createCachedData());
    renameSync(`${cache}.${process.pid}`, cache);
  }
  rmSync(folder, { recursive: true, force: true });
});
start();

/** Types when the client listens, after a pause in which it loads the packages. */
function begin() {
  if (keyboard.listenerCount('data') === 0) setTimeout(begin, PAUSE_MS);
  else setTimeout(() => typeOn(TYPED, () => {}), 10 * PAUSE_MS);
}
begin();
