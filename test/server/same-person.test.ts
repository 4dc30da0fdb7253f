import { afterEach, expect, test } from 'vitest';
import { steppingClock } from '../../src/base/clock';
import { makeIds } from '../../src/base/ids';
import { seededRandom } from '../../src/base/random';
import { registry } from '../../src/forms/index';
import { type Centre, openCentre } from '../../src/server/centre';
import type { Item, Op } from '../../src/sync/protocol';
import { onEachDatabase } from './places';
import { catalog, makeCentre, Station, said } from './station';

const SAME = 'Sama henkilötunnus on kahdella asiakkaalla.';
const ID = '010190-900P';

onEachDatabase('the same person entered at two stations', (place) => {
  let centre: Centre;
  afterEach(() => centre?.close());

  /** Two units that see nothing of each other, at a centre that writes reminders. */
  async function begin() {
    const { database } = await makeCentre(await place());
    const clock = steppingClock('2026-03-16T08:00:00.000Z', 1000);
    const ids = makeIds(clock, seededRandom(5));
    const notices = { same: SAME };
    centre = await openCentre({ database, catalog, registry, clock, ids, notices });
    return { anna: new Station(centre, 'anna'), kalle: new Station(centre, 'kalle') };
  }

  const person = (of: Station, id: string, value = ID, kind = 'test') =>
    of.person(id, {
      identifiers: [null, [{ value, class: kind, from: null, until: null }]],
    });

  const reminders = (items: readonly Item[]) =>
    items.flatMap((item) => (item.kind === 'op' && item.op.form === 'reminder' ? [item.op] : []));
  const told = (op: Op | Omit<Op, 'seq'> | undefined) =>
    op && [op.bucket, op.actor, op.patch.owner?.[1], op.patch.text?.[1]];

  test('is kept twice, and both who entered it are told in their lists (R46)', async () => {
    const { anna, kalle } = await begin();
    expect(said(await anna.send(person(anna, 'p1')))).toEqual(['applied']);
    expect(reminders(await anna.feed())).toEqual([]);
    expect(said(await kalle.send(person(kalle, 'p2')))).toEqual(['applied']);
    const [[here], [there]] = [reminders(await anna.feed()), reminders(await kalle.feed())];
    expect(told(here)).toEqual(['p1', 'centre', 'anna', SAME]);
    expect(told(there)).toEqual(['p2', 'centre', 'kalle', SAME]);
    expect(await anna.containers()).toEqual(['p1']);
    expect(await kalle.containers()).toEqual(['p2']);
    const { sums } = await centre.checksums(kalle.caller, { containers: ['p2'] });
    expect(sums.map(({ count }) => count)).toEqual([2]);
    expect(await centre.verify()).toBe(true);
  });

  test('is told of once for each pair, and by what can be no coincidence', async () => {
    const { anna, kalle } = await begin();
    const tp = ['110280-TP01', 'effica_temporary'] as const;
    await anna.send(person(anna, 'p1'), person(anna, 't1', ...tp), anna.person('b1'));
    await kalle.send(person(kalle, 'p2'), person(kalle, 't2', ...tp), kalle.person('b2'));
    await kalle.send(kalle.amend('p2', 0, { city: [null, 'Lahti'] }));
    expect(reminders(await kalle.feed())).toHaveLength(1);
    await kalle.send(kalle.amend('p2', 0, {}, { kind: 'void' }));
    await anna.send(person(anna, 'p3'));
    const about = reminders(await anna.feed()).map(({ bucket }) => bucket);
    expect(about.sort()).toEqual(['p1', 'p1', 'p3']);
  });

  test('is told of when an identifier is put in later, too', async () => {
    const { anna, kalle } = await begin();
    await anna.send(person(anna, 'p1'));
    const tp = person(kalle, 'p2', '110280-TP01', 'effica_temporary');
    await kalle.send(tp);
    expect(reminders(await kalle.feed())).toEqual([]);
    const now = [{ value: ID, class: 'test', from: null, until: null }];
    await kalle.send(
      kalle.amend('p2', 0, { identifiers: [tp.patch.identifiers?.[1] ?? null, now] }),
    );
    expect(reminders(await kalle.feed()).map(told)).toEqual([['p2', 'centre', 'kalle', SAME]]);
  });
});
