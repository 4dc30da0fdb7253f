import { spawnSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Flow, runFlow, type Speed } from '../lib/flow';
import { readKeymap } from '../lib/keymap';
import { scratchFolder } from '../lib/scratch';
import type { LineSpeed } from '../lib/slow-line';
import { type ClientSettings, makeWorld, runAkti, startAkti, type World } from '../lib/world';
import { b1 } from './b1';
import { b2 } from './b2';
import { b3 } from './b3';
import { b5 } from './b5';

/** Whole cases by keys in other terminals than the usual one, and over slow lines. */

const STEADY = { AKTI_NOW: '2026-03-16T08:00:00.000Z', AKTI_SEED: '7' };
const KEYMAP = readKeymap('effica');

/** A modem of 9600 bit/s and a third of a second there and back. */
const MODEM: LineSpeed = { bytesPerSecond: 960, latencyMs: 300 };
/** Who waits for the screen after each step has a line ten times as fast in the short tests. */
const FASTER = process.env.AKTI_FULL ? 1 : 10;
const WAITED_FOR = { bytesPerSecond: 960 * FASTER, latencyMs: 300 / FASTER };

const B1 = { name: 'B1', flow: b1(), clients: ['121255-TP1X'] };
const OTHERS = [
  {
    name: 'B2',
    flow: b2(),
    clients: ['140388-9028', '070775-931J', '190249-944Y', '020866-953H', '250599-968X'],
  },
  { name: 'B3', flow: b3(), clients: ['030915A915K', '221118A926K', '140388-9028'] },
  { name: 'B5, one station', flow: b5(), clients: ['050590-9825'] },
];
const ALL = [B1, ...OTHERS];
const FLOWS = process.env.AKTI_FULL ? ALL : [B1];

let home: World;
const bases = new Map<string, Promise<string>>();

beforeAll(() => {
  home = makeWorld();
});
afterAll(() => home.remove());

/** A copy of a scenario's base, made once. */
async function baseOf(scenario: string, world: World): Promise<void> {
  const made = bases.get(scenario) ?? makeBase(scenario);
  bases.set(scenario, made);
  copyFileSync(await made, world.base);
}

async function makeBase(scenario: string): Promise<string> {
  const path = home.file(`${scenario}.akti`);
  const made = await runAkti(['demo', '--scenario', scenario, path], { world: home });
  expect(made.stderr).toBe('');
  return path;
}

/** Works a flow in some terminal; gives what `akti show` prints of the clients afterwards. */
async function worked(
  { flow, clients }: { flow: Flow; clients: readonly string[] },
  settings: Omit<ClientSettings, 'world' | 'args'> = {},
  speed: Speed = 'stepwise',
): Promise<string[]> {
  const world = makeWorld();
  try {
    await baseOf(flow.scenario, world);
    const args = ['--base', world.base, '--user', 'yhtmalmai', '--work-date', flow.workDate];
    const env = { ...STEADY, ...settings.env };
    const terminal = startAkti({ ...settings, world, args, env });
    try {
      await runFlow(terminal, flow, { keymap: KEYMAP, speed, timeoutMs: 120_000 });
      terminal.send('\x11');
      expect((await terminal.exit).code).toBe(0);
    } finally {
      await terminal.close();
    }
    const shown: string[] = [];
    for (const client of clients) {
      const out = await runAkti(['show', client, '--json', ...args], { world, env: STEADY });
      expect(out.stderr).toBe('');
      shown.push(out.stdout);
    }
    return shown;
  } finally {
    world.remove();
  }
}

const usual = new Map<string, Promise<string[]>>();

/** What the flow gives in the usual terminal. */
function asUsual(one: (typeof ALL)[number]): Promise<string[]> {
  const found = usual.get(one.name) ?? worked(one, {}, 'chunk');
  usual.set(one.name, found);
  return found;
}

/** A program that hands the screen on, if it is here, and what is in front of the client in it. */
interface Between {
  readonly name: string;
  readonly here: boolean;
  readonly inside: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Ends what runs in the background when a flow was not finished. */
  readonly end?: readonly string[];
}

const folder = scratchFolder('akti-between-');
const socket = join(folder, 'tmux');
const startsMosh =
  'set -- $(mosh-server new -i 127.0.0.1 -c 256 -- "$@" 2>/dev/null | grep CONNECT) && ' +
  'MOSH_KEY=$4 exec mosh-client 127.0.0.1 "$3"';
const BETWEEN: readonly Between[] = [
  {
    name: 'tmux',
    here: spawnSync('tmux', ['-V']).status === 0,
    inside: [
      ...['tmux', '-S', socket, '-u', '-f', '/dev/null', 'set', '-g', 'status', 'off', ';'],
      ...['set', '-s', 'escape-time', '0', ';', 'new-session'],
    ],
    end: ['tmux', '-S', socket, 'kill-server'],
  },
  {
    name: 'GNU screen',
    // It says its version with a status of 1.
    here: String(spawnSync('screen', ['--version']).stdout).startsWith('Screen version'),
    inside: ['screen', '-c', '/dev/null', '-S', 'akti'],
    env: { SCREENDIR: folder },
    end: ['screen', '-S', 'akti', '-X', 'quit'],
  },
  {
    name: 'mosh',
    here: spawnSync('mosh-server', ['--version']).status === 0,
    inside: ['sh', '-c', startsMosh, 'sh'],
    // Whose other side was lost ends by itself after so many seconds.
    env: { MOSH_SERVER_NETWORK_TMOUT: '60' },
  },
];

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('every flow', () => {
  // A modem is waited for, not worked for: they share the time.
  it('over 9600 bit/s and 300 ms, typed ahead, ends in the same base', async () => {
    const over = await Promise.all(ALL.map((one) => worked(one, { line: MODEM }, 'byte')));
    const usually = await Promise.all(ALL.map(asUsual));
    for (const [at, { name }] of ALL.entries()) expect(over[at], name).toEqual(usually[at]);
  }, 300_000);
});

describe.each(FLOWS)('$name ends in the same base', (one) => {
  it('on a vt220 of ISO 8859-1 over a modem, step by step', async () => {
    const env = { TERM: 'vt220', LANG: 'fi_FI.ISO-8859-1' };
    const settings = { env, charset: 'latin1', line: WAITED_FOR } as const;
    expect(await worked(one, settings)).toEqual(await asUsual(one));
  }, 300_000);

  for (const { name, here, inside, env, end } of BETWEEN) {
    const title = here ? `inside ${name}` : `inside ${name}, which is not here`;
    it.skipIf(!here)(
      title,
      async () => {
        try {
          expect(await worked(one, { inside, env })).toEqual(await asUsual(one));
        } finally {
          const [command, ...words] = end ?? [];
          if (command) spawnSync(command, words, { env: { ...process.env, ...env } });
        }
      },
      300_000,
    );
  }
});
