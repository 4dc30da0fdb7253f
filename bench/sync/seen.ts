import { writeFileSync } from 'node:fs';
import { bytesOf } from '../../test/lib/keys';
import { addCentreUser, type CentreUser, type Served, serve } from '../../test/lib/serve';
import type { Terminal } from '../../test/lib/terminal';
import { makeScenarioBase, makeWorld, runAkti, startAkti, type World } from '../../test/lib/world';

const PASSWORD = 'kotikäynti-torstaina';
const WORKERS: readonly CentreUser[] = [
  { id: 'yhtmalmai', name: 'Mallila Maija' },
  { id: 'yhtpälöst', name: 'Pälvinen Östen' },
].map((one) => ({ ...one, unit: '11a2gb', role: 'worker', password: PASSWORD }));
const PATIENCE = { timeoutMs: 30_000 };
const WARM_UP = 1;

const sees = (terminal: Terminal, ...wanted: readonly RegExp[]) =>
  terminal.waitFor((rows) => wanted.every((one) => one.test(rows.join('\n'))), PATIENCE);

/** Two clients in terminals, linked to one centre, the same client open on both. */
class Two {
  private readonly worlds: World[] = [];
  private centre: Served | undefined;
  readonly terminals: Terminal[] = [];

  private newWorld(): World {
    const world = makeWorld();
    this.worlds.push(world);
    return world;
  }

  async begin(): Promise<void> {
    const home = this.newWorld();
    const file = home.file('keskus.db');
    for (const worker of WORKERS) await addCentreUser(home, ['--centre', file], worker);
    this.centre = await serve(home, { args: ['--file', file] });
    for (const [at, { id }] of WORKERS.entries()) {
      const world = this.newWorld();
      await makeScenarioBase(world, at === 0 ? 'B5' : 'empty');
      const password = world.file('password');
      writeFileSync(password, `${PASSWORD}\n`, { mode: 0o600 });
      const env = { AKTI_SYNC_PASSWORD_FILE: password };
      const link = ['sync', '--connect', this.centre.url, '--user', id, '--base', world.base];
      const linked = await runAkti(link, { world, env, input: '' });
      if (linked.code !== 0) throw new Error(linked.stderr);
      const args = ['--base', world.base, '--user', id, '--work-date', '190326'];
      const terminal = startAkti({ world, env, args });
      this.terminals.push(terminal);
      await sees(terminal, /Etsi henkilö/);
      terminal.send(`050590-9825${bytesOf('Enter')}`);
      await sees(terminal, /Pvm +Tunnus +Tapahtuma/, /⇅ ✓/);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.terminals.map((terminal) => terminal.close()));
    await this.centre?.stop();
    for (const world of this.worlds) world.remove();
  }
}

/**
 * Milliseconds from the key that saves an entry at one station until it stands in the diary that
 * is open at another, once for each turn.
 */
export async function timesUntilSeen(turns: number): Promise<number[]> {
  const two = new Two();
  try {
    await two.begin();
    const [one, other] = two.terminals as [Terminal, Terminal];
    const times: number[] = [];
    for (let turn = 0; turn < WARM_UP + turns; turn += 1) {
      const text = `merkintö nro${turn}x`;
      one.send('nk');
      await sees(one, /Teksti/);
      one.send(`${bytesOf('Tab')}${bytesOf('Tab')}${text}`);
      await sees(one, new RegExp(text));
      const before = performance.now();
      one.send(bytesOf('F12'));
      await sees(other, new RegExp(text));
      if (turn >= WARM_UP) times.push(performance.now() - before);
      await sees(one, /Tallennettu/);
      one.send(bytesOf('F3'));
      await sees(one, /Pvm +Tunnus +Tapahtuma/);
    }
    return times;
  } finally {
    await two.close();
  }
}
