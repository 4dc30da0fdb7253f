import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { openLog } from '../../src/records/sync-log';
import { draftsOfRecord } from '../../src/store/drafts';
import { openBase } from '../../src/store/open';
import { readRecord } from '../../src/store/records';
import { projectRoot } from '../lib/root';
import { bundled, must, start, tidyAfterEach } from '../store/support';
import { Feed, makeStation, receive, type Station, send } from './feed';
import { caseOf, enterPerson, mustEnter } from './office';

tidyAfterEach();

const stations: Station[] = [];
afterEach(() => {
  for (const { office } of stations.splice(0)) office.close();
});

function station(number: number): Station {
  const made = makeStation(number);
  stations.push(made);
  return made;
}

/** A client with so many notes, as the feed brings them. */
function feedOf(notes: number): { feed: Feed; one: Station; client: string } {
  const feed = new Feed();
  const one = station(1);
  const session = one.office.session();
  const client = enterPerson(session, '140388-9028', 'Salattu', 'Aino', { phone: '050 765' });
  for (let at = 1; at <= notes; at += 1) {
    const text = `Luottamuksellinen muistiinpano ${at}`;
    mustEnter(session, 'diary_note', caseOf(session, client), { text });
  }
  send(one, feed);
  return { feed, one, client };
}

const counts = ({ office }: Station) =>
  office.base
    .sql(
      'SELECT (SELECT count(*) FROM change) AS changes, (SELECT count(*) FROM delivery) AS known',
    )
    .get();

describe('taking the feed in', () => {
  it('goes on after a kill where it was, each place taken once (R8, R23)', async () => {
    const { feed, one } = feedOf(300);
    const two = station(2);
    const { path } = two.office.base;
    const file = join(dirname(path), 'feed.json');
    writeFileSync(file, JSON.stringify(feed.items));
    const program = await bundled('take-pages', 'records');
    const args = [path, file, '50', join(projectRoot(), 'data')];
    for (let kill = 0; kill < 3; kill += 1) {
      const running = start(program, args);
      await running.said(2 + kill);
      running.child.kill('SIGKILL');
      await running.ended;
      const { cursor } = two.log.link();
      const last = feed.items[cursor - 1];
      const found = counts(two) as { changes: number; known: number };
      expect(found).toEqual({ changes: cursor, known: cursor });
      expect(last === undefined || last.pos === cursor).toBe(true);
    }
    receive(two, feed);
    expect(two.log.sums(two.log.containers())).toEqual(feed.sums());
    expect(two.log.sums(two.log.containers())).toEqual(one.log.sums(one.log.containers()));
  });

  it('leaves cursor and records as they were when the disk is full (R27)', () => {
    const { feed } = feedOf(150);
    const two = station(2);
    const { base } = two.office;
    two.log.apply(feed.page(0, 20));
    const before = { cursor: two.log.link().cursor, ...(counts(two) as object) };
    const pages = base.db.pragma('page_count', { simple: true }) as number;
    base.db.pragma(`max_page_count = ${pages + 1}`);
    const page = feed.page(20, 40);
    expect(() => two.log.apply(page)).toThrow();
    expect({ cursor: two.log.link().cursor, ...(counts(two) as object) }).toEqual(before);
    base.db.pragma(`max_page_count = ${pages + 4000}`);
    receive(two, feed);
    expect(two.log.sums(two.log.containers())).toEqual(feed.sums());
  });

  it('refuses a page that does not begin at the cursor, and one of the past', () => {
    const { feed } = feedOf(4);
    const two = station(2);
    two.log.apply(feed.page(0, 2));
    expect(() => two.log.apply(feed.page(0, 2))).toThrow('sync.page');
    expect(() => two.log.apply(feed.page(3, 1))).toThrow('sync.page');
    expect(two.log.link().cursor).toBe(2);
  });

  it('takes a snapshot twice, or cut short, to the same', () => {
    const { feed, client } = feedOf(90);
    const two = station(2);
    const items = feed.snapshot(client);
    const page = (from: number, to: number, next: number | null) =>
      two.log.addContainer({
        ...{ epoch: 'e', container: client, at: items.length, next },
        items: items.slice(from, to),
      });
    page(0, 50, 50);
    expect(two.log.partial()).toEqual([client]);
    page(0, 50, 50);
    page(50, 91, null);
    expect(two.log.partial()).toEqual([]);
    expect(two.log.sums([client])).toEqual(feed.sums());
    page(0, 91, null);
    expect(two.log.sums([client])).toEqual(feed.sums());
  });
});

describe('a client taken from a base', () => {
  it('is in no byte of its files (R20)', () => {
    const { feed, client } = feedOf(200);
    const two = station(2);
    const { base } = two.office;
    receive(two, feed);
    const person = registry.form('person');
    const rec = readRecord(base, person, client);
    expect(rec?.values.last_name).toBe('Salattu');
    const session = two.office.session();
    const notes = caseOf(session, client).records;
    const [first] = notes as [Rec];
    const value = { values: { ...first.values, title: 'Itse kirjoitettu' } };
    const draft = { form: 'diary_note', record: first.id, client, value };
    expect(session.saveDraft(draft).ok).toBe(true);
    expect(notes.length).toBeGreaterThan(50);
    // The copy of before a change of the schema.
    copyFileSync(base.path, `${base.path}.schema-1`);
    two.log.dropContainer(client);
    two.log.wentWell('2026-03-16T12:00:00.000Z');
    expect(readRecord(base, person, client)).toBeUndefined();
    expect(session.findPersons('salattu', 5)).toMatchObject({ value: { persons: [] } });
    for (const end of ['', '-wal']) {
      const bytes = readFileSync(base.path + end).toString('latin1');
      for (const word of ['Salattu', 'salattu', 'Luottamuksellinen', '050 765', '140388-9028']) {
        expect(`${end} ${bytes.includes(word)}`).toBe(`${end} false`);
      }
    }
    expect(existsSync(`${base.path}.schema-1`)).toBe(false);
    expect(two.log.scope().count).toBe(0);
    const [kept] = draftsOfRecord(base, first.id);
    expect(kept?.value).toEqual({ values: { title: 'Itse kirjoitettu' } });
  });

  it('leaves what had not gone as text, which is still sent', () => {
    const { feed, client } = feedOf(3);
    const two = station(2);
    receive(two, feed);
    const session = two.office.session();
    mustEnter(session, 'diary_note', caseOf(session, client), { text: 'Ei lähtenyt' });
    mustEnter(session, 'staff_entry', null, { event: 'muu_tyoaika', quantity: 20 });
    const before = two.log.pending(50, 100_000);
    two.log.dropContainer(client);
    expect(two.log.pending(50, 100_000)).toEqual(before);
    expect(two.log.pendingCount()).toBe(2);
    const again = must(openBase(two.office.base.path));
    const log = openLog({ ...two.office.world, base: again });
    expect(log.pending(50, 100_000)).toEqual(before);
    send(two, feed);
    expect(two.log.pendingCount()).toBe(0);
    const next = mustEnter(two.office.session(), 'staff_entry', null, {
      event: 'muu_tyoaika',
      quantity: 20,
    });
    expect(two.log.pending(50, 100_000)[0]?.ops[0]).toMatchObject({ record_id: next.id, seq: 3 });
  });
});
