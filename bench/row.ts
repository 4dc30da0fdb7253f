/**
 * One measured thing. `ratio` is value by peer's value. Budget and goal are upper limits: of the
 * ratio where there is a peer, of the value in its unit where there is none. `ok` says whether
 * the budget is kept; null where nothing can be said (no peer, a loaded machine, no budget).
 */
export interface Row {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  readonly peer: string | null;
  readonly ratio: number | null;
  readonly budget: number | null;
  readonly goal: number | null;
  readonly ok: boolean | null;
  /** False: measured, but the machine was too busy to judge by it. Not printed. */
  readonly judged: boolean;
}

/** What a row is made from. */
export interface Measured {
  readonly name: string;
  readonly unit: string;
  /** Undefined where it could not be measured. */
  readonly value: number | undefined;
  readonly peer?: { readonly name: string; readonly value: number | undefined };
  readonly budget?: number;
  readonly goal?: number;
  /** False: measured, but the machine was too busy to judge by it. */
  readonly judged?: boolean;
}

/** Makes a row and judges it. */
export function rowOf(measured: Measured): Row {
  const { name, unit, value, peer, budget, goal, judged = true } = measured;
  const known = value !== undefined && peer?.value !== undefined && peer.value > 0;
  const ratio = known ? value / (peer.value as number) : undefined;
  const compared = peer ? ratio : value;
  const decidable = judged && budget !== undefined && compared !== undefined;
  return {
    name,
    value: rounded(value),
    unit,
    peer: peer?.name ?? null,
    ratio: rounded(ratio),
    budget: budget ?? null,
    goal: goal ?? null,
    ok: decidable ? compared <= budget : null,
    judged,
  };
}

/** Units of what another program on the machine makes longer; bytes and memory it leaves alone. */
const OF_TIME: readonly string[] = ['ms', 's', 'µs', 'entries/s'];

/** The rows of a run in which the machine was found too busy: times are not judged. */
export function unjudged(rows: readonly Row[]): Row[] {
  return rows.map((row) =>
    OF_TIME.includes(row.unit) ? { ...row, ok: null, judged: false } : row,
  );
}

/** What a row says of its limits. `none`: it has none, or a peer is missing. */
export type Verdict = 'goal' | 'kept' | 'missed' | 'unjudged' | 'none';

/** Judges a row against its goal and its budget; a goal alone that is not reached says nothing. */
export function verdictOf({ value, peer, ratio, budget, goal, ok, judged }: Row): Verdict {
  const compared = peer === null ? value : ratio;
  if (compared === null || (budget === null && goal === null)) return 'none';
  if (!judged) return 'unjudged';
  if (goal !== null && compared <= goal) return 'goal';
  return ok === null ? 'none' : ok ? 'kept' : 'missed';
}

/** The middle value, or undefined of nothing. */
export function median(values: readonly number[]): number | undefined {
  return quantile(values, 0.5);
}

/** The value below which the given share lies; the nearest measured one, never in between. */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** The sum by the count, or undefined of nothing. */
export function mean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

/** Says on stderr why a row is not there or not judged; stdout belongs to the rows. */
export function say(reason: string): void {
  process.stderr.write(`${reason}\n`);
}

function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 1000) / 1000;
}
