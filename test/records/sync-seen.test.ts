import { copyFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { makeIds } from '../../src/base/ids';
import { seededRandom } from '../../src/base/random';
import { registry } from '../../src/forms/index';
import { openSession } from '../../src/records/session';
import { openLog } from '../../src/records/sync-log';
import type { Centre } from '../../src/server/centre';
import { openBase } from '../../src/store/open';
import { readRecord } from '../../src/store/records';
import { must, tidyAfterEach } from '../store/support';
import { ANNA, exchange, makeCentre, OLLI, putInto } from './centre';
import { AT, makeStation, type Station } from './feed';
import { amend, DAY, enterPerson, saved } from './office';

tidyAfterEach();

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

function change(station: Station, form: string, id: string, set: object): void {
  const rec = readRecord(station.office.base, registry.form(form), id);
  if (!rec) throw new Error(`no ${form}`);
  saved(amend(station.office.session(), rec, set as never));
}

/** A copy of a base on another machine: the same identity, and ids of its own from then on. */
function copyOf({ office, device }: Station, seed: number): Station {
  const { path } = office.base;
  office.base.db.pragma('wal_checkpoint(TRUNCATE)');
  copyFileSync(path, `${path}-${seed}`);
  const base = must(openBase(`${path}-${seed}`));
  const world = { ...office.world, base, ids: makeIds(office.world.clock, seededRandom(seed)) };
  const session = () => must(openSession(world, { user: OLLI, workDate: DAY, lang: 'fi' }));
  const copy = { ...office, base, world, session, close: () => base.close() };
  open.unshift(copy);
  return { office: copy, device, log: openLog(world) };
}

/** Sends the oldest unit that has no answer, and takes nothing in. */
async function sendOne({ log }: Station, centre: Centre): Promise<string[]> {
  const { user, device_id, epoch } = log.link();
  const units = log.pending(1, 1).map(({ uow_id, ops }) => ({ uow_id, ops: [...ops] }));
  const request = { device_id, epoch: epoch ?? '', units };
  const { results } = await centre.push({ user, device: device_id }, request);
  log.answered(results, AT);
  return results.map(({ status }) => status);
}

/** A client of Anna's in both bases. */
async function pair() {
  const [anna, olli] = [makeStation(1, ANNA), makeStation(2, OLLI)];
  const centre = await makeCentre(anna);
  open.push(anna.office, olli.office, centre);
  const client = enterPerson(anna.office.session(), '140388-9028', 'Koivula', 'Aino');
  for (const one of [anna, olli]) await exchange(one, centre);
  const office = { ...olli.office, session: () => olli.office.session(OLLI) };
  return { anna, olli: { ...olli, office } as Station, centre, client };
}

describe('what the author of a change had seen (rule of decision 12)', () => {
  it('is not what lay below an own version of an identity before (R35)', async () => {
    const { anna, olli, centre, client } = await pair();
    change(anna, 'person', client, { phone: '050 111' });
    await exchange(anna, centre);
    change(olli, 'person', client, { municipality: 'hollola' });
    // Answered as version 3; version 2 has not come.
    expect(await sendOne(olli, centre)).toEqual(['merged']);
    change(olli, 'person', client, { phone: '050 222' });
    olli.log.newDevice('another');
    const { answers } = await exchange(olli, centre);
    expect(answers).toMatchObject({ conflict: 1, applied: 0, merged: 0 });
  });

  it('holds what another copy of the base has sent for both (R35)', async () => {
    const { olli, centre, client } = await pair();
    change(olli, 'person', client, { street: 'Katu 1' });
    // Both copies hold it with the number it goes under.
    expect(olli.log.pending(9, 9999)).toHaveLength(1);
    const copy = copyOf(olli, 9);
    olli.log.newDevice('another');
    expect((await exchange(olli, centre)).answers.applied).toBe(1);
    change(copy, 'person', client, { street: 'Katu 2' });
    const { answers } = await exchange(copy, centre);
    expect(answers).toMatchObject({ conflict: 0, applied: 2 });
  });
});

describe('what is held (rule of decision 12)', () => {
  it('does not stand over what the centre has (R15)', async () => {
    const { anna, olli, centre, client } = await pair();
    change(olli, 'person', client, { phone: '050 222' });
    await putInto(centre, OLLI, 'phsotey');
    expect(await sendOne(olli, centre)).toEqual(['held']);
    // Given back before the base has looked at what may be seen: nothing was taken from it.
    await putInto(centre, OLLI, '11a2gb');
    await exchange(olli, centre);
    const rec = readRecord(olli.office.base, registry.form('person'), client);
    expect(rec?.values.phone ?? null).toBeNull();
    expect(olli.log.sums([client])).toEqual(anna.log.sums([client]));
    expect(must(olli.office.session().delivery())).toMatchObject([{ id: client, state: 'held' }]);
  });
});
