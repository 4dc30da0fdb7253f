import { bytesOf } from '../test/lib/keys';
import type { Terminal } from '../test/lib/terminal';
import { makeScenarioBase, makeWorld, startAkti } from '../test/lib/world';
import { clientFlags } from './akti';
import { mean, median, type Row, rowOf } from './row';

/** So long the terminal is listened to after each key: a frame follows what was echoed. */
const SETTLED = { settleMs: 80 };
/** The base of five clients with running services: work can be entered at once. */
const SCENARIO = 'B2';
const WORK_DATE = '160326';
const CLIENT = '140388-9028';
const IDLE_MS = 10_000;
const QUICK_IDLE_MS = 3000;

/** What a key cost on the line. */
interface Cost {
  readonly bytes: number;
  readonly writes: number;
}

/** Presses keys one by one and takes down what each brought. */
class Line {
  private readonly costs = new Map<string, Cost[]>();

  constructor(readonly terminal: Terminal) {}

  /** Types a text letter by letter as a kind of answer. */
  async type(kind: string, text: string): Promise<void> {
    for (const letter of text) await this.press(kind, letter);
  }

  /** Presses one key, given by its bytes, and waits until something comes back. */
  async press(kind: string, bytes: string): Promise<void> {
    const before = this.terminal.bytes;
    const cost = await this.terminal.costOf(bytes, () => this.terminal.bytes > before, SETTLED);
    this.costs.set(kind, [...this.of(kind), cost]);
  }

  async tab(): Promise<void> {
    await this.press('tab', bytesOf('Tab'));
  }

  of(kind: string): readonly Cost[] {
    return this.costs.get(kind) ?? [];
  }

  get all(): readonly Cost[] {
    return [...this.costs.values()].flat();
  }
}

/** An initiation and the line of a work entry, typed as a worker would: every kind of field. */
async function typeEveryKind(line: Line): Promise<void> {
  const { terminal } = line;
  await terminal.waitFor(WORK_DATE);
  await terminal.idle(500);
  await line.type('text', CLIENT);
  await line.press('frame', bytesOf('Enter'));
  await terminal.waitFor(/140388-9028 +Koivula/);
  await line.press('frame', bytesOf('F5'));
  await terminal.waitFor(/Vireillepanon tyyppi/);
  await line.type('first', 'a');
  await line.type('code', 's');
  await line.tab();
  await line.tab();
  await line.press('tab', bytesOf('Shift+Tab'));
  await line.tab();
  await line.type('date', '081206');
  await line.tab();
  await line.type('code', 'lää');
  // The answer opens fields below it.
  await line.press('frame', bytesOf('Tab'));
  await terminal.waitFor(/Ilmoittajan nimi/);
  await line.type('text', 'Meikäläinen Maikki');
  await line.tab();
  await line.type('code', 'kri');
  await line.tab();
  await line.tab();
  await line.type('text', 'Hakija pyytää apua raha-asioihin.');
  await line.press('frame', bytesOf('F9'));
  await line.tab();
  await line.type('first', 'v');
  await line.type('code', 'a');
  for (let n = 0; n < 4; n += 1) await line.tab();
  await line.type('number', '60');
  await line.tab();
  await terminal.waitFor(/Lukumäärä.* .60 /);
}

/** Bytes of each kind of answer; a letter such as `ä` is two of them wherever it is typed. */
function kindRows(line: Line, kind: string, budget: number, goal: number): Row[] {
  const costs = line.of(kind).map((one) => one.bytes);
  const name = `bytes per typed character: ${kind === 'code' ? 'code with its match' : kind}`;
  return [
    rowOf({ name, unit: 'B', value: median(costs), budget, goal }),
    rowOf({ name: `${name}, mean`, unit: 'B', value: mean(costs), budget }),
  ];
}

const most = (values: readonly number[]) => (values.length ? Math.max(...values) : undefined);

/** What goes to the terminal: bytes and writes for each key, and what comes without one. */
export async function bytesRows(quick: boolean): Promise<Row[]> {
  const world = makeWorld();
  await makeScenarioBase(world, SCENARIO);
  const args = clientFlags(world, WORK_DATE);
  const terminal = startAkti({ world, args, traceWrites: true });
  try {
    await terminal.waitFor(WORK_DATE);
    const firstFrame = terminal.bytes;
    const line = new Line(terminal);
    await typeEveryKind(line);
    const idleMs = quick ? QUICK_IDLE_MS : IDLE_MS;
    const idle = await terminal.idle(idleMs);
    const tabs = line.of('tab').map((one) => one.bytes);
    const exactly = (name: string, unit: string, value: number | undefined, wanted: number) =>
      rowOf({ name, unit, value, budget: wanted, goal: wanted });
    return [
      ...kindRows(line, 'text', 2, 1),
      ...kindRows(line, 'date', 4, 1),
      ...kindRows(line, 'number', 4, 1),
      ...kindRows(line, 'code', 32, 12),
      rowOf({
        name: 'bytes per typed character: code with its match, most',
        unit: 'B',
        value: most(line.of('code').map((one) => one.bytes)),
        budget: 32,
      }),
      rowOf({
        name: 'bytes of the first character of an entry',
        unit: 'B',
        value: most(line.of('first').map((one) => one.bytes)),
      }),
      rowOf({ name: 'bytes per Tab', unit: 'B', value: median(tabs), budget: 120, goal: 24 }),
      rowOf({ name: 'bytes per Tab, most', unit: 'B', value: most(tabs), budget: 120 }),
      exactly('writes per key, most', '', most(line.all.map((one) => one.writes)), 1),
      exactly(`bytes in ${idleMs / 1000} s without a key`, 'B', idle, 0),
      exactly('clear-screens after the first frame', '', terminal.clears(firstFrame), 0),
      rowOf({ name: 'bytes of the first frame', unit: 'B', value: firstFrame }),
    ];
  } finally {
    await terminal.close();
    world.remove();
  }
}
