import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openCentre } from '../../src/server/centre';
import { openDatabase } from '../../src/server/database';
import { applying } from '../../src/store/sync-link';
import { tempFolderOf } from '../lib/scratch';
import { ANNA, exchange, exchangeOf, makeCentre, putInto, wireTo } from './centre';
import { makeStation, type Station } from './feed';
import { caseOf, enterPerson, mustEnter, TEAM } from './office';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** A station with one client that has a note. */
function served(): { station: Station; client: string; note: string } {
  const station = makeStation(1, ANNA);
  open.push(station.office);
  const session = station.office.session(ANNA);
  const client = enterPerson(session, '140388-9028', 'Koivula', 'Aino');
  const note = mustEnter(session, 'diary_note', caseOf(session, client), { text: 'Alku' });
  return { station, client, note: note.id };
}

/** Changes a record behind the back of everything, as a fault of the machine would. */
function damage({ office: { base } }: Station, note: string): void {
  applying(base, () => base.sql('UPDATE diary_note SET text = ? WHERE id = ?').run('Muu', note));
}

const textOf = ({ office: { base } }: Station, note: string) =>
  base.sql<{ text: string }>('SELECT text FROM diary_note WHERE id = ?').get(note)?.text;

describe('sums', () => {
  it('mend a base that differs once, and raise an alarm after that (R21)', async () => {
    const { station, client, note } = served();
    const centre = await makeCentre(station);
    open.push(centre);
    await exchange(station, centre);
    const program = exchangeOf(station, centre);
    damage(station, note);
    expect(await program.run()).toMatchObject({ stopped: null, repaired: 1, alarms: [] });
    expect(textOf(station, note)).toBe('Alku');
    damage(station, note);
    expect(await program.run()).toMatchObject({ stopped: null, repaired: 0, alarms: [client] });
  });

  it('say nothing of a client who is out of sight just then (R21)', async () => {
    const { station, client } = served();
    const centre = await makeCentre(station);
    open.push(centre);
    await exchange(station, centre);
    const wire = wireTo(centre, station);
    const program = exchangeOf(station, centre, {
      ...wire,
      checksums: async (request) => {
        await putInto(centre, ANNA, 'phsotey');
        const reply = await wire.checksums(request);
        await putInto(centre, ANNA, TEAM);
        return reply;
      },
    });
    const first = await program.run();
    expect(first).toMatchObject({ stopped: null, fetched: 0, repaired: 0, alarms: [] });
    expect(await program.run()).toMatchObject({ stopped: null, repaired: 0, alarms: [] });
    expect(station.log.containers()).toContain(client);
  });
});

describe('a centre that is not the one of the base', () => {
  it('as another organisation has it, gets and changes nothing (R25)', async () => {
    const { station, client } = served();
    const [own, other] = [await makeCentre(station), await makeCentre(station)];
    open.push(own, other);
    await exchange(station, own);
    const link = station.log.link();
    const session = station.office.session(ANNA);
    mustEnter(session, 'diary_note', caseOf(session, client), { text: 'Uusi' });
    await expect(exchange(station, other)).rejects.toThrow('sync.tenant');
    expect(station.log.link()).toEqual(link);
    expect((await other.state()).head).toBe(0);
    expect(station.log.pendingCount()).toBe(1);
  });

  it('as it was put back and nobody has said so, gets and changes nothing (R25)', async () => {
    const { station } = served();
    const folder = tempFolderOf('akti-behind-');
    open.push({ close: () => rmSync(folder, { recursive: true, force: true }) });
    const [file, copy] = [join(folder, 'centre'), join(folder, 'copy')];
    const first = await makeCentre(station, { file });
    await first.close();
    copyFileSync(file, copy);
    const { catalog, registry, clock, ids } = station.office.world;
    const parts = { catalog, registry, clock, ids };
    const whole = await openCentre({ ...parts, database: await openDatabase({ file }) });
    await exchange(station, whole);
    const link = station.log.link();
    await whole.close();
    const behind = await openCentre({ ...parts, database: await openDatabase({ file: copy }) });
    open.unshift(behind);
    await expect(exchange(station, behind)).rejects.toThrow('sync.behind');
    expect(station.log.link()).toEqual(link);
    await behind.restored();
    expect(await exchange(station, behind)).toMatchObject({ healed: 2, left: 0 });
  });
});
