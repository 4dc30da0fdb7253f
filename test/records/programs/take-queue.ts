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
 * It begins at the instant START (ms since 1970). Prints `took RECORD`, or why not:
 * `lost RECORD CODE WHO AT`.
 */
const [path = '', user = '', number = '', workDate = '', startAt = ''] = process.argv.slice(2);
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
const pause = new Int32Array(new SharedArrayBuffer(4));
Atomics.wait(pause, 0, 0, Math.max(0, Number(startAt) - Date.now()));
for (const { record, version, person } of list.value.rows) {
  const target = { id: record ?? '', version: version ?? 0 };
  const result = session.value.actListed('queue.take', target, person?.id ?? '');
  if (result.kind === 'saved') process.stdout.write(`took ${record}\n`);
  else if (result.kind === 'refused') {
    const [problem] = result.problems;
    const { who = '', at = '' } = problem?.values ?? {};
    process.stdout.write(`lost ${record} ${problem?.code} ${at} ${who}\n`);
  } else process.stdout.write(`failed ${record} ${JSON.stringify(result)}\n`);
}
base.close();
