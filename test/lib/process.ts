import { readdirSync, readFileSync } from 'node:fs';

/** Memory of one process in bytes. Shared pages are split among their users in `pss`. */
export interface Memory {
  readonly rss: number;
  readonly pss: number;
}

/**
 * Calls of write, writev, pwrite and their kin that the process has made so far (`syscw` of
 * /proc/PID/io). It counts writes to every file, so for a Node program it is an upper bound of
 * the writes to the terminal: a thread or a message port that wakes the event loop is one too.
 * Linux only; works for one's own processes and as root.
 */
export function writeCalls(pid: number): number {
  const found = /^syscw: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'));
  if (!found) throw new Error(`/proc/${pid}/io has no syscw line`);
  return Number(found[1]);
}

/** The process and every process below it, the given one first. */
export function processTree(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = parentOf(Number(entry));
    if (parent === undefined) continue;
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const found = [pid];
  for (let i = 0; i < found.length; i++) found.push(...(children.get(found[i] as number) ?? []));
  return found;
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in parentheses and may hold spaces; state and parent follow it.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined; // it ended while we looked
  }
}

/** Memory of the process and all below it, from /proc/PID/smaps_rollup. */
export function memoryOf(pid: number): Memory {
  let rss = 0;
  let pss = 0;
  for (const one of processTree(pid)) {
    const text = readFileSync(`/proc/${one}/smaps_rollup`, 'utf8');
    rss += kilobytes(text, 'Rss');
    pss += kilobytes(text, 'Pss');
  }
  return { rss, pss };
}

function kilobytes(text: string, name: string): number {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text);
  return found ? Number(found[1]) * 1024 : 0;
}
