/** Rows written by one statement: both databases bound what a statement may carry. */
const ROWS = 500;

/** Rows in as many lists as there will be statements. */
export function inPortions<T>(rows: readonly T[]): T[][] {
  const starts = Array.from({ length: Math.ceil(rows.length / ROWS) }, (_, at) => at * ROWS);
  return starts.map((at) => rows.slice(at, at + ROWS));
}
