import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/server/database';
import { PROTOCOL } from '../../src/sync/protocol';
import { tempFolderOf } from '../lib/scratch';
import { centreOn, makeCentre, Station, said } from './station';

const folder = tempFolderOf('akti-centre-');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const greeting = (station: Station) => ({
  protocol: { min: PROTOCOL, max: PROTOCOL },
  ...{ app: 'test', device_id: station.device, epoch: null, cursor: 0, pending: 0, forms: {} },
});

describe('a centre restored from a copy', () => {
  test('has a new epoch, says what it lacks, and takes it again (R26)', async () => {
    const [file, copy] = [join(folder, 'centre'), join(folder, 'copy')];
    const before = await makeCentre({ file });
    const anna = new Station(before, 'anna');
    await anna.send(anna.person('p1'));
    await before.setDurable(1);
    await before.close();
    copyFileSync(file, copy);
    const lost = await centreOn(await openDatabase({ file }), 2);
    const again = new Station(lost, 'anna');
    const first = again.note('n0', 'p1', 'before').op_id;
    const [one, two] = [again.note('n1', 'p1', 'x'), again.note('n2', 'p1', 'y')];
    await again.send({ ...one, seq: 2 }, { ...two, seq: 3 });
    const old = await lost.state();
    await lost.close();

    const centre = await centreOn(await openDatabase({ file: copy }), 3);
    expect(centre.tenant).toBe(lost.tenant);
    const { epoch, head } = await centre.restored();
    expect(epoch).not.toBe(old.epoch);
    const back = new Station(centre, 'anna');
    expect(await centre.hello(back.caller, greeting(back))).toMatchObject({
      ...{ epoch, head: 1, durable: 1, restored: { epoch: old.epoch, head } },
    });
    const stale = { device_id: back.device, epoch: old.epoch, units: [] };
    await expect(
      centre.push(back.caller, {
        ...stale,
        units: [{ uow_id: one.uow_id, ops: [{ ...one, seq: 2 }] }],
      }),
    ).rejects.toMatchObject({ status: 409, code: 'sync.epoch' });
    const asked = { op_ids: ['d-anna-op1', one.op_id, two.op_id, first] };
    const { missing } = await centre.reconcile(back.caller, asked);
    expect(missing).toEqual([one.op_id, two.op_id]);
    // Between them the centre may have forgotten what it never answered with a place.
    expect(said(await back.send({ ...two, seq: 3 }))).toEqual(['applied']);
    expect(said(await back.send({ ...one, seq: 2 }))).toEqual(['applied']);
    expect((await centre.state()).head).toBe(3);
    expect(await centre.verify()).toBe(true);
    await centre.close();
  });

  test('a position beyond the head is in no copy', async () => {
    const centre = await makeCentre({ memory: true });
    await expect(centre.setDurable(1)).rejects.toMatchObject({ status: 422 });
    const caller = { user: 'anna', device: 'd-anna' };
    const request = { ...greeting(new Station(centre, 'anna')), protocol: { min: 7, max: 9 } };
    await expect(centre.hello(caller, request)).rejects.toMatchObject({
      ...{ status: 426, code: 'sync.protocol', values: { min: PROTOCOL, max: PROTOCOL } },
    });
    await centre.close();
  });
});
