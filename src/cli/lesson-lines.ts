import { cutToWidth, padToWidth, textWidth, wrapText } from '../base/text-width';
import type { Line } from '../screen/cell';

/** Rows below the client, where the terminal has room for them. */
const LESSON_ROWS = 3;
/** The least the client can do with, in rows. */
const CLIENT_ROWS = 13;

/** What stands in a lesson's rows. */
export interface LessonLines {
  /** At the left of the rule: title, step, how it goes. */
  readonly head: string;
  /** At its right: the last keys; given the room there is. */
  keys(width: number): string;
  /** What is said, in two rows at most. */
  readonly said: string;
  /** In the last row where what is said leaves it free. */
  readonly hint: string;
  /** Something is not as it should be. */
  readonly warns: boolean;
}

/** How many rows of a terminal are the lesson's own. */
export function lessonRows(rows: number): number {
  return Math.max(0, Math.min(LESSON_ROWS, rows - CLIENT_ROWS));
}

/** The lesson's rows at the bottom of the terminal. */
export function lessonLines(lines: LessonLines, cols: number, rows: number): Line[] {
  const head = cutToWidth(`─ ${lines.head} `, cols - 4);
  const room = Math.max(0, cols - textWidth(head) - 6);
  const keys = lines.keys(room);
  const tail = keys ? ` ${keys} ─` : '';
  const rule = '─'.repeat(Math.max(0, cols - textWidth(head) - textWidth(tail)));
  const said = wrapText(lines.said, cols - 2).slice(0, LESSON_ROWS - 1);
  const text = (row: string, style = {}): Line => [
    { text: padToWidth(cutToWidth(` ${row}`, cols), cols), style },
  ];
  const below = [
    text(`${lines.warns ? '! ' : ''}${said[0] ?? ''}`, { bold: true }),
    said[1] === undefined ? text(lines.hint, { dim: true }) : text(said[1], { bold: true }),
  ];
  return [[{ text: padToWidth(`${head}${rule}${tail}`, cols) }], ...below].slice(0, rows);
}
