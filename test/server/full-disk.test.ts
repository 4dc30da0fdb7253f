import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import type { Centre } from '../../src/server/centre';
import { makeCentre, Station, said } from './station';

let centre: Centre;
afterEach(() => centre?.close());

/** The disk has so many pages left; the file itself is as large as it is. */
async function leave(pages: number): Promise<void> {
  await centre.database.read(async (tx) => {
    const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(tx);
    const most = (rows[0]?.page_count ?? 0) + pages;
    await sql.raw(`PRAGMA max_page_count = ${most}`).execute(tx);
  });
}

const TEXT = 'Tavattu ja keskusteltu pitkään. '.repeat(100);

describe('a centre whose disk is full', () => {
  test('takes nothing in half, still gives, and goes on when there is room (R27)', async () => {
    centre = await makeCentre({ memory: true });
    const anna = new Station(centre, 'anna');
    const bertta = new Station(centre, 'bertta');
    await anna.send(anna.person('p1'));
    for (let pages = 0; pages < 12; pages++) {
      await leave(pages);
      const before = (await centre.state()).head;
      // Two operations of one save: both or none.
      const unit = [anna.note(`a${pages}`, 'p1', TEXT), anna.note(`b${pages}`, 'p1', TEXT)];
      const results = await anna.sendUnits(unit).catch((error: { code?: string }) => error.code);
      const { head } = await centre.state();
      const feed = await bertta.feed();
      expect(feed.map(({ pos }) => pos)).toEqual(Array.from({ length: head }, (_, n) => n + 1));
      expect(await centre.verify()).toBe(true);
      if (results === 'SQLITE_FULL') {
        expect(head).toBe(before);
        await leave(1000);
        expect(said(await anna.sendUnits(unit))).toEqual(['applied', 'applied']);
      } else expect(head).toBe(before + 2);
    }
    expect((await centre.state()).head).toBe(1 + 2 * 12);
  });

  test('is what the first of these writes met', async () => {
    centre = await makeCentre({ memory: true });
    const anna = new Station(centre, 'anna');
    await anna.send(anna.person('p1'));
    await leave(0);
    const large = anna.note('n1', 'p1', TEXT.repeat(4));
    await expect(anna.send(large)).rejects.toMatchObject({ code: 'SQLITE_FULL' });
  });
});
