import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { b1 } from '../test/flows/b1';
import { b2 } from '../test/flows/b2';
import { environmentOf } from '../test/lib/environment';
import type { Flow } from '../test/lib/flow';
import { type Keymap, readKeymap, resolved } from '../test/lib/keymap';
import { bytesOf, type KeyStep, stepBytes } from '../test/lib/keys';
import { startTerminal, type Terminal } from '../test/lib/terminal';
import { makeScenarioBase, makeWorld, startAkti, type World } from '../test/lib/world';
import { clientFlags } from './akti';
import { isInstalled } from './peers';
import { mean, median, type Row, rowOf, say } from './row';

/** How often a whole run is made, each on a fresh base. */
const RUNS = 5;
/** Between two keys of one program: half as long as a good typist takes. */
const GAP_MS = 40;
const PATIENCE_MS = 1000;
const SETTLE_MS = 300;

/** One key: what is sent, and whether it is a character or a key that does something. */
interface Pressed {
  readonly bytes: string;
  readonly isCharacter: boolean;
}

/** What one program did with a whole run. */
interface Spent {
  bytes: number;
  /** Milliseconds from each key to the first byte that came back, added up. */
  ms: number;
  /** Milliseconds of processor time. */
  cpuMs: number;
  keys: number;
}

const nothingYet = (): Spent => ({ bytes: 0, ms: 0, cpuMs: 0, keys: 0 });

function pressesOf(step: KeyStep): Pressed[] {
  if (step.kind === 'press') return [{ bytes: stepBytes(step), isCharacter: false }];
  return [...stepBytes(step)].map((bytes) => ({ bytes, isCharacter: true }));
}

/** Processor time of all threads of a program so far, in ms. */
function cpuMsOf(pid: number): number {
  const folder = `/proc/${pid}/task`;
  const nanoseconds = readdirSync(folder).map((thread) =>
    Number(readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
}

/** Sends one key, and waits for what comes back and then for the rest of the gap. */
async function press(terminal: Terminal, bytes: string, spent: Spent): Promise<void> {
  const piecesBefore = terminal.pieces().length;
  const before = performance.now();
  terminal.send(bytes);
  const isThere = () => terminal.pieces().length > piecesBefore;
  while (!isThere() && performance.now() - before < PATIENCE_MS) await pause(1);
  const first = terminal.pieces()[piecesBefore];
  if (first) spent.ms += first.at - before;
  spent.keys += 1;
  await pause(Math.max(0, GAP_MS - (performance.now() - before)));
}

/**
 * A flow pressed key by key in the client, each key followed by the same one in nano: characters
 * as they are, every other key as the end of a line. Both are open for as long as it takes.
 */
async function runBoth(flow: Flow, keymap: Keymap, hasNano: boolean) {
  const world = makeWorld();
  const spent = { akti: nothingYet(), nano: nothingYet() };
  const terminals: Terminal[] = [];
  try {
    await makeScenarioBase(world, flow.scenario);
    const akti = startAkti({ world, args: clientFlags(world, flow.workDate) });
    terminals.push(akti);
    const nano = hasNano ? startNano(world) : undefined;
    if (nano) terminals.push(nano);
    await akti.waitFor(flow.start);
    await nano?.waitFor('GNU nano');
    await akti.idle(SETTLE_MS);
    const begins = terminals.map((one) => ({ bytes: one.bytes, cpuMs: cpuMsOf(one.pid) }));
    for (const step of flow.steps) {
      for (const key of resolved(step.keys, keymap).flatMap(pressesOf)) {
        await press(akti, key.bytes, spent.akti);
        if (nano) await press(nano, key.isCharacter ? key.bytes : bytesOf('Enter'), spent.nano);
      }
      if (step.expect !== undefined) await akti.waitFor(step.expect);
    }
    await akti.idle(SETTLE_MS);
    for (const [at, one] of [spent.akti, spent.nano].entries()) {
      const [terminal, begin] = [terminals[at], begins[at]];
      if (!terminal || !begin) continue;
      one.bytes = terminal.bytes - begin.bytes;
      one.cpuMs = cpuMsOf(terminal.pid) - begin.cpuMs;
    }
    return spent;
  } finally {
    await Promise.all(terminals.map((one) => one.close()));
    rmSync(world.file('peer.txt'), { force: true });
    world.remove();
  }
}

function startNano(world: World): Terminal {
  return startTerminal({
    command: 'nano',
    args: ['-I', world.file('peer.txt')],
    env: environmentOf({ home: world.home }),
  });
}

/** Rows of one scenario; the key counted is each one pressed, a letter of a memo too. */
function rowsOf(
  scenario: string,
  runs: readonly { akti: Spent; nano: Spent }[],
  hasNano: boolean,
  judged: boolean,
): Row[] {
  const row = (name: string, unit: string, of: (spent: Spent) => number) =>
    rowOf({
      name: `${scenario} as a whole, ${name}`,
      unit,
      value: median(runs.map((one) => of(one.akti))),
      peer: {
        name: 'the same characters into nano',
        value: hasNano ? median(runs.map((one) => of(one.nano))) : undefined,
      },
      judged,
    });
  const keys = mean(runs.map((one) => one.akti.keys));
  return [
    rowOf({ name: `${scenario} as a whole, keys pressed`, unit: '', value: keys }),
    row('bytes', 'B', (one) => one.bytes),
    row('bytes per key', 'B', (one) => one.bytes / one.keys),
    row('waited for', 'ms', (one) => one.ms),
    row('waited for per key', 'ms', (one) => one.ms / one.keys),
    row('processor time per key', 'ms', (one) => one.cpuMs / one.keys),
  ];
}

/** B1 and B2 from the first key to the last, against typing the same characters into nano. */
export async function wholeRunRows(judged: boolean, quick: boolean): Promise<Row[]> {
  const keymap = readKeymap('effica');
  const hasNano = isInstalled('nano');
  if (!hasNano) say('nano: not installed');
  const rows: Row[] = [];
  for (const flow of [b1(), b2()]) {
    const runs = [];
    for (let run = 0; run < (quick ? 1 : RUNS); run += 1) {
      runs.push(await runBoth(flow, keymap, hasNano));
    }
    rows.push(...rowsOf(flow.scenario, runs, hasNano, judged));
  }
  return rows;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
