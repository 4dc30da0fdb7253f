import { copyFileSync } from 'node:fs';
import { bytesOf } from '../lib/keys';
import type { Terminal } from '../lib/terminal';
import { type ClientSettings, makeWorld, startAkti, type World } from '../lib/world';
import { clientArgs, FATHER, makeBase, WORK_DAY, WORKER } from './base';

/** Keys by name; what begins with `=` is typed as it stands behind it. */
export function keys(...names: readonly string[]): string {
  return names.map((name) => (name.startsWith('=') ? name.slice(1) : bytesOf(name))).join('');
}

/** Clients of one test file, each on a base of its own; `closeAll` ends and removes them. */
export class Clients {
  private readonly made: { world: World; terminal?: Terminal }[] = [];
  private common: World | undefined;

  /** Makes the base of B1 that tests of a file begin with copies of, until `unshare`. */
  share(): void {
    this.common = makeWorld();
    makeBase(this.common.base);
  }

  /** Path of that base. */
  get shared(): string {
    if (!this.common) throw new Error('no base is shared');
    return this.common.base;
  }

  unshare(): void {
    this.common?.remove();
  }

  /** A world whose base is a copy of a file. */
  world(base?: string): World {
    const world = makeWorld();
    this.made.push({ world });
    if (base) copyFileSync(base, world.base);
    return world;
  }

  /** Starts the client in a world and waits for its start screen. */
  async start(
    world: World,
    more: Partial<ClientSettings> & { readonly user?: string } = {},
  ): Promise<Terminal> {
    const { user = WORKER, ...settings } = more;
    const terminal = startAkti({ world, args: clientArgs(world.base, user), ...settings });
    this.made.push({ world, terminal });
    await terminal.waitFor(WORK_DAY);
    return terminal;
  }

  /** Starts the client on a copy of a base and opens the client of B1. */
  async open(
    base: string,
    more: Partial<ClientSettings> & { readonly user?: string } = {},
  ): Promise<Terminal> {
    const terminal = await this.start(this.world(base), more);
    await openFather(terminal);
    return terminal;
  }

  /** Remembers a terminal that was started by other means. */
  keep(world: World, terminal: Terminal): Terminal {
    this.made.push({ world, terminal });
    return terminal;
  }

  /** The world made last. */
  lastWorld(): World {
    const last = this.made.at(-1);
    if (!last) throw new Error('no client has been started');
    return last.world;
  }

  async closeAll(): Promise<void> {
    const made = this.made.splice(0);
    for (const { terminal } of made) await terminal?.close();
    for (const { world } of made) world.remove();
  }
}

/** Finds the client of B1 from the start screen. */
export async function openFather(terminal: Terminal): Promise<void> {
  terminal.send(keys(`=${FATHER.find}`, 'Enter'));
  await terminal.waitFor(/Henkilö +121255-TP1X +Testi, Isä/);
}

/** Opens an initiation and goes to its memo, with all other fields filled. */
export async function openMemo(terminal: Terminal): Promise<void> {
  terminal.send(keys('F5'));
  await terminal.waitFor(/Vireillepanon tyyppi/);
  terminal.send(keys('=as', 'Tab', 'Tab', 'Tab', '=kr', 'Tab', 'Tab'));
  await terminal.waitFor(/Syy +.Kriisipalvelu/);
}
