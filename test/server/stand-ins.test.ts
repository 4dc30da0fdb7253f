import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeIds } from '../../src/base/ids';
import { seededRandom } from '../../src/base/random';
import { registry } from '../../src/forms/index';
import { type Centre, openCentre } from '../../src/server/centre';
import { type Database, openDatabase } from '../../src/server/database';
import { tempFolderOf } from '../lib/scratch';
import { onEachDatabase } from './places';
import { catalog, DAY, FAR, makeCentre, Station, said } from './station';

/** Kalle works far away, and sees nothing of this unit's by his own. */
onEachDatabase('a stand-in at the centre', (place) => {
  let centre: Centre;
  afterEach(() => centre?.close());

  async function begin() {
    centre = await makeCentre(await place());
    const anna = new Station(centre, 'anna');
    const secretary = new Station(centre, 'sihteeri');
    await anna.send(anna.person('p1'), anna.person('p2'), reminder(anna, 'r1', 'p1', 'anna'));
    return { anna, secretary, kalle: new Station(centre, 'kalle') };
  }

  const reminder = (of: Station, id: string, client: string, owner: string) =>
    of.op({
      ...{ kind: 'create', form: 'reminder', record_id: id, bucket: client },
      patch: {
        ...{ person: [null, client], due_on: [null, '2026-04-01'], text: [null, 'Soita'] },
        ...{ owner: [null, owner], done: [null, false] },
      },
    });

  const cover = (of: Station, id: string, days: readonly [string, string], absent = 'anna') =>
    of.op({
      ...{ kind: 'create', form: 'stand_in', record_id: id, bucket: null },
      patch: {
        ...{ absent: [null, absent], substitute: [null, 'kalle'] },
        ...{ from: [null, days[0]], until: [null, days[1]], text: [null, null] },
      },
    });

  const of = { form: 'stand_in', bucket: null };

  /** The same centre on another day. */
  const onDay = (day: string, database: Database = centre.database) => {
    const clock = { now: () => new Date(`${day}T08:00:00.000Z`) };
    const ids = makeIds(clock, seededRandom(7));
    return openCentre({ database, catalog, registry, clock, ids });
  };

  test('sees the clients of the absent on the days given, and no longer (R34)', async () => {
    const { anna, kalle } = await begin();
    expect(await kalle.containers()).toEqual([]);
    const { grants } = await centre.state();
    await anna.send(cover(anna, 'c1', ['2026-03-16', '2026-03-20']));
    expect((await centre.state()).grants).toBeGreaterThan(grants);
    expect(await kalle.containers()).toEqual(['c1', 'p1']);
    expect(await kalle.feed()).toMatchObject([
      { op: { record_id: 'p1' } },
      { op: { record_id: 'r1' } },
      { op: { record_id: 'c1' } },
    ]);
    for (const [day, seen] of [
      ['2026-03-15', ['c1']],
      ['2026-03-20', ['c1', 'p1']],
      ['2026-03-21', ['c1']],
    ] as const) {
      const then = await onDay(day);
      expect([day, (await then.scope(kalle.caller)).containers]).toEqual([day, seen]);
      expect((await then.pull(kalle.caller, 0, 10)).scope.count).toBe(seen.length);
    }
  });

  test('may write on them meanwhile; afterwards what comes is held', async () => {
    const { anna, kalle } = await begin();
    await anna.send(cover(anna, 'c1', [DAY, '2026-03-20']));
    expect(said(await kalle.send(kalle.note('n1', 'p1', 'Sijaisena')))).toEqual(['applied']);
    expect(said(await kalle.send(kalle.note('n2', 'p2', 'Muualle')))).toEqual(['sync.container']);
    const after = await onDay('2026-03-21');
    const late = kalle.note('n3', 'p1', 'Myöhässä');
    const { epoch } = await after.state();
    const units = [{ uow_id: late.uow_id, ops: [{ ...late, seq: 3 }] }];
    const reply = await after.push(kalle.caller, { device_id: kalle.device, epoch, units });
    expect(reply.results).toMatchObject([{ status: 'held', code: 'sync.container' }]);
  });

  test('leaves nothing in sight by what was made meanwhile, unless given on (R34)', async () => {
    const { anna, kalle } = await begin();
    await anna.send(cover(anna, 'c1', [DAY, DAY]));
    const own = reminder(kalle, 'r2', 'p1', 'kalle');
    expect(said(await kalle.send(own, kalle.note('n1', 'p1', 'x')))).toEqual([
      'applied',
      'applied',
    ]);
    const after = await onDay('2026-03-17');
    const seen = async () => (await after.scope(kalle.caller)).containers;
    expect(await seen()).toEqual(['c1']);
    const text = { text: ['Soita', 'Soita taas'] } as const;
    const at = { form: 'reminder', bucket: 'p1' };
    await anna.send(anna.amend('r2', 1, { text: [...text.text] }, at));
    expect(await seen()).toEqual(['c1']);
    await anna.send(anna.amend('r2', 1, { owner: ['anna', 'kalle'] }, at));
    expect(await seen()).toEqual(['c1', 'p1']);
  });

  test('loses sight at once when voided, moved to other days or given to another', async () => {
    const { anna, kalle } = await begin();
    const days = ['2026-03-16', '2026-03-20'] as const;
    await anna.send(cover(anna, 'c1', days));
    const tellsOthers = async (work: () => Promise<unknown>) => {
      const { grants } = await centre.state();
      await work();
      expect((await centre.state()).grants).toBeGreaterThan(grants);
      return kalle.containers();
    };
    const amend = (patch: Parameters<Station['amend']>[2]) => () =>
      anna.send(anna.amend('c1', 0, patch, of));
    expect(await tellsOthers(amend({ from: ['2026-03-16', '2026-03-18'] }))).toEqual(['c1']);
    expect(await tellsOthers(amend({ from: ['2026-03-18', '2026-03-16'] }))).toEqual(['c1', 'p1']);
    expect(await tellsOthers(amend({ substitute: ['kalle', 'lukija'] }))).toEqual([]);
    expect(await tellsOthers(amend({ substitute: ['lukija', 'kalle'] }))).toEqual(['c1', 'p1']);
    const voiding = () => anna.send(anna.amend('c1', 0, {}, { ...of, kind: 'void' }));
    expect(await tellsOthers(voiding)).toEqual(['c1']);
  });

  test('does not stand in for those whom the absent one stood in for', async () => {
    const { anna, kalle, secretary } = await begin();
    await secretary.send(cover(secretary, 'c1', [DAY, DAY], 'bertta'));
    const bertta = new Station(centre, 'bertta');
    await anna.send({
      ...cover(anna, 'c2', [DAY, DAY]),
      patch: { ...cover(anna, 'c2', [DAY, DAY]).patch, substitute: [null, 'bertta'] },
    });
    await centre.saveUser({ id: 'bertta', name: 'b', role: 'worker', unit: FAR, active: true });
    expect(await bertta.containers()).toContain('p1');
    expect(await kalle.containers()).not.toContain('p1');
  });

  test('nobody makes one for another, or for longer, without the right to', async () => {
    const { anna, kalle, secretary } = await begin();
    const [own] = await kalle.send(cover(kalle, 'c1', [DAY, '2026-03-20']));
    expect(own).toMatchObject({ status: 'rejected', code: 'sync.right' });
    expect(await kalle.containers()).toEqual([]);
    const given = cover(secretary, 'c2', [DAY, DAY]);
    expect(said(await secretary.send(given))).toEqual(['applied']);
    const longer = kalle.amend('c2', 1, { until: [DAY, '2099-12-31'] }, of);
    expect(said(await kalle.send(longer))).toEqual(['sync.right']);
    expect(said(await anna.send(anna.amend('c2', 1, {}, { ...of, kind: 'void' })))).toEqual([
      'applied',
    ]);
    const back = kalle.amend('c2', 2, {}, { ...of, kind: 'restore' });
    expect(said(await kalle.send(back))).toEqual(['sync.right']);
    expect(await kalle.containers()).toEqual(['c2']);
  });

  test('one made before the centre knew of them counts from its upgrade on', async () => {
    const given = await place();
    const folder = tempFolderOf('akti-stand-ins-');
    const where = 'memory' in given ? { file: join(folder, 'centre.db') } : given;
    centre = await makeCentre(where);
    const anna = new Station(centre, 'anna');
    const kalle = new Station(centre, 'kalle');
    await anna.send(anna.person('p1'), reminder(anna, 'r1', 'p1', 'anna'));
    await anna.send(cover(anna, 'c1', [DAY, DAY]));
    await centre.database.write(async (tx) => {
      await tx.schema.dropTable('held_decision').execute();
      await tx.schema.dropIndex('op_log_held').execute();
      await tx.schema.dropTable('standing').execute();
      await tx.schema.alterTable('record').dropColumn('entered_as').execute();
      await tx.updateTable('schema_version').set({ version: 1 }).execute();
    });
    const upgraded = await onDay(DAY, await openDatabase(where));
    expect((await upgraded.scope(kalle.caller)).containers).toEqual(['c1', 'p1']);
    await upgraded.close();
    rmSync(folder, { recursive: true });
  });
});
