// Loaded before the program by NODE_OPTIONS (see ../meddle.ts). It notes when a save begins and
// ends, ends the program with SIGKILL at a chosen point inside a save, or breaks it on purpose.
const fs = require('node:fs');
const Database = require('better-sqlite3');

const { MEDDLE = '', MEDDLE_LOG, MEDDLE_ARM } = process.env;
const { prepare, transaction } = Database.prototype;
const ROLL_BACK = Symbol('roll back');
let point = -1;
let strikeAt = -1;

function note(text) {
  if (MEDDLE_LOG) fs.appendFileSync(MEDDLE_LOG, `${text}\n`);
}

/** One of the points of a save at which the program may end: before each statement, and after. */
function pass() {
  if (strikeAt < 0) return;
  point += 1;
  if (point === strikeAt) process.kill(process.pid, 'SIGKILL');
}

function arm() {
  if (!MEDDLE_ARM || !fs.existsSync(MEDDLE_ARM)) return;
  strikeAt = Number(fs.readFileSync(MEDDLE_ARM, 'utf8'));
  point = -1;
}

function noDraft(statement) {
  statement.run = () => ({ changes: 1, lastInsertRowid: 0 });
  return statement;
}

Database.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql);
  if (MEDDLE === 'no-draft' && /^\s*INSERT INTO draft\b/i.test(sql)) return noDraft(statement);
  for (const name of ['run', 'get', 'all']) {
    const plain = statement[name];
    statement[name] = function (...given) {
      pass();
      return plain.apply(this, given);
    };
  }
  return statement;
};

/** Runs one unit of work as it is told to. Nested ones belong to the one around them. */
function unit(db, run, given) {
  if (db.inTransaction) return run(...given);
  note('begin');
  arm();
  const result = run(...given);
  pass();
  if (strikeAt >= 0) process.kill(process.pid, 'SIGKILL');
  note('end');
  return result;
}

/** A save that tells the program it was kept, and is not. */
function forgotten(db, fn) {
  const undone = transaction.call(db, function (...given) {
    const result = fn.apply(this, given);
    const saved = result && (result.kind === 'saved' || result.value?.kind === 'saved');
    if (saved) throw Object.assign(new Error('undone'), { [ROLL_BACK]: result });
    return result;
  });
  return (...given) => {
    try {
      return undone.immediate(...given);
    } catch (error) {
      if (error[ROLL_BACK]) return error[ROLL_BACK];
      throw error;
    }
  };
}

Database.prototype.transaction = function (fn) {
  const made = transaction.call(this, function (...given) {
    pass();
    const result = fn.apply(this, given);
    pass();
    return result;
  });
  const immediate = MEDDLE === 'forget-saves' ? forgotten(this, fn) : made.immediate;
  const wrapped = (...given) => made(...given);
  wrapped.immediate = (...given) => unit(this, immediate, given);
  wrapped.deferred = made.deferred;
  wrapped.exclusive = made.exclusive;
  wrapped.default = made.default;
  return wrapped;
};

// An error that nobody catches, in the midst of the program's work.
if (MEDDLE === 'throw') {
  process.on('SIGUSR2', () => {
    setTimeout(() => {
      throw new Error(process.env.MEDDLE_TEXT);
    }, 1);
  });
}
