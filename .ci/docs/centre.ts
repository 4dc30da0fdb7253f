import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import Database from 'better-sqlite3';
import { systemClock } from '../../src/base/clock';
import { makeIds } from '../../src/base/ids';
import { systemRandom } from '../../src/base/random';
import { loadCatalog } from '../../src/catalog/catalog';
import { folderReader } from '../../src/catalog/files';
import { registry } from '../../src/forms/index';
import { openAccounts } from '../../src/server/accounts';
import { makeApp, USUAL_LIMITS } from '../../src/server/app';
import { openCentre } from '../../src/server/centre';
import { openDatabase } from '../../src/server/database';
import { makeLog } from '../../src/server/log';
import { projectRoot } from '../../test/lib/root';
import { wordsOf } from './text';

const root = projectRoot();

async function emptyCentre(place: { memory: true } | { file: string }) {
  const clock = systemClock();
  const ids = makeIds(clock, systemRandom());
  const { catalog } = loadCatalog(folderReader(join(root, 'data')));
  return openCentre({ database: await openDatabase(place), catalog, registry, clock, ids });
}

/** `docs/generated/openapi.json`: the API as a running centre describes it. */
export async function apiPage(): Promise<string> {
  const clock = systemClock();
  const random = systemRandom();
  const ids = makeIds(clock, random);
  const centre = await emptyCentre({ memory: true });
  const { database, tenant } = centre;
  const app = await makeApp({
    centre,
    clock,
    accounts: await openAccounts({ database, tenant, clock, ids, random }),
    words: wordsOf('en'),
    log: makeLog('silent', new Writable()),
    every: () => () => {},
    limits: USUAL_LIMITS,
    ...{ tls: null, behindProxy: false, openMetrics: false },
    version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
  });
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`;
  await app.close();
  await centre.close();
  return text;
}

/** `docs/generated/centre.sql`: the schema of an embedded centre made now. */
export async function centreSchemaPage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'akti-docs-'));
  const file = join(folder, 'centre');
  try {
    await (await emptyCentre({ file })).close();
    const db = new Database(file, { readonly: true });
    const rows = db.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid');
    const found = rows.all() as { sql: string }[];
    db.close();
    const head = '-- Made by "npm run docs"; do not edit. The truth is src/server/migrations/.';
    return `${[head, ...found.map(({ sql }) => `${sql};`)].join('\n\n')}\n`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
