'use strict';
// Loaded before a Node program that the bench types into, when the bench is to tell what its
// slowest keys had in them: takes down what the program did and when, and writes it into the file
// AKTI_WATCH on SIGUSR2. The program knows nothing of it. Times are of the monotonic clock, in ms,
// which all processes share.
const fs = require('node:fs');
const { performance, PerformanceObserver } = require('node:perf_hooks');
const tty = require('node:tty');

const now = () => Number(process.hrtime.bigint()) / 1e6;
const shift = now() - performance.now();
const events = [];
const note = (kind, from, to, what) => events.push({ kind, from, to, what });

/** Milliseconds the thread has waited for a processor so far. */
const waited = () => {
  const [, nanoseconds] = fs.readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ');
  return Number(nanoseconds) / 1e6;
};

const { emit } = tty.ReadStream.prototype;
tty.ReadStream.prototype.emit = function (name, ...given) {
  if (name !== 'data') return emit.call(this, name, ...given);
  const from = now();
  const done = emit.call(this, name, ...given);
  note('key', from, now(), waited());
  return done;
};

const { writeSync } = fs;
fs.writeSync = (fd, ...given) => {
  const from = now();
  const done = writeSync(fd, ...given);
  if (fd === 1) note('write', from, now());
  return done;
};

for (const name of ['setTimeout', 'setImmediate']) {
  const plan = globalThis[name];
  globalThis[name] = (act, ...given) => {
    const timed = (...args) => {
      const from = now();
      act(...args);
      note('timer', from, now(), String(act).replace(/\s+/g, ' ').slice(0, 48));
    };
    return plan(timed, ...given);
  };
}

const KINDS = { 1: 'scavenge', 4: 'mark-compact', 8: 'incremental marking', 16: 'weak callbacks' };
new PerformanceObserver((list) => {
  for (const { startTime, duration, detail } of list.getEntries()) {
    const from = startTime + shift;
    note('garbage', from, from + duration, KINDS[detail.kind] ?? String(detail.kind));
  }
}).observe({ entryTypes: ['gc'] });

process.on('SIGUSR2', () => {
  const file = process.env.AKTI_WATCH;
  fs.writeFileSync(`${file}.part`, JSON.stringify(events));
  fs.renameSync(`${file}.part`, file);
});
