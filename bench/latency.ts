import { environmentOf } from '../test/lib/environment';
import { startTerminal, type Terminal } from '../test/lib/terminal';
import type { World } from '../test/lib/world';
import type { Contestant } from './peers';

/** How long each run is, in keys and milliseconds. */
export interface Pace {
  readonly warmUp: number;
  readonly keys: number;
  /** Between one key and the next, of whatever program. */
  readonly gapMs: number;
  /** How long a program's next key waits for an answer to its last one. */
  readonly patienceMs: number;
}

/** The pace the budgets are stated for. */
export const FULL_PACE: Pace = { warmUp: 20, keys: 200, gapMs: 22, patienceMs: 1000 };

/** What is done around the typing. */
export interface Around {
  /** Called when all programs are ready to be typed into. */
  readonly begin?: () => Promise<void>;
  /** Called after the last key, while all of them still run. */
  readonly end?: (terminals: readonly Terminal[]) => Promise<void>;
}

/** What one program did with the measured keys. */
export interface KeyTimes {
  readonly name: string;
  /** Milliseconds from writing the key to the first byte read back, one for each key. */
  readonly latencies: readonly number[];
  /** When each was sent (`performance.now()`). */
  readonly sent: readonly number[];
  /** Bytes that came back until the program's next key, one for each key. */
  readonly bytes: readonly number[];
  /** Keys that nothing came back for. */
  readonly silent: number;
}

const LETTERS = 'abcdefghijklmnoprstuvy';
const KEYS_PER_LINE = 40;
const SETTLE_MS = 300;

interface Runner {
  readonly contestant: Contestant;
  readonly terminal: Terminal;
  readonly latencies: number[];
  readonly sent: number[];
  readonly bytes: number[];
  silent: number;
  sentAt: number;
  /** Count of pieces and bytes of output when the key was sent. */
  piecesBefore: number;
  bytesBefore: number;
  measuring: boolean;
}

/**
 * Types into all programs by turns, one key to each, so that whatever else the machine does falls
 * on all alike. A line is ended, unmeasured, before it grows past the screen.
 */
export async function timeTyping(
  contestants: readonly Contestant[],
  world: World,
  pace = FULL_PACE,
  around: Around = {},
): Promise<KeyTimes[]> {
  return withRunners(contestants, world, pace, async (runners) => {
    await around.begin?.();
    for (let key = 0; key < pace.warmUp + pace.keys; key++) {
      if (key > 0 && key % KEYS_PER_LINE === 0) await newLines(runners, pace);
      const letter = LETTERS[key % LETTERS.length] as string;
      await oneRound(runners, () => letter, key >= pace.warmUp, pace);
    }
    await around.end?.(runners.map((one) => one.terminal));
  });
}

/** The same from field to field, for programs that have fields. */
export async function timeTabs(
  contestants: readonly Contestant[],
  world: World,
  pace = FULL_PACE,
): Promise<KeyTimes[]> {
  const withFields = contestants.filter((one) => one.fieldKeys.length > 0);
  return withRunners(withFields, world, pace, async (runners) => {
    for (let key = 0; key < pace.warmUp + pace.keys; key++) {
      const next = ({ fieldKeys }: Contestant) => fieldKeys[key % fieldKeys.length] as string;
      await oneRound(runners, next, key >= pace.warmUp, pace);
    }
  });
}

/** Starts a contestant and brings it to where typing may begin. */
export async function startContestant(contestant: Contestant, world: World): Promise<Terminal> {
  const terminal = startTerminal({
    command: contestant.command,
    args: contestant.args,
    env: environmentOf({ home: world.home, extra: contestant.env }),
  });
  try {
    for (const { expect, keys } of contestant.ready) {
      await terminal.waitFor(expect);
      if (keys) terminal.send(keys);
    }
    await terminal.idle(SETTLE_MS);
    return terminal;
  } catch (error) {
    await terminal.close();
    throw new Error(`${contestant.name}: ${(error as Error).message}`, { cause: error });
  }
}

async function withRunners(
  contestants: readonly Contestant[],
  world: World,
  { patienceMs }: Pace,
  run: (runners: readonly Runner[]) => Promise<void>,
): Promise<KeyTimes[]> {
  const runners: Runner[] = [];
  try {
    for (const contestant of contestants) {
      runners.push(newRunner(contestant, await startContestant(contestant, world)));
    }
    await run(runners);
    for (const runner of runners) {
      await answered(runner, patienceMs);
      endKey(runner);
    }
    return runners.map(({ contestant, latencies, sent, bytes, silent }) => ({
      name: contestant.name,
      latencies,
      sent,
      bytes,
      silent,
    }));
  } finally {
    await Promise.all(runners.map((runner) => runner.terminal.close()));
  }
}

function newRunner(contestant: Contestant, terminal: Terminal): Runner {
  return {
    contestant,
    terminal,
    latencies: [],
    sent: [],
    bytes: [],
    silent: 0,
    sentAt: 0,
    piecesBefore: 0,
    bytesBefore: 0,
    measuring: false,
  };
}

async function oneRound(
  runners: readonly Runner[],
  keyFor: (contestant: Contestant) => string,
  measuring: boolean,
  { gapMs, patienceMs }: Pace,
): Promise<void> {
  for (const runner of runners) {
    await answered(runner, patienceMs);
    endKey(runner);
    runner.piecesBefore = runner.terminal.pieces().length;
    runner.bytesBefore = runner.terminal.bytes;
    runner.measuring = measuring;
    runner.sentAt = performance.now();
    runner.terminal.send(keyFor(runner.contestant));
    await pause(gapMs);
  }
}

/** Waits for an answer to the last key, so that a late one is not taken for the next key's. */
async function answered({ terminal, piecesBefore, sentAt }: Runner, ms: number): Promise<void> {
  const isThere = (): boolean => terminal.pieces().length > piecesBefore;
  while (sentAt > 0 && !isThere() && performance.now() - sentAt < ms) await pause(1);
}

/** Takes down what the last key of a program brought. */
function endKey(runner: Runner): void {
  if (!runner.measuring) return;
  runner.measuring = false;
  const first = runner.terminal.pieces()[runner.piecesBefore];
  if (first) {
    runner.latencies.push(first.at - runner.sentAt);
    runner.sent.push(runner.sentAt);
  } else runner.silent += 1;
  runner.bytes.push(runner.terminal.bytes - runner.bytesBefore);
}

async function newLines(runners: readonly Runner[], { patienceMs }: Pace): Promise<void> {
  for (const runner of runners) {
    await answered(runner, patienceMs);
    endKey(runner);
    runner.terminal.send(runner.contestant.newLine);
  }
  await pause(SETTLE_MS);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
