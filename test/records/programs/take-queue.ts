import { existsSync } from 'node:fs';
import { systemClock } from '../../../src/base/clock';
import { makeIds } from '../../../src/base/ids';
import { seededRandom } from '../../../src/base/random';
import { loadCatalog } from '../../../src/catalog/catalog';
import { folderReader } from '../../../src/catalog/files';
import { registry } from '../../../src/forms/index';
import { openSession } from '../../../src/records/session';
import { openBase } from '../../../src/store/open';
import { readWorkers } from '../../../src/store/workers';

/**
 * Takes every row of the queue as one worker, from a list read once: PATH USER NUMBER DAY START.
 * Prints `ready`, and begins when the file START is there. Prints `took RECORD`, or why not:
 * `lost RECORD CODE AT WHO`.
 */
const [path = '', user = '', number = '', workDate = '', startFile = ''] = process.argv.slice(2);
const opened = openBase(path, { waitMs: 60_000 });
if (!opened.ok) throw new Error(opened.problem.code);
const base = opened.value;
const clock = systemClock();
const ids = makeIds(clock, seededRandom(Number(number)));
const { catalog } = loadCatalog(folderReader('data'));
const workers = readWorkers(base);
const world = { catalog, registry, base, clock, ids, workers };
const session = openSession(world, { user, workDate, lang: 'fi' });
if (!session.ok) throw new Error(session.problem.code);
const list = session.value.list('queue');
if (!list.ok) throw new Error(list.problem.code);
const cell = new Int32Array(new SharedArrayBuffer(4));
const pause = (ms: number) => Atomics.wait(cell, 0, 0, ms);
process.stdout.write('ready\n');
while (!existsSync(startFile)) pause(5);
for (const { record, version, person } of list.value.list.rows) {
  const target = { id: record ?? '', version: version ?? 0 };
  const result = session.value.actListed('queue.take', target, person?.id ?? '');
  if (result.kind === 'saved') {
    process.stdout.write(`took ${record}\n`);
    // Who has just written would be the first to write again: the others get their turn.
    pause(50);
  } else if (result.kind === 'refused') {
    const [problem] = result.problems;
    const { who = '', at = '' } = problem?.values ?? {};
    process.stdout.write(`lost ${record} ${problem?.code} ${at} ${who}\n`);
  } else process.stdout.write(`failed ${record} ${JSON.stringify(result)}\n`);
}
base.close();
