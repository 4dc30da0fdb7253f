import { afterEach, expect, it } from 'vitest';
import { registry } from '../../src/forms/index';
import { openSession } from '../../src/records/session';
import { openLog } from '../../src/records/sync-log';
import { readRecord } from '../../src/store/records';
import { extraOf } from '../../src/store/sync-rows';
import { migrateTo, nextRegistry } from '../stations/skew';
import { Feed, makeStation, receive, type Station, send } from './feed';
import { caseOf, DAY, enterInitiation, enterInvestigation, enterPerson } from './office';

const stations: Station[] = [];
afterEach(() => {
  for (const { office } of stations.splice(0)) office.close();
});

/** A station with a client and an initiation that have not gone yet. */
function begun() {
  const one = makeStation(1);
  stations.push(one);
  const session = one.office.session();
  const client = enterPerson(session, '140388-9028', 'Koivula', 'Aino');
  const { id } = enterInitiation(session, client);
  return { feed: new Feed(), one, ...one.office, session, client, id };
}

it('a program that is upgraded puts into its place what was kept beside (R49)', () => {
  const { feed, one, base, world, session, client, id } = begun();
  send(one, feed);
  receive(one, feed);
  const [like] = feed.items.flatMap((item) =>
    item.kind === 'op' && item.op.record_id === id ? [item.op] : [],
  );
  if (!like) throw new Error('the initiation is not in');
  const newer = { ...like, seq: 1, op_id: 'uusi', uow_id: 'uusi', kind: 'amend' as const };
  feed.push('uusi', [{ ...newer, form_version: 2, patch: { mood: [null, 'hyvä'] } }]);
  receive(one, feed);
  expect(extraOf(base, registry.form('initiation'), id)).toEqual({ mood: 'hyvä' });
  migrateTo(nextRegistry, base);
  const upgrade = { ...world, registry: nextRegistry };
  expect(openSession(upgrade, { user: 'yhtmalmai', workDate: DAY, lang: 'fi' }).ok).toBe(true);
  const form = nextRegistry.form('initiation');
  expect(readRecord(base, form, id)?.values.mood).toBe('hyvä');
  expect(extraOf(base, form, id)).toEqual({});
  expect(openLog(upgrade).sums([client])).toEqual(feed.sums());
  expect(caseOf(session, client).records.length).toBeGreaterThan(0);
});

/** Answers beside a record that no form knows, put there from the outside. */
function putBeside({ base }: Station['office'], form: string, id: string): void {
  base.sql(`UPDATE ${form} SET extra = '{"mood":"hyvä"}' WHERE id = ?`).run(id);
}

it('only what may have come, in forms that changed, is looked through (R49)', () => {
  const { feed, one, base, world, session, client, id } = begun();
  const investigation = enterInvestigation(session, client).id;
  migrateTo(nextRegistry, base);
  const upgrade = { ...world, registry: nextRegistry };
  const extra = () => extraOf(base, nextRegistry.form('initiation'), id);
  const opened = (by: typeof world) =>
    openSession(by, { user: 'yhtmalmai', workDate: DAY, lang: 'fi' }).ok;

  putBeside(one.office, 'initiation', id);
  expect(opened(upgrade)).toBe(true);
  expect(extra()).toEqual({ mood: 'hyvä' });

  expect(opened(world)).toBe(true);
  send(one, feed);
  receive(one, feed);
  putBeside(one.office, 'initiation', id);
  putBeside(one.office, 'investigation', investigation);
  expect(opened(upgrade)).toBe(true);
  expect(extra()).toEqual({});
  const same = nextRegistry.form('investigation');
  expect(extraOf(base, same, investigation)).toEqual({ mood: 'hyvä' });
});
