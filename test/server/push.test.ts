import { afterEach, describe, expect, test } from 'vitest';
import type { Centre } from '../../src/server/centre';
import { makeCentre, Station, said } from './station';

let centre: Centre;
afterEach(() => centre?.close());

async function begin() {
  centre = await makeCentre({ memory: true });
  return { anna: new Station(centre, 'anna'), bertta: new Station(centre, 'bertta') };
}

describe('push', () => {
  test('a new client goes in and comes to a colleague', async () => {
    const { anna, bertta } = await begin();
    const results = await anna.send(anna.person('p1'), anna.note('n1', 'p1', 'Tavattu'));
    expect(results).toMatchObject([
      { status: 'applied', version: 1, pos: 1 },
      { status: 'applied', version: 1, pos: 2 },
    ]);
    expect((await bertta.feed()).map((item) => item.kind === 'op' && item.op.record_id)).toEqual([
      'p1',
      'n1',
    ]);
    expect(await bertta.containers()).toEqual(['p1']);
  });

  test('the same push again gives the answers of then', async () => {
    const { anna } = await begin();
    const op = anna.person('p1');
    const [first] = await anna.send(op);
    const [again] = await anna.send(op);
    expect(again).toEqual({ ...first, duplicate: true });
    expect(said(await anna.send({ ...op, patch: { ...op.patch, city: [null, 'Lahti'] } }))).toEqual(
      ['sync.op_changed'],
    );
  });
});
