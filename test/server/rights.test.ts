import { afterEach, expect, test } from 'vitest';
import type { Centre } from '../../src/server/centre';
import type { Op } from '../../src/sync/protocol';
import { onEachDatabase } from './places';
import { DAY, HERE, makeCentre, Station, said } from './station';

onEachDatabase('the rights of what follows from a change', (place) => {
  let centre: Centre;
  afterEach(() => centre?.close());

  /** A secretary may change persons and no decisions; Anna has made one on the first of two. */
  async function begin() {
    centre = await makeCentre(await place());
    const anna = new Station(centre, 'anna');
    const secretary = new Station(centre, 'sihteeri');
    const made = await anna.send(anna.person('p1'), anna.person('p2'), decision(anna));
    expect(said(made)).toEqual(['applied', 'applied', 'applied']);
    return { anna, secretary };
  }

  const decision = (of: Station) =>
    of.op({
      ...{ kind: 'create', form: 'decision', record_id: 'd1', bucket: 'p1' },
      patch: {
        ...{ person: [null, 'p1'], investigation: [null, 'i1'], type: [null, 'x'] },
        ...{ decided_on: [null, DAY], outcome: [null, 'x'], notice_given: [null, true] },
        ...{ notice_on: [null, DAY], notice_manner: [null, 'x'], valid_from: [null, DAY] },
        ...{ decider: [null, 'anna'], unit: [null, HERE], persons: [null, ['p1']] },
      },
    });

  const trace = (of: Station, id: string) =>
    of.op({
      ...{ kind: 'create', form: 'trace', record_id: id, bucket: 'p2' },
      patch: {
        ...{ person: [null, 'p2'], date: [null, DAY], kind: [null, 'merged'] },
        ...{ reason: [null, 'x'], worker: [null, of.user] },
      },
    });

  const onDecision = (of: Station, patch: Op['patch'], more: Partial<Op> = {}) =>
    of.amend('d1', 1, patch, { form: 'decision', bucket: 'p2', ...more });
  const moved: Op['patch'] = { person: ['p1', 'p2'], persons: [['p1'], ['p2']] };

  test('links follow a merge of persons, though the role changes no decision (R41)', async () => {
    const { secretary } = await begin();
    const away = secretary.amend('p1', 1, { merged_into: [null, 'p2'] });
    const unit = [away, onDecision(secretary, moved), trace(secretary, 't1')];
    expect(said(await secretary.sendUnits(unit))).toEqual(['applied', 'applied', 'applied']);
    const back = secretary.amend('p1', 2, { merged_into: ['p2', null] });
    const undone = { person: ['p2', 'p1'], persons: [['p2'], ['p1']] } as Op['patch'];
    const undo = [
      secretary.amend('t1', 1, {}, { form: 'trace', bucket: 'p2', kind: 'void' }),
      onDecision(secretary, undone, { base_version: 2, bucket: 'p1' }),
      back,
    ];
    expect(said(await secretary.sendUnits(undo))).toEqual(['applied', 'applied', 'applied']);
  });

  test('links changed beside anything else the role may do are refused (R41)', async () => {
    const { secretary } = await begin();
    const note = () => secretary.note('n1', 'p1', 'x');
    const named = (patch: Op['patch']) => secretary.amend('p1', 1, patch);
    const cases: [Op, Op['patch']][] = [
      [note(), moved],
      [named({ city: [null, 'Lahti'] }), moved],
      [named({ merged_into: [null, 'p2'] }), { persons: [['p1'], ['p1', 'p2']] }],
      [named({ merged_into: [null, 'p2'] }), { person: ['p1', 'p3'], persons: [['p1'], ['p3']] }],
      [
        named({ merged_into: [null, 'p2'] }),
        {
          persons: [
            ['p9', 'p1'],
            ['p9', 'p2'],
          ],
        },
      ],
    ];
    for (const [other, patch] of cases) {
      const bucket = patch.person ? String(patch.person[1]) : 'p1';
      const sent = await secretary.sendUnits([other, onDecision(secretary, patch, { bucket })]);
      expect([patch, said(sent)]).toEqual([patch, ['sync.unit', 'sync.right']]);
    }
  });

  test('what one may make one may take back, but not what another made (R41)', async () => {
    const { anna, secretary } = await begin();
    await anna.send(trace(anna, 't1'), trace(anna, 't2'));
    const of = { form: 'trace', bucket: 'p2' } as const;
    const voiding = (by: Station, id: string) => by.amend(id, 1, {}, { ...of, kind: 'void' });
    expect(said(await secretary.send(voiding(secretary, 't1')))).toEqual(['sync.right']);
    expect(said(await anna.send(voiding(anna, 't1')))).toEqual(['applied']);
    const back = anna.amend('t1', 2, {}, { ...of, kind: 'restore' });
    expect(said(await anna.send(back))).toEqual(['sync.right']);
    const own = [trace(secretary, 't3'), voiding(secretary, 't3')] as [Op, Op];
    expect(said(await secretary.sendUnits(own))).toEqual(['applied', 'applied']);
  });

  test('a form nobody here knows waits under a code of its own (R42)', async () => {
    const { anna } = await begin();
    const order = anna.op({
      ...{ kind: 'create', form: 'shoe_order', form_version: 3, record_id: 's1', bucket: 'p1' },
      patch: { size: [null, 43] },
    });
    const note = anna.note('n1', 's1', 'x');
    expect(await anna.send(order)).toMatchObject([{ status: 'held', code: 'sync.form' }]);
    expect(await anna.send(note)).toMatchObject([{ status: 'held', code: 'sync.form' }]);
  });
});
