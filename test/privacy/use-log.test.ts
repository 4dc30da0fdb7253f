import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeTestId } from '../../src/rules/person-id';
import { readUse, type Use } from '../../src/store/use-log';
import { clientArgs, FATHER, look, MOTHER, makeBase, WORK_DATE, WORKER } from '../faults/base';
import { Clients, keys } from '../faults/client';
import { findIn } from '../faults/kill-model';
import type { Terminal } from '../lib/terminal';
import { makeWorld, runAkti, type World } from '../lib/world';

const HIDDEN = makeTestId('1990-01-01', 900);
const clients = new Clients();
let shared: World;
let father = '';
let hidden = '';

beforeAll(() => {
  shared = makeWorld();
  makeBase(shared.base, (office, person) => {
    father = person;
    office.decided(person, { decision: { notice_given: true } });
    office.served(person);
    hidden = office.person(HIDDEN, 'Suojala, Sulo', { street: 'Piilopolku 17', protected: true });
  });
});
afterEach(() => clients.closeAll());
afterAll(() => shared.remove());

/** Lines that were added since so many; each must say who, as what, why and when. */
function linesSince(count: number): Use[] {
  const lines = look(clients.lastWorld().base, (base) => readUse(base, {}));
  const added = lines.filter((line) => line.id > lastId(lines, count));
  for (const line of added) {
    expect(line).toMatchObject({ actor: WORKER, role: 'worker', unit: 'phsotey' });
    expect(line.work_on).toBe(WORK_DATE);
    expect(line.purpose).toMatch(/\S/);
    expect(line.basis).toBe(line.what === 'reveal' ? 'reason' : 'role');
    expect(Math.abs(Date.now() - Date.parse(line.at))).toBeLessThan(600_000);
  }
  return added;
}

/** Ids grow with time; the program's come after those of the base as it was made. */
function lastId(lines: readonly Use[], count: number): string {
  return lines.map((line) => line.id).sort()[count - 1] ?? '';
}

const countLines = () => look(clients.lastWorld().base, (base) => readUse(base, {}).length);

/** Presses keys, waits for a screen, and gives kind, person and detail of the lines it left. */
async function linesOf(
  terminal: Terminal,
  pressed: readonly string[],
  screen: RegExp,
): Promise<(readonly [string, string | null, string | null])[]> {
  const before = countLines();
  terminal.send(keys(...pressed));
  await terminal.waitFor(screen);
  return linesSince(before).map(({ what, person, detail }) => [what, person, detail] as const);
}

describe('a line is left by', () => {
  it('a search: one for each person shown, or one; never what was typed', async () => {
    const terminal = await clients.start(clients.world(shared.base));
    const two = await linesOf(terminal, ['=testi', 'Enter'], /Testi, Äiti/);
    expect(two.map(([what, , detail]) => `${what} ${detail}`)).toEqual([
      'search name 2',
      'search name 2',
    ]);
    expect(new Set(two.map(([, person]) => person))).toHaveProperty('size', 2);
    terminal.send(keys('Ctrl+G', 'Ctrl+G'));
    const none = await linesOf(terminal, ['=Zyxwvu', 'Enter'], /ei löydy/);
    expect(none).toEqual([['search', null, 'name 0']]);
    const all = look(clients.lastWorld().base, (base) => JSON.stringify(readUse(base, {})));
    expect(all).not.toMatch(/zyxwvu/i);
  });

  it('a search in the work grid, and taking the person into a row', async () => {
    const terminal = await clients.start(clients.world(shared.base));
    terminal.send(keys('F9'));
    await terminal.waitFor(/Palvelu\/Selvitys|Tapahtuma/);
    const lines = await linesOf(terminal, [`=${FATHER.find}`, 'Tab'], /Akuutti sosia/);
    expect(lines).toEqual([
      ['search', father, 'identifier 1'],
      ['open', father, null],
    ]);
  });

  it('opening a client, looking at the person, and resuming a draft', async () => {
    const world = clients.world(shared.base);
    const terminal = await clients.start(world);
    const opened = await linesOf(terminal, [`=${FATHER.find}`, 'Enter'], /Henkilö +121255-TP1X/);
    expect(opened).toEqual([
      ['search', father, 'identifier 1'],
      ['open', father, null],
    ]);
    const palette = ['Ctrl+P', '=henkilötiedot', 'Enter'];
    expect(await linesOf(terminal, palette, /Sukunimi +>?Testi/)).toEqual([
      ['show', father, 'person'],
    ]);
    terminal.send(keys('F5', '=as', 'Tab'));
    await expect.poll(() => findIn(world.base).draft, { timeout: 10_000 }).toBe('');
    terminal.kill('SIGKILL');
    await terminal.exit;
    const again = await clients.start(world);
    const resumed = await linesOf(again, [`=${FATHER.find}`, 'Enter'], /jatkettavaksi: 1/);
    expect(resumed.map(([what]) => what).sort()).toEqual(['draft', 'open', 'search']);
    expect(resumed).toContainEqual(['draft', father, 'initiation']);
  });

  it('showing the guarded section, with the reason', async () => {
    const terminal = await clients.start(clients.world(shared.base));
    terminal.send(keys(`=${HIDDEN}`, 'Enter'));
    await terminal.waitFor(/Henkilö +010190-900P/);
    const before = countLines();
    terminal.send(keys('Ctrl+P', '=suojatut', 'Enter', '=sij', 'Enter'));
    await terminal.waitFor(/Piilopolku 17/);
    expect(linesSince(before)).toMatchObject([
      { what: 'reveal', person: hidden, purpose: 'sijaisuus' },
      // The section stands in the person's own form, which is shown with it.
      { what: 'show', person: hidden, detail: 'person' },
    ]);
  });

  it.each([
    ['create', []],
    ['amend', ['Enter', 'Tab', 'Tab', '=Lisäys: ', 'F12', '=ki', 'Enter']],
    ['void', ['Ctrl+P', '=mitätöi', 'Enter', '=ki', 'Enter']],
  ] as const)('a saved note: %s', async (what, then) => {
    const terminal = await clients.open(shared.base);
    const before = countLines();
    terminal.send(keys('F3', '=nk', 'Tab', 'Tab', '=Käyty läpi.', 'F12'));
    await terminal.waitFor(/Tallennettu/);
    terminal.send(keys(...then));
    const lines = () => linesSince(before).map((line) => [line.what, line.person, line.detail]);
    await expect.poll(lines, { timeout: 5000 }).toContainEqual([what, father, 'diary_note']);
  });

  it.each(['--text', '--json'])('akti show %s', async (format) => {
    const world = clients.world(shared.base);
    const before = countLines();
    const args = ['show', MOTHER.id, format, ...clientArgs(world.base)];
    expect(await runAkti(args, { world })).toMatchObject({ code: 0 });
    const lines = linesSince(before).map(({ what, detail }) => `${what} ${detail}`);
    expect(lines).toEqual(['search identifier 1', `show ${format.slice(2)}`]);
  });
});

describe('the use log', () => {
  const columns =
    "id, at, work_on, 'joku', role, unit, person, what, detail, purpose, basis FROM use_log";

  it.each([
    ["UPDATE use_log SET person = 'toinen'"],
    ['UPDATE use_log SET id = id'],
    ['DELETE FROM use_log'],
    [`INSERT OR REPLACE INTO use_log SELECT ${columns}`],
  ])('is not changed, whoever connects, by %s', (text) => {
    const base = new Database(clients.world(shared.base).base);
    try {
      const rows = () => JSON.stringify(base.prepare('SELECT * FROM use_log ORDER BY id').all());
      const before = rows();
      expect(before).toContain(father);
      expect(() => base.exec(text)).toThrow(/append_only/);
      expect(rows()).toBe(before);
    } finally {
      base.close();
    }
  });
});
