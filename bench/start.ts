import { spawn } from 'node:child_process';
import { environmentOf } from '../test/lib/environment';
import { type Expectation, startTerminal } from '../test/lib/terminal';
import type { World } from '../test/lib/world';
import { aktiStarter } from './akti';
import { median, type Row, rowOf } from './row';

/** A program and the screen on which one can begin to work. */
export interface Starter {
  readonly command: string;
  readonly args: readonly string[];
  readonly usable: Expectation;
}

/** Milliseconds of each start, the program's and bare Node's, taken by turns. */
export interface StartTimes {
  readonly program: readonly number[];
  readonly node: readonly number[];
}

/**
 * From starting the program to the piece of output that completes its first usable form, against
 * `node -e 0` from start to end. The first start of each is not counted.
 */
export async function timeStarts(
  starter: Starter,
  world: World,
  starts: number,
): Promise<StartTimes> {
  const program: number[] = [];
  const node: number[] = [];
  for (let n = 0; n <= starts; n++) {
    const bare = await timeBareNode(world);
    const own = await timeProgram(starter, world);
    if (n === 0) continue;
    node.push(bare);
    program.push(own);
  }
  return { program, node };
}

async function timeProgram({ command, args, usable }: Starter, world: World): Promise<number> {
  const before = performance.now();
  const terminal = startTerminal({ command, args, env: environmentOf({ home: world.home }) });
  try {
    await terminal.waitFor(usable);
    // The screen is looked at after each piece; one that came since can only make us look slower.
    return (terminal.pieces().at(-1)?.at ?? performance.now()) - before;
  } finally {
    await terminal.close();
  }
}

function timeBareNode(world: World): Promise<number> {
  const before = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['-e', '0'], {
      stdio: 'ignore',
      env: environmentOf({ home: world.home }),
    });
    child.on('error', reject);
    child.on('exit', () => resolve(performance.now() - before));
  });
}

/** The client's start to the screen one can type into. */
export async function startRows(world: World, judged: boolean, starts: number): Promise<Row[]> {
  const { program, node } = await timeStarts(aktiStarter(world), world, starts);
  const peer = { name: 'node -e 0', value: median(node) };
  const value = median(program);
  return [
    rowOf({ name: 'start to first form', unit: 'ms', value, peer, budget: 4, goal: 2.5, judged }),
  ];
}
