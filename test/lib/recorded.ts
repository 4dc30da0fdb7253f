import { textOfLine } from '../../src/lessons/cells';
import type { RecordedEvent, Recording } from '../../src/lessons/recording';
import type { Line, Style } from '../../src/screen/cell';
import type { Cell } from './cells';
import type { Flow, FlowStep } from './flow';
import { keyboardFor, readKeymap, resolved } from './keymap';
import { type KeyStep, stepBytes } from './keys';
import type { Terminal } from './terminal';
import { makeScenarioBase, startAkti, type World } from './world';

const COLS = 80;
const ROWS = 24;

/** A run of the real client, as the player of lessons records one, and the screen it ended with. */
export interface RecordedRun {
  readonly recording: Recording;
  readonly last: readonly string[];
}

/**
 * Presses the first steps of a flow in the client in a terminal and records it: the bytes the
 * terminal got with their times, the keys, and the cells of the emulator after every step.
 */
export async function recordFlow(world: World, flow: Flow, count: number): Promise<RecordedRun> {
  await makeScenarioBase(world, flow.scenario);
  const args = ['--base', world.base, '--user', 'yhtmalmai', '--work-date', flow.workDate];
  const terminal = startAkti({ world, args, cols: COLS, rows: ROWS });
  const began = performance.now();
  const told: RecordedEvent[] = [];
  const at = () => performance.now() - began;
  const look = () => {
    told.push({ at: at(), kind: 'cells', lines: linesIn(terminal), cursor: terminal.cursor() });
    told.push({ at: at(), kind: 'screen', rows: terminal.screen() });
  };
  try {
    await terminal.waitFor(flow.start);
    look();
    for (const [number, step] of flow.steps.slice(0, count).entries()) {
      told.push({ at: at(), kind: 'step', step: number + 1, caption: step.name });
      told.push(...pressed(terminal, step, at));
      await terminal.waitFor(step.expect ?? (() => true));
      await terminal.idle(100);
      look();
    }
    const last = terminal.screen();
    const output = outputEvents(terminal, began);
    told.push({ at: at(), kind: 'end', status: 0 });
    const events = [...output, ...told].sort((one, other) => one.at - other.at);
    const shape = { cols: COLS, rows: ROWS, term: 'xterm-256color' };
    const title = `${flow.scenario}: koko asiakkuus`;
    const goal = 'Kirjaa vireillepano.';
    return { recording: { title, goal, lang: 'fi', ...shape, events }, last };
  } finally {
    await terminal.close();
  }
}

function pressed(terminal: Terminal, step: FlowStep, at: () => number): RecordedEvent[] {
  const keymap = readKeymap('effica');
  const keyboard = keyboardFor(keymap);
  return resolved(step.keys, keymap).flatMap((one) => {
    const bytes = stepBytes(one, keyboard);
    terminal.send(bytes);
    return namesOf(one).map(
      (names): RecordedEvent => ({ at: at(), kind: 'keys', names, bytes: names }),
    );
  });
}

function namesOf(step: KeyStep): string[] {
  if (step.kind === 'press') return [step.key];
  if (step.kind === 'command') throw new Error(`command ${step.id} has not been given a key`);
  return [...step.text].map((letter) => (letter === ' ' ? 'Space' : letter));
}

/** The pieces as text; the start of a character that a piece ends in waits for the next one. */
function outputEvents(terminal: Terminal, began: number): RecordedEvent[] {
  const decoder = new TextDecoder();
  return terminal.pieces().map(({ at, bytes }) => ({
    at: at - began,
    kind: 'output',
    text: decoder.decode(bytes, { stream: true }),
  }));
}

/** The rows of the emulator as spans. */
export function linesIn(terminal: Terminal): Line[] {
  return Array.from({ length: ROWS }, (_, y) => {
    const line: Line = [];
    let runs = '';
    for (let x = 0; x < COLS; x += 1) {
      const cell = terminal.cell(x, y);
      if (cell.width === 0) continue;
      const style = styleOfCell(cell);
      const last = line.at(-1);
      if (last && runs === JSON.stringify(style)) last.text += cell.text;
      else line.push({ text: cell.text, ...(Object.keys(style).length ? { style } : {}) });
      runs = JSON.stringify(style);
    }
    return textOfLine(line) === '' && line.length === 1 && !line[0]?.style ? [] : line;
  });
}

function styleOfCell(cell: Cell): Style {
  return {
    ...(cell.bold ? { bold: true } : {}),
    ...(cell.dim ? { dim: true } : {}),
    ...(cell.underline ? { underline: true } : {}),
    ...(cell.inverse ? { inverse: true } : {}),
    ...(cell.foreground === null ? {} : { color: cell.foreground }),
  };
}
