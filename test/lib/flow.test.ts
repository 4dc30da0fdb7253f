import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { b1 } from '../flows/b1';
import { b2 } from '../flows/b2';
import { environmentOf } from './environment';
import { budgetOf, type Flow, flowKeys, runFlow, type Speed } from './flow';
import { type Keymap, keyFor, readKeymap } from './keymap';
import { command, memo, press, type } from './keys';
import { projectRoot } from './root';
import { startTerminal, type Terminal } from './terminal';
import { typedTwice } from './typed-twice';
import { makeWorld, type World } from './world';

const FORM = join(projectRoot(), 'test/lib/programs/small-form.mjs');
const effica = readKeymap('effica');
const withoutFunctionKeys = readKeymap('no-function-keys');
/** The same keymap on the same keyboard, with Esc and a digit in place of the leader. */
const byEscapeDigits: Keymap = {
  name: 'no-function-keys',
  bindings: { ...effica.bindings, save: ['Ctrl+S'] },
};

const small: Flow = {
  scenario: 'small',
  workDate: '010120',
  start: 'Aloitus',
  budget: 20,
  steps: [
    { name: 'open', keys: [command('initiation.open')], expect: 'Lomake' },
    { name: 'first', keys: [type('äö'), press('Tab')], expect: /Kenttä 1: äö/ },
    { name: 'second', keys: [type('081206'), press('Tab')], expect: /Kenttä 2: 081206/ },
    {
      name: 'save',
      keys: [memo('teksti'), command('save')],
      expect: 'Tallennettu äö|081206|teksti',
    },
  ],
};

describe('a flow in a real program', () => {
  let terminal: Terminal;
  let world: World;

  function start(): Terminal {
    world = makeWorld();
    const env = environmentOf({ home: world.home });
    terminal = startTerminal({ command: process.execPath, args: [FORM], env });
    return terminal;
  }

  afterEach(async () => {
    await terminal.close();
    world.remove();
  });

  const speeds: Speed[] = ['stepwise', 'byte', 'chunk'];
  const keymaps = [
    { ...effica, bindings: { ...effica.bindings, save: ['Ctrl+S'] } },
    byEscapeDigits,
  ];
  it.each(speeds.flatMap((speed) => keymaps.map((keymap) => ({ speed, keymap }))))(
    'ends the same: $speed, $keymap.name',
    async ({ speed, keymap }) => {
      const run = await runFlow(start(), small, { keymap, speed });
      expect(run.last.slice(0, 6)).toEqual([
        'Lomake',
        'Kenttä 1: äö',
        'Kenttä 2: 081206',
        'Kenttä 3: teksti',
        '80 x 24',
        'Tallennettu äö|081206|teksti',
      ]);
      expect(run.screens).toHaveLength(speed === 'stepwise' ? 4 : 1);
      const open = keymap.name === 'effica' ? 1 : 2;
      expect(run.keys.map((one) => one.keys)).toEqual([open, 3, 7, 2]);
      expect(run.total).toBe(open + 12);
    },
  );

  it('names the step that did not get its screen', async () => {
    const wrong = small.steps.map((step) =>
      step.name === 'second' ? { ...step, expect: /Kenttä 2: 091206/ } : step,
    );
    const keymap = byEscapeDigits;
    const run = runFlow(start(), { ...small, steps: wrong }, { keymap, timeoutMs: 300 });
    await expect(run).rejects.toThrow(/^step second: expected .*091206/);
    await expect(run).rejects.toThrow(/2\|Kenttä 2: 081206/);
  });

  it('refuses a command without a key before it presses anything', async () => {
    const keymap: Keymap = { name: 'empty', bindings: {} };
    await expect(runFlow(start(), small, { keymap })).rejects.toThrow(/empty has no key for init/);
    expect(terminal.screen()[0]).toBe('Aloitus');
  });
});

describe('keys of the walks', () => {
  it('are as walked under effica', () => {
    expect(flowKeys(b1(), effica)).toBe(78);
    expect(flowKeys(b2(), effica)).toBe(98);
  });

  it('are one more for each function key without function keys', () => {
    expect(flowKeys(b1(), withoutFunctionKeys)).toBe(89);
    expect(flowKeys(b2(), withoutFunctionKeys)).toBe(106);
    expect(flowKeys(b1(), byEscapeDigits)).toBe(89);
  });

  it('are as walked step by step', () => {
    const sums = (prefix: string): number => {
      const steps = b1().steps.filter((step) => step.name.startsWith(prefix));
      return flowKeys({ ...b1(), steps }, effica);
    };
    expect(['1', '2', '3', '4', '5', '6', '7'].map(sums)).toEqual([5, 17, 8, 14, 19, 14, 1]);
    const rows = b2().steps.map((step) => flowKeys({ ...b2(), steps: [step] }, effica));
    expect(rows).toEqual([1, 16, 18, 12, 15, 15, 13, 2, 3, 3]);
  });

  it('have the budgets of the design', () => {
    const budgets = (keymap: Keymap) => [b1(), b2()].map((flow) => budgetOf(flow, keymap, effica));
    expect(budgets(effica)).toEqual([85, 105]);
    expect(budgets(withoutFunctionKeys)).toEqual([96, 113]);
    expect(budgetOf({ ...b1(), budget: null }, effica, effica)).toBeNull();
  });

  it('hold the free text of the scenarios: 62 and 140 letters', () => {
    const lengths = [b1(), b2()].map((flow) =>
      flow.steps
        .flatMap((step) => [...step.keys])
        .reduce((sum, key) => sum + (key.kind === 'memo' ? key.text.length : 0), 0),
    );
    expect(lengths).toEqual([62, 140]);
  });
});

describe('values typed twice', () => {
  it('are none in the walks', () => {
    expect(typedTwice(b1().steps)).toBe(0);
    expect(typedTwice(b2().steps)).toBe(0);
  });

  it('are found when one is planted, however it is written', () => {
    const planted = {
      name: 'the decision asks for the type of the investigation again',
      keys: [type('aik', 'type:investigation', 'aikuissosiaalityo'), press('Tab')],
    };
    const { steps } = b1();
    const at = steps.findIndex((step) => step.name === '4b type');
    expect(typedTwice([...steps.slice(0, at), planted, ...steps.slice(at)])).toBe(1);
    expect(typedTwice([planted, ...steps])).toBe(0);
  });

  it('need a save between, the same client and the same meaning', () => {
    const client = (id: string) => type(id, 'person', id);
    const date = (text: string) => type(text, 'date:visit', '2026-03-13');
    const save = command('save');
    const count = (...keys: (typeof save)[]) => typedTwice([{ name: 'all', keys }]);
    expect(count(client('A'), date('pe'), save, date('130326'))).toBe(1);
    expect(count(client('A'), date('pe'), date('130326'), save)).toBe(0);
    expect(count(client('A'), date('pe'), save, client('B'), date('pe'))).toBe(0);
    expect(count(client('A'), date('pe'), save, type('pe', 'date:end', '2026-03-13'))).toBe(0);
    expect(count(client('A'), type('15'), save, type('15'))).toBe(0);
    expect(count(client('A'), date('pe'), save, client('A'))).toBe(1);
  });
});

describe('keymap files', () => {
  it('give the first key of a command', () => {
    expect(keyFor(effica, 'save')).toBe('F12');
    expect(keyFor(withoutFunctionKeys, 'save')).toBe('Ctrl+S');
    expect(() => keyFor(effica, 'no.such')).toThrow(/effica has no key for no.such/);
    expect(() => readKeymap('no-such-keymap')).toThrow(/no-such-keymap/);
  });
});
