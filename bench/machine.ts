import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';

/** Share of the cores that may be busy with other things when the bench begins. */
const MOST_LOAD = 0.5;
/** Share of one core that others may take while something is measured. */
const MOST_OTHERS = 0.25;
/** A bare echo that takes longer than this now and then says more of the machine than of us. */
const MOST_ECHO_P99_MS = 15;
/** Ticks of `/proc` in a second; Linux says 100 everywhere. */
const TICKS = 100;

/** Why times taken now would say nothing, or undefined when they do. Asked before measuring. */
export function tooBusy(): string | undefined {
  const load = loadavg()[0] ?? 0;
  const most = cpus().length * MOST_LOAD;
  if (load <= most) return undefined;
  return `load average ${load.toFixed(2)}, above ${most.toFixed(2)}`;
}

/** The same by the bare echo loop's own tail, asked after measuring. */
export function tooUneven(echoP99: number | undefined): string | undefined {
  if (echoP99 === undefined || echoP99 <= MOST_ECHO_P99_MS) return undefined;
  return `echo loop, 99 %: ${echoP99.toFixed(1)} ms, above ${MOST_ECHO_P99_MS} ms`;
}

/** Seconds of processor time so far: of the whole machine, and of this program and its children. */
export interface Spent {
  readonly at: number;
  readonly all: number;
  readonly own: number;
}

/**
 * Looks at the clocks of the machine; undefined where there is no `/proc`. Children count once they
 * have ended, so the second look comes when those of the measurement have.
 */
export function spentSoFar(): Spent | undefined {
  try {
    const [machine = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
    const [user, nice, system, , , irq, softirq, steal] = numbersIn(machine.slice('cpu'.length));
    const all = [user, nice, system, irq, softirq, steal].reduce<number>(
      (sum, one) => sum + (one ?? 0),
      0,
    );
    const stat = readFileSync('/proc/self/stat', 'utf8');
    // Behind the name in parentheses: from the 12th on, own time and that of children.
    const own = numbersIn(stat.slice(stat.lastIndexOf(')') + 4)).slice(10, 14);
    return {
      at: performance.now(),
      all: all / TICKS,
      own: own.reduce((sum, one) => sum + one, 0) / TICKS,
    };
  } catch {
    return undefined;
  }
}

/** Why what was measured since then says nothing: others took too much of the machine. */
export function tooCrowded(before: Spent | undefined, after: Spent | undefined) {
  if (!before || !after) return undefined;
  const seconds = (after.at - before.at) / 1000;
  const others = (after.all - before.all - (after.own - before.own)) / Math.max(seconds, 0.001);
  if (others <= MOST_OTHERS) return undefined;
  return `others took ${others.toFixed(2)} of a core, above ${MOST_OTHERS}`;
}

const numbersIn = (text: string): number[] => text.trim().split(/\s+/).map(Number);
