import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { backUp } from '../../src/server/backup';
import { openDatabase } from '../../src/server/database';
import { tempFolderOf } from '../lib/scratch';
import { centreOn, makeCentre, Station, said } from './station';

const folder = tempFolderOf('akti-backup-');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a copy made in the middle of a push holds what was in before it, whole', async () => {
  const [file, copy] = [join(folder, 'centre'), join(folder, 'copy')];
  const key = Buffer.alloc(32, 9);
  const centre = await makeCentre({ file, key });
  const anna = new Station(centre, 'anna');
  await anna.send(anna.person('p1'));
  const { head, epoch } = await centre.state();
  await centre.database.write(async (tx) => {
    await tx
      .updateTable('stream_head')
      .set({ head: head + 1 })
      .execute();
    expect(backUp(file, key, copy)).toEqual({ epoch, head });
    await tx.updateTable('stream_head').set({ head }).execute();
  });
  expect(said(await anna.send(anna.note('n1', 'p1', 'x')))).toEqual(['applied']);
  await centre.close();

  const back = await centreOn(await openDatabase({ file: copy, key }, 'as_it_is'), 2);
  expect(await back.verify()).toBe(true);
  expect(await back.status()).toMatchObject({ head, epoch, users: { active: 5 } });
  await back.close();
});
