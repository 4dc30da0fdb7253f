import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/server/database';
import { onEachDatabase } from './places';
import { makeCentre, Station } from './station';

const folder = mkdtempSync(join(tmpdir(), 'akti-centre-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

onEachDatabase('the database', (place) => {
  test('rewrites nothing of what went in, nor its order', async () => {
    const centre = await makeCentre(await place());
    const anna = new Station(centre, 'anna');
    await anna.send(anna.person('p1'));
    for (const text of [
      "UPDATE record_version SET kind = 'void'",
      'DELETE FROM record_version',
      'UPDATE change_log SET pos = 7',
      'DELETE FROM change_log',
    ]) {
      const done = centre.database.write((tx) => sql.raw(text).execute(tx));
      await expect(done).rejects.toThrow('centre.append_only');
    }
    await centre.close();
  });

  test('leaves nothing of a transaction that fails, and gives its places again', async () => {
    const centre = await makeCentre(await place());
    const anna = new Station(centre, 'anna');
    const failing = centre.database.write(async (tx) => {
      await tx.updateTable('stream_head').set({ head: 99 }).execute();
      throw new Error('in the middle');
    });
    await expect(failing).rejects.toThrow('in the middle');
    expect(await anna.send(anna.person('p1'))).toMatchObject([{ pos: 1 }]);
    expect(await centre.verify()).toBe(true);
    await centre.close();
  });

  test('made by a newer program is refused and left as it is', async () => {
    const where = await place();
    const database = await openDatabase('memory' in where ? { file: join(folder, 'new') } : where);
    await database.write((tx) => tx.updateTable('schema_version').set({ version: 99 }).execute());
    await database.close();
    const again = openDatabase('memory' in where ? { file: join(folder, 'new') } : where);
    await expect(again).rejects.toThrow('centre.newer');
  });

  test('says so when the feed has a gap', async () => {
    const centre = await makeCentre(await place());
    await centre.database.write((tx) => tx.updateTable('stream_head').set({ head: 1 }).execute());
    expect(await centre.verify()).toBe(false);
    await centre.close();
  });
});
