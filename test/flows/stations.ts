import { expect } from 'vitest';
import { Clients, keys } from '../faults/client';
import { type FaultProxy, faultProxy } from '../lib/fault-proxy';
import { addCentreUser, type Served, serve } from '../lib/serve';
import type { Terminal } from '../lib/terminal';
import { makeScenarioBase, makeWorld, runAkti, startAkti, type World } from '../lib/world';

export const PASSWORD = 'kotikäynti-torstaina';
export const UNIT = '11a2gb';
const WORKERS = [
  { id: 'yhtmalmai', name: 'Mallila Maija' },
  { id: 'yhtpälöst', name: 'Pälvinen Östen' },
] as const;

/** A base that has its centre, and whose it is. */
export interface Linked {
  readonly world: World;
  readonly user: string;
}

/** A workstation: its base, and the client on it. */
export interface Station extends Linked {
  terminal: Terminal;
}

/** Waits until the screen shows it all. */
export const sees = (terminal: Terminal, ...wanted: readonly RegExp[]) =>
  terminal.waitFor((screen) => wanted.every((one) => one.test(screen.join('\n'))), {
    timeoutMs: 20_000,
  });

/** Finds the client of B5 from the start screen. */
export async function openIda(terminal: Terminal): Promise<void> {
  terminal.send(keys('=050590-9825', 'Enter'));
  await sees(terminal, /Henkilö 050590-9825 Virta, Ida/, /Pvm +Tunnus +Tapahtuma/);
}

/** A real centre, and two workstations with B5 open on both; `close` ends and removes it all. */
export class Stations {
  readonly clients = new Clients();
  private readonly worlds: World[] = [];
  private centre: Served | undefined;
  private between: FaultProxy | undefined;

  /** Two workstations with B5 open on both. */
  async begin(
    overNetwork: 'first' | 'both' = 'first',
  ): Promise<{ a: Station; b: Station; network: FaultProxy }> {
    const linked = await this.link(overNetwork);
    const a = await this.started(linked.a);
    const b = await this.started(linked.b);
    for (const { terminal } of [a, b]) {
      await openIda(terminal);
      await sees(terminal, /⇅ ✓/);
    }
    return { a, b, network: linked.network };
  }

  /** A centre and two bases: the first reaches it over a network that can break, or both do. */
  async link(
    overNetwork: 'first' | 'both' = 'first',
  ): Promise<{ a: Linked; b: Linked; network: FaultProxy }> {
    const home = this.newWorld();
    for (const { id } of WORKERS) await this.placeAt(id, UNIT);
    this.centre = await serve(home, { args: ['--file', home.file('keskus.db')] });
    const network = await faultProxy(this.centre.url);
    this.between = network;
    const a = await this.newLinked(0, 'B5', network.url);
    const straight = overNetwork === 'both' ? network.url : this.centre.url;
    const b = await this.newLinked(1, 'empty', straight);
    return { a, b, network };
  }

  /** Takes the device of a worker from the centre. */
  async revoke(worker: string): Promise<void> {
    const [home] = this.worlds;
    if (!home) throw new Error('no centre has been begun');
    const at = ['--centre', home.file('keskus.db')];
    const { stdout } = await runAkti(['user', 'devices', ...at], { world: home });
    const own = stdout.split('\n').find((line) => line.split('\t')[1] === worker);
    const device = own?.split('\t')[0] ?? '';
    const done = await runAkti(['user', 'revoke', device, ...at], { world: home });
    expect([done.stderr, done.code]).toEqual(['', 0]);
  }

  /** Puts a worker into a unit at the centre, with a role. */
  async placeAt(worker: string, unit: string, role = 'worker'): Promise<void> {
    const [home] = this.worlds;
    const name = WORKERS.find(({ id }) => id === worker)?.name ?? worker;
    if (!home) throw new Error('no centre has been begun');
    const user = { id: worker, name, unit, role, password: PASSWORD };
    await addCentreUser(home, ['--centre', home.file('keskus.db')], user);
  }

  /** The client on a base, asked for the password once. */
  async start(world: World, user: string): Promise<Terminal> {
    const args = ['--base', world.base, '--user', user, '--work-date', '190326'];
    const terminal = this.clients.keep(world, startAkti({ world, args }));
    await sees(terminal, /Keskuksen salasana/);
    terminal.send(keys(`=${PASSWORD}`));
    await sees(terminal, /Salasana •+/);
    expect(terminal.screen().join('\n')).not.toContain(PASSWORD);
    terminal.send(keys('Enter'));
    await sees(terminal, /Etsi henkilö/);
    return terminal;
  }

  async close(): Promise<void> {
    await this.clients.closeAll();
    await this.between?.close();
    await this.centre?.stop();
    for (const world of this.worlds.splice(0)) world.remove();
  }

  private async newLinked(at: number, scenario: string, url: string): Promise<Linked> {
    const world = this.newWorld();
    await makeScenarioBase(world, scenario);
    const { id: user } = WORKERS[at] as (typeof WORKERS)[number];
    const args = ['sync', '--connect', url, '--user', user, '--base', world.base];
    const linked = await runAkti(args, { world, input: `${PASSWORD}\n` });
    expect([linked.stderr, linked.code]).toEqual(['', 0]);
    return { world, user };
  }

  private async started({ world, user }: Linked): Promise<Station> {
    return { world, user, terminal: await this.start(world, user) };
  }

  private newWorld(): World {
    const world = makeWorld();
    this.worlds.push(world);
    return world;
  }
}
