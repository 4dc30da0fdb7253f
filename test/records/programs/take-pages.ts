import { readFileSync } from 'node:fs';
import { systemClock } from '../../../src/base/clock';
import { makeIds } from '../../../src/base/ids';
import { systemRandom } from '../../../src/base/random';
import { loadCatalog } from '../../../src/catalog/catalog';
import { folderReader } from '../../../src/catalog/files';
import { registry } from '../../../src/forms/index';
import { openLog } from '../../../src/records/sync-log';
import { ALONE } from '../../../src/records/sync-slices';
import { giveWay } from '../../../src/store/give-way';
import { openBase } from '../../../src/store/open';
import { readWorkers } from '../../../src/store/workers';
import type { Item } from '../../../src/sync/protocol';

/** Takes a feed into a base page by page, saying each cursor: BASE FEED.json PAGE DATA. */
const [path = '', feed = '', size = '', data = ''] = process.argv.slice(2);
const items = JSON.parse(readFileSync(feed, 'utf8')) as Item[];
const opened = openBase(path);
if (!opened.ok) throw new Error(opened.problem.code);
const base = opened.value;
const { catalog } = loadCatalog(folderReader(data));
const clock = systemClock();
const ids = makeIds(clock, systemRandom());
const world = { catalog, registry, base, clock, ids, workers: readWorkers(base) };
const log = openLog(world, { ...ALONE, pause: () => giveWay() });
process.stdout.write('begun\n');
for (let at = log.link().cursor; at < items.length; at = log.link().cursor) {
  const page = items.slice(at, at + Number(size));
  log.apply({ from: at, to: at + page.length, items: page });
  process.stdout.write(`${log.link().cursor}\n`);
}
base.close();
