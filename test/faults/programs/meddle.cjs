// Loaded before the program by NODE_OPTIONS (see ../meddle.ts). It notes when a unit of work begins
// and ends, ends the program with SIGKILL at a chosen point inside one, or breaks it on purpose.
// It stands between the program and SQLite's own binary, however the program was bundled.
const fs = require('node:fs');
const { dirname, join } = require('node:path');

const home = dirname(require.resolve('better-sqlite3/package.json'));
const native = require(join(home, 'build', 'Release', 'better_sqlite3.node')).Database.prototype;
const { prepare } = native;
const { MEDDLE = '', MEDDLE_LOG, MEDDLE_ARM } = process.env;
const rollbacks = new WeakMap();
let point = -1;
let strikeAt = -1;
let saves = false;

function note(text) {
  if (MEDDLE_LOG) fs.appendFileSync(MEDDLE_LOG, `${text}\n`);
}

/** One of the points of a unit of work at which the program may end. */
function pass() {
  if (strikeAt < 0) return;
  point += 1;
  if (point === strikeAt) process.kill(process.pid, 'SIGKILL');
}

function begin(run) {
  const result = run();
  note('begin');
  saves = false;
  point = -1;
  if (MEDDLE_ARM && fs.existsSync(MEDDLE_ARM)) strikeAt = Number(fs.readFileSync(MEDDLE_ARM));
  pass();
  return result;
}

function commit(run, database) {
  pass();
  // A save that tells the program it was kept, and is not.
  const result = MEDDLE === 'forget-saves' && saves ? rollbacks.get(database).run() : run();
  pass();
  if (strikeAt >= 0) process.kill(process.pid, 'SIGKILL');
  note('end');
  return result;
}

/** What a statement does instead of, or around, what it is. */
function meddled(sql, database, run) {
  if (sql === 'BEGIN IMMEDIATE') return begin(run);
  if (sql === 'COMMIT') return commit(run, database);
  if (MEDDLE === 'no-draft' && /^\s*INSERT INTO draft\b/i.test(sql)) {
    return { changes: 1, lastInsertRowid: 0 };
  }
  if (/^\s*INSERT INTO change\b/i.test(sql)) saves = true;
  pass();
  return run();
}

native.prepare = function (sql, ...rest) {
  const statement = prepare.call(this, sql, ...rest);
  if (sql === 'ROLLBACK') rollbacks.set(this, statement);
  else {
    for (const name of ['run', 'get', 'all']) {
      const plain = statement[name];
      statement[name] = (...given) => meddled(sql, this, () => plain.apply(statement, given));
    }
  }
  return statement;
};

// An error that nobody catches, in the midst of the program's work.
if (MEDDLE === 'throw') {
  process.on('SIGUSR2', () => {
    setTimeout(() => {
      throw new Error(process.env.MEDDLE_TEXT);
    }, 1);
  });
}
