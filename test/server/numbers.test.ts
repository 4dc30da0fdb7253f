import { expect, test } from 'vitest';
import { LEFT_OUT } from '../../src/server/numbers';
import type { Op } from '../../src/sync/protocol';
import { onEachDatabase } from './places';
import { HERE, makeCentre, Station, said } from './station';

onEachDatabase('numbers', (place) => {
  const initiation = (of: Station, id: string, date: string, proposed: number) =>
    of.op({
      ...{ kind: 'create', form: 'initiation', record_id: id, bucket: 'p1' },
      patch: {
        ...{ person: [null, 'p1'], type: [null, 'as'], date: [null, date], from: [null, 'x'] },
        ...{ reason: [null, 'r'], unit: [null, HERE], register_no: [null, proposed] },
      },
    });
  const of = { form: 'initiation', bucket: 'p1' };

  test('are the centre’s: each once, by year, whatever the stations proposed (R16)', async () => {
    const centre = await makeCentre(await place());
    const [anna, bertta] = [new Station(centre, 'anna'), new Station(centre, 'bertta')];
    await anna.send(anna.person('p1'));
    await anna.send(initiation(anna, 'a', '2026-03-16', 7), initiation(anna, 'b', '2025-12-31', 7));
    await bertta.send(initiation(bertta, 'c', '2026-03-16', 7));
    // To another year and back: what it once had of a series it keeps.
    const year = (was: string, now: string) => ({ date: [was, now] as [string, string] });
    await anna.send(anna.amend('a', 0, year('2026-03-16', '2025-12-30'), of));
    await anna.send(anna.amend('a', 0, year('2025-12-30', '2026-03-16'), of));
    const given = (await bertta.feed()).flatMap((item) =>
      item.kind === 'op' && item.op.actor === 'centre'
        ? [[item.op.record_id, item.op.patch.register_no]]
        : [],
    );
    expect(given).toEqual([
      ['a', [7, 1]],
      ['b', [7, 1]],
      ['c', [7, 2]],
      ['a', [1, 2]],
      ['a', [2, 1]],
    ]);
    await centre.close();
  });

  test('given since a copy was made are not given again after its restore (R48)', async () => {
    const centre = await makeCentre(await place());
    const anna = new Station(centre, 'anna');
    await anna.send(anna.person('p1'));
    await anna.send(initiation(anna, 'a', '2026-03-16', 1));
    await centre.restored();
    await anna.send(initiation(anna, 'b', '2026-03-16', 2));
    const last = (await anna.feed()).at(-1);
    const number = 1 + LEFT_OUT + 1;
    expect(last).toMatchObject({ op: { actor: 'centre', patch: { register_no: [2, number] } } });
    await centre.close();
  });

  test('heard of before a restore come back, each to its record and once (R48)', async () => {
    const centre = await makeCentre(await place());
    const anna = new Station(centre, 'anna');
    await anna.send(anna.person('p1'));
    await anna.send(initiation(anna, 'a', '2026-03-16', 1));
    await centre.restored();
    const again = (id: string, date: string, number: number) => {
      return { ...initiation(anna, id, date, 9), number };
    };
    await anna.send(
      // Given since the copy was made, also in a series the copy does not know.
      ...[again('b', '2026-03-16', 3), again('c', '2025-03-16', 2)],
      // In the copy, given back already, and never given: these get the next one.
      ...[again('d', '2026-03-16', 1), again('e', '2026-03-16', 3)],
      ...[again('f', '2026-03-16', 9 * LEFT_OUT), initiation(anna, 'g', '2025-03-16', 2)],
      // A year that had not begun at the restore.
      ...[again('h', '2027-03-16', 5)],
    );
    const given = (await anna.feed()).flatMap((item) =>
      item.kind === 'op' && item.op.actor === 'centre'
        ? [[item.op.record_id, item.op.patch.register_no?.[1]]]
        : [],
    );
    const next = 1 + LEFT_OUT;
    expect(given).toEqual([
      ...[
        ['a', 1],
        ['b', 3],
        ['c', 2],
        ['d', next + 1],
        ['e', next + 2],
        ['f', next + 3],
      ],
      ...[
        ['g', LEFT_OUT + 1],
        ['h', 1],
      ],
    ]);
    const sent = (await anna.feed()).filter((item) => item.kind === 'op' && 'number' in item.op);
    expect(sent).toEqual([]);
    await centre.close();
  });

  test('two that two stations proposed for one record are no conflict', async () => {
    const centre = await makeCentre(await place());
    const [anna, bertta] = [new Station(centre, 'anna'), new Station(centre, 'bertta')];
    await anna.send(anna.person('p1'));
    await anna.send(initiation(anna, 'a', '2026-03-16', 1));
    const moved: Op['patch'] = { register_no: [1, 5], text: [null, 'x'] };
    const other: Op['patch'] = { register_no: [1, 6], second_worker: [null, 'anna'] };
    await anna.send(anna.amend('a', 2, moved, of));
    const late = bertta.amend('a', 2, other, of);
    expect(said(await bertta.send(late))).toEqual(['merged']);
    const last = (await bertta.feed()).at(-1);
    expect(last).toMatchObject({ op: { actor: 'centre', patch: { register_no: [6, 1] } } });
    await centre.close();
  });
});
