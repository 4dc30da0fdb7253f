// Replicates documents to a centre and from there into an empty database, and says how many
// milliseconds each took: node pouch-station.mjs URL FOLDER DOCUMENTS.json BATCH
import { mkdirSync, readFileSync } from 'node:fs';
import PouchDB from 'pouchdb';

const [url, folder, file, batch] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const docs = JSON.parse(readFileSync(file, 'utf8'));
const batch_size = Number(batch);
const name = `entries-${batch}`;

async function timed(replicating) {
  const before = performance.now();
  const { docs_written } = await replicating();
  if (docs_written !== docs.length) throw new Error(`${docs_written} of ${docs.length} written`);
  return performance.now() - before;
}

const first = new PouchDB(`${folder}/first-${batch}`);
await first.bulkDocs(docs);
const push = await timed(() => first.replicate.to(new PouchDB(`${url}/${name}`), { batch_size }));
const second = new PouchDB(`${folder}/second-${batch}`);
const from = new PouchDB(`${url}/${name}`);
const pull = await timed(() => second.replicate.from(from, { batch_size }));
console.log(JSON.stringify({ push, pull }));
process.exit();
