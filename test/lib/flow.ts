import { type Keymap, keyboardFor, resolved } from './keymap';
import { functionKeyCount, type Keyboard, type KeyStep, keyCount, stepBytes } from './keys';
import type { Expectation, Terminal } from './terminal';

/** One move of a worker: some keys, and what the screen shows after them. */
export interface FlowStep {
  readonly name: string;
  readonly keys: readonly KeyStep[];
  readonly expect?: Expectation;
  /** Counted apart from the flow: what the scenario's budget leaves out. */
  readonly apart?: true;
  /** Values a save in this step stores without their having been typed, such as defaults. */
  readonly saves?: readonly { readonly name: string; readonly reads: string }[];
}

/** A piece of work done by keys alone, from a start screen to a last screen. */
export interface Flow {
  readonly scenario: string;
  /** `ddmmyy`, given to the program by flag. */
  readonly workDate: string;
  /** The screen before the first key. */
  readonly start: Expectation;
  readonly steps: readonly FlowStep[];
  /** Keys allowed under `effica`; null where they are only reported. */
  readonly budget: number | null;
}

/**
 * How the keys come: each step waits for the screen of the one before; or all bytes one by one
 * without a pause; or everything in one write. The outcome must be the same.
 */
export type Speed = 'stepwise' | 'byte' | 'chunk';

/** What a run gave: screens after each step (only the last one at full speed) and key counts. */
export interface FlowRun {
  readonly screens: readonly (readonly string[])[];
  readonly last: readonly string[];
  readonly keys: readonly { readonly step: string; readonly keys: number }[];
  /** Without the steps that are counted apart. */
  readonly total: number;
  readonly apart: number;
}

/** Settings of a run. */
export interface RunOptions {
  readonly keymap: Keymap;
  readonly speed?: Speed;
  /** Left out: the keyboard the keymap is made for. */
  readonly keyboard?: Keyboard;
  readonly timeoutMs?: number;
}

/**
 * Presses a flow's keys in a running program and waits for its screens. An error names the step
 * and shows the screen.
 */
export async function runFlow(
  terminal: Terminal,
  flow: Flow,
  options: RunOptions,
): Promise<FlowRun> {
  const { keymap, speed = 'stepwise', keyboard = keyboardFor(keymap), timeoutMs } = options;
  await terminal.waitFor(flow.start, { timeoutMs });
  const steps = flow.steps.map((step) => ({ ...step, keys: resolved(step.keys, keymap) }));
  const keys = steps.map((step) => ({ step: step.name, keys: keyCount(step.keys, keyboard) }));
  const sum = (apart: boolean) =>
    keys.reduce(
      (all, one, at) => ((steps[at]?.apart ?? false) === apart ? all + one.keys : all),
      0,
    );
  const screens: string[][] = [];
  if (speed === 'stepwise') {
    for (const step of steps) {
      terminal.send(bytesOfSteps(step.keys, keyboard));
      screens.push(await reached(terminal, step, timeoutMs));
    }
  } else {
    const bytes = steps.map((step) => bytesOfSteps(step.keys, keyboard)).join('');
    if (speed === 'byte') await terminal.sendByteByByte(bytes);
    else terminal.send(bytes);
    screens.push(await reached(terminal, lastStep(steps), timeoutMs));
  }
  const last = screens.at(-1) ?? terminal.screen();
  return { screens, last, keys, total: sum(false), apart: sum(true) };
}

/** Keys of a whole flow under a keymap, without running it. */
export function flowKeys(flow: Flow, keymap: Keymap, keyboard = keyboardFor(keymap)): number {
  return keyCount(resolved(countedKeys(flow), keymap), keyboard);
}

/**
 * Keys allowed under a keymap: the flow's budget, and one more for each function key that
 * `effica` takes where the keymap is another (DESIGN 12).
 */
export function budgetOf(flow: Flow, keymap: Keymap, effica: Keymap): number | null {
  if (flow.budget === null || keymap.name === effica.name) return flow.budget;
  return flow.budget + functionKeyCount(resolved(countedKeys(flow), effica));
}

/** The keys of a flow without the steps that are counted apart. */
function countedKeys(flow: Flow): KeyStep[] {
  return flow.steps.filter((step) => !step.apart).flatMap((step) => [...step.keys]);
}

function bytesOfSteps(steps: readonly KeyStep[], keyboard: Keyboard): string {
  return steps.map((step) => stepBytes(step, keyboard)).join('');
}

function lastStep<T>(steps: readonly T[]): T {
  const step = steps.at(-1);
  if (step === undefined) throw new Error('a flow without steps');
  return step;
}

async function reached(terminal: Terminal, step: FlowStep, timeoutMs?: number): Promise<string[]> {
  if (step.expect === undefined) return terminal.screen();
  try {
    return await terminal.waitFor(step.expect, { timeoutMs });
  } catch (error) {
    throw new Error(`step ${step.name}: ${(error as Error).message}`, { cause: error });
  }
}
