// npm run -s keys -- [--json]: keys of the scenarios, counted while the flows run for real.
import { keymapOf } from '../src/cli/keymaps';
import { LessonBases } from '../src/cli/lesson-base';
import { bestScore } from '../src/cli/lesson-practise';
import { b1 } from '../test/flows/b1';
import { b2 } from '../test/flows/b2';
import { b3 } from '../test/flows/b3';
import { shippedLesson } from '../test/flows/lesson-flow';
import { budgetOf, type Flow, runFlow } from '../test/lib/flow';
import { type Keymap, readKeymap } from '../test/lib/keymap';
import { typedTwice } from '../test/lib/typed-twice';
import { makeWorld, runAkti, startAkti, type World } from '../test/lib/world';

/** One counted run; `keys` is null when the flow did not reach its end. */
interface KeyRow {
  readonly scenario: string;
  readonly base: string;
  readonly keymap: string;
  readonly keys: number | null;
  readonly budget: number | null;
  /** By the keystroke-level model, for a lesson's own way; null for what is no lesson. */
  readonly seconds: number | null;
  readonly typed_twice: number;
}

interface Base {
  readonly name: string;
  readonly flow: Flow;
  /** The lesson the flow is. */
  readonly lesson?: string;
  /** Arguments of `akti demo` before the file. */
  readonly demo: readonly string[];
}

const KEYMAPS = ['effica', 'no-function-keys', 'laptop', 'gold'];
const LARGE = ['--seed', '1', '--persons', '10000'];
const BASES: readonly Base[] = [
  { name: 'scenario', flow: b1(), lesson: 'b1', demo: ['--scenario', 'B1'] },
  { name: 'scenario', flow: b2(), lesson: 'b2', demo: ['--scenario', 'B2'] },
  { name: 'scenario', flow: b3(), demo: ['--scenario', 'B3'] },
  { name: '10000', flow: b1({ client: '121255-T', budget: null }), demo: LARGE },
  {
    name: '10000',
    flow: b2({
      names: ['140388-9', '070775-9', '190249-944', '020866-953', '250599'],
      budget: null,
    }),
    demo: LARGE,
  },
];

async function count(base: Base, keymap: Keymap, effica: Keymap): Promise<KeyRow> {
  const { flow } = base;
  const world = makeWorld();
  try {
    const run = await pressed(base, keymap, world);
    return {
      scenario: flow.scenario,
      base: base.name,
      keymap: keymap.name,
      keys: run,
      budget: budgetOf(flow, keymap, effica),
      seconds: base.lesson === undefined ? null : secondsOf(base.lesson, keymap.name),
      typed_twice: typedTwice(flow.steps),
    };
  } finally {
    world.remove();
  }
}

/** Seconds of a lesson's own way, played without a terminal. */
function secondsOf(id: string, keymapName: string): number | null {
  const keymap = keymapOf(keymapName);
  const bases = new LessonBases();
  try {
    const best = keymap.ok ? bestScore(shippedLesson(id), keymap.value.keymap, bases) : keymap;
    return best.ok ? best.value.seconds : null;
  } finally {
    bases.remove();
  }
}

async function pressed(base: Base, keymap: Keymap, world: World): Promise<number | null> {
  const made = await runAkti(['demo', ...base.demo, world.base], { world, timeoutMs: 300_000 });
  if (made.code !== 0) throw new Error(`akti demo ended with ${made.code}: ${made.stderr}`);
  const { workDate, scenario } = base.flow;
  const args = ['--base', world.base, '--user', 'yhtmalmai', '--work-date', workDate];
  const terminal = startAkti({ world, args: [...args, '--keymap', keymap.name] });
  try {
    return (await runFlow(terminal, base.flow, { keymap })).total;
  } catch (error) {
    const { message } = error as Error;
    process.stderr.write(`${scenario}, ${base.name}, ${keymap.name}: ${message}\n`);
    return null;
  } finally {
    await terminal.close();
  }
}

const effica = readKeymap('effica');
const rows: KeyRow[] = [];
for (const base of BASES) {
  for (const name of KEYMAPS) rows.push(await count(base, readKeymap(name), effica));
}
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(rows)}\n`);
else console.table(rows);
const broken = rows.some(({ keys, budget, typed_twice }) => {
  const over = keys !== null && budget !== null && keys > budget;
  return over || typed_twice > 0 || (keys === null && budget !== null);
});
if (broken) process.exitCode = 1;
