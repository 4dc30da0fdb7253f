import { cpus, loadavg } from 'node:os';

/** Share of the cores that may be busy with other things when the bench begins. */
const MOST_LOAD = 0.5;
/** A bare echo that takes longer than this now and then says more of the machine than of us. */
const MOST_ECHO_P99_MS = 15;

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
