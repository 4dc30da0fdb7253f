import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../test/lib/root';
import { type Row, type Verdict, verdictOf } from './row';

/** What stands behind a row that has limits. */
const SAID: Readonly<Record<Verdict, string>> = {
  goal: 'goal reached',
  kept: 'kept',
  missed: 'MISSED',
  unjudged: 'not judged',
  none: '',
};
const BEGIN = '<!-- the last table: npm run -s bench -- --write-readme -->';
const END = '<!-- its end -->';

/** A row as JSON has it. */
export function printed({ judged: _judged, ...row }: Row): Omit<Row, 'judged'> {
  return row;
}

/** Rows as a table for people: the figure, what it was measured against, and what that means. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    row.name,
    shown(row.value),
    row.unit,
    row.peer === null ? '' : `${shown(row.ratio)} × ${row.peer}`,
    row.budget === null ? '' : `≤ ${row.budget}`,
    row.goal === null ? '' : `≤ ${row.goal}`,
    SAID[verdictOf(row)],
  ]);
  return [
    ['what', 'value', 'unit', 'against', 'budget', 'goal', ''],
    ['---', '---:', '---', '---', '---', '---', '---'],
    ...lines,
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** Puts the table of this run into the README of the bench, with its day and its machine. */
export function writeReadme(rows: readonly Row[], day: Date): void {
  const path = join(projectRoot(), 'bench', 'README.md');
  const text = readFileSync(path, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const [, after] = (rest ?? '').split(END);
  if (after === undefined) throw new Error(`${path} has no place for the table: ${BEGIN}`);
  const made = `${BEGIN}\n\n${machineLine(day)}\n\n${tableOf(rows)}\n\n${END}`;
  writeFileSync(path, `${before}${made}${after}`);
}

function machineLine(day: Date): string {
  const [first] = cpus();
  const memory = `${Math.round(totalmem() / 1e9)} GB`;
  const machine = `${cpus().length} cores of ${first?.model.trim() ?? 'a processor'}, ${memory}`;
  return `Measured ${day.toISOString().slice(0, 10)}, Node ${process.version}, ${machine}.`;
}

/** A figure with as many digits as mean something. */
function shown(value: number | null): string {
  if (value === null) return '–';
  if (Number.isInteger(value) || Math.abs(value) >= 100) return String(Math.round(value));
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
