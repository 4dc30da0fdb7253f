import { afterEach, expect, test } from 'vitest';
import type { Centre } from '../../src/server/centre';
import type { Item } from '../../src/sync/protocol';
import { onEachDatabase } from './places';
import { DAY, makeCentre, Station, said } from './station';

onEachDatabase('what a merge of clients did not know of', (place) => {
  let centre: Centre;
  afterEach(() => centre?.close());

  /** A client known by a temporary identifier, the same one by an official, and a third. */
  async function begin() {
    centre = await makeCentre(await place());
    const anna = new Station(centre, 'anna');
    const bertta = new Station(centre, 'bertta');
    await anna.send(anna.person('tp'), anna.person('oikea'), anna.person('kolmas'));
    return { anna, bertta };
  }

  const merging = (by: Station, from: string, to: string) =>
    by.amend(from, 1, { merged_into: [null, to] }, { reason: 'sama henkilö' });

  /** Where each record is by the feed, and who made it so. */
  function placesIn(items: readonly Item[]): Map<string, [string | null, string]> {
    const ops = items.flatMap((item) => (item.kind === 'op' ? [item.op] : []));
    return new Map(ops.map(({ record_id, bucket, actor }) => [record_id, [bucket, actor]]));
  }

  test('an entry for the one who is gone goes to who that is now (R40)', async () => {
    const { anna, bertta } = await begin();
    await anna.send(merging(anna, 'tp', 'oikea'), merging(anna, 'oikea', 'kolmas'));
    const late = await bertta.send(bertta.note('n1', 'tp', 'Kotikäynti'));
    expect(said(late)).toEqual(['applied']);
    expect(placesIn(await anna.feed()).get('n1')).toEqual(['kolmas', 'centre']);
    const more = bertta.amend('n1', 1, { text: ['Kotikäynti', 'Soitto'] }, { form: 'diary_note' });
    expect(said(await bertta.send({ ...more, bucket: 'tp' }))).toEqual(['applied']);
    expect(placesIn(await anna.feed()).get('n1')).toEqual(['kolmas', 'bertta']);
    expect(await centre.verify()).toBe(true);
  });

  test('who is gone is changed no more; a second merge is asked about (R40)', async () => {
    const { anna, bertta } = await begin();
    await anna.send(merging(anna, 'tp', 'oikea'));
    const phone = bertta.amend('tp', 1, { phone: [null, '040 1'] });
    expect(said(await bertta.send(phone, merging(bertta, 'tp', 'kolmas')))).toEqual([
      'sync.merged',
      'conflict',
    ]);
  });

  test('what others had sent before it follows, with the reason of the merge (R40)', async () => {
    const { anna, bertta } = await begin();
    const home = bertta.op({
      ...{ kind: 'create', form: 'household', record_id: 'koti', bucket: null },
      patch: {
        members: [
          null,
          ['tp', 'oikea'].map((person) => ({
            ...{ person, role: 'R', from: null, until: null, guardian: false },
          })),
        ],
      },
    });
    await bertta.send(bertta.note('n1', 'tp', 'Ennen'), home);
    const before = (await centre.state()).head;
    await anna.send(merging(anna, 'tp', 'oikea'));
    const news = (await bertta.feed(before)).flatMap((item) =>
      item.kind === 'op' && item.op.actor === 'centre' ? [item.op] : [],
    );
    expect(news.map(({ record_id, bucket, reason }) => [record_id, bucket, reason])).toEqual([
      ['koti', null, 'sama henkilö'],
      ['n1', 'oikea', 'sama henkilö'],
    ]);
    const rows = news[0]?.patch.members?.[1] as unknown as { person: string }[];
    expect(rows.map(({ person }) => person)).toEqual(['oikea']);
    const again = bertta.op({
      ...{ form: 'diary_note', record_id: 'n1', bucket: 'tp', base_version: 1 },
      patch: { date: [DAY, '2026-03-15'] },
    });
    expect(said(await bertta.send(again))).toEqual(['applied']);
    expect(placesIn(await anna.feed()).get('n1')?.[0]).toBe('oikea');
    expect(await centre.verify()).toBe(true);
  });
});
