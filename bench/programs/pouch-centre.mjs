// A PouchDB behind as much of CouchDB's HTTP as replicating needs: node pouch-centre.mjs FOLDER
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import PouchDB from 'pouchdb';

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
const databases = new Map();

function database(name) {
  if (!databases.has(name)) databases.set(name, new PouchDB(`${folder}/${name}`));
  return databases.get(name);
}

async function bodyOf(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return pieces.length ? JSON.parse(Buffer.concat(pieces).toString('utf8')) : undefined;
}

async function answer({ url, method }, body) {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const [, name, ...rest] = pathname.split('/').map(decodeURIComponent);
  if (!name) return { couchdb: 'Welcome', uuid: 'bench' };
  const at = database(name);
  const what = rest.join('/');
  const put = method === 'PUT';
  if (!what) return put ? { ok: true } : at.info();
  if (what.startsWith('_local/')) return put ? at.put(body) : at.get(what);
  if (what === '_revs_diff') return at.revsDiff(body);
  if (what === '_bulk_docs') return at.bulkDocs(body.docs, { new_edits: body.new_edits !== false });
  if (what === '_bulk_get') return at.bulkGet({ docs: body.docs, revs: true });
  if (what === '_changes') {
    const since = Number(searchParams.get('since') ?? 0);
    const limit = Number(searchParams.get('limit') ?? 100);
    return at.changes({ since, limit, style: searchParams.get('style') ?? 'main_only' });
  }
  throw Object.assign(new Error(what), { status: 404, name: 'not_found' });
}

const server = createServer(async (request, response) => {
  let status = 200;
  let reply;
  try {
    reply = await answer(request, await bodyOf(request));
  } catch (error) {
    status = error.status ?? 500;
    reply = { error: error.name, reason: error.message };
  }
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(reply));
});
server.listen(0, '127.0.0.1', () => {
  console.log(`listens: http://127.0.0.1:${server.address().port}`);
});
