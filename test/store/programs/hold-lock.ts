import Database from 'better-sqlite3';

/** Holds a base as another program would, until it is killed: PATH read|write. */
const [path = '', what = ''] = process.argv.slice(2);
const db = new Database(path);
if (what === 'read') db.pragma('locking_mode = EXCLUSIVE');
db.exec(what === 'read' ? 'BEGIN EXCLUSIVE' : 'BEGIN IMMEDIATE');
process.stdout.write('held\n');
setInterval(() => undefined, 60_000);
