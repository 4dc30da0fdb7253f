import type { Words } from '../words/words';
import { withoutControls } from './cells';
import type { Recording } from './recording';
import { toldSteps } from './told-steps';

/** What parts a row of the screen into columns. */
const BAR = /[│┃║|]/u;
/** Lines of frames, and everything a terminal would take for an order. */
const NOT_TEXT = /[\p{C}\u2500-\u257f]+/gu;

/**
 * A recording as plain text to be read, or read aloud: title, goal, and for each step its caption,
 * its keys and what came to stand on the screen by it. Holds no control character but line ends.
 * @param words in the language of the recording
 */
export function transcriptOf(recording: Recording, words: Words): string {
  const { title, goal } = recording;
  const parts = [[title]];
  if (goal) parts.push([words.t('lesson.text.goal', { goal })]);
  let shown: readonly string[] | null = null;
  let cursorWas: number | null = null;
  for (const { step, caption, keys, rows, cursorRow } of toldSteps(recording)) {
    const part = step === 0 ? [] : [words.t('lesson.text.step', { step, caption })];
    if (keys.length) part.push(words.t('lesson.text.keys', { keys: keys.join(', ') }));
    const news = rows ? newText(shown, rows) : [];
    if (news.length) {
      const heading = step === 0 ? 'lesson.text.at_first' : 'lesson.text.screen';
      part.push(words.t(heading), ...news.map((line) => `  ${line}`));
    } else if (step > 0) part.push(words.t('lesson.text.same'));
    const field = oneSpaced(rows?.[cursorRow ?? -1] ?? '');
    if (step > 0 && cursorRow !== cursorWas && field !== '') {
      part.push(words.t('lesson.text.cursor', { row: field }));
    }
    shown = rows ?? shown;
    cursorWas = cursorRow;
    if (part.length) parts.push(part);
  }
  return `${parts.map((part) => part.map(plain).join('\n')).join('\n\n')}\n`;
}

/**
 * What stands on the screen and did not before, row by row; a column between bars is read to its
 * end before the next one, and only the columns of a row that changed are there.
 */
export function newText(before: readonly string[] | null, after: readonly string[]): string[] {
  const columns = new Map<number, string[]>();
  for (const [y, row] of after.entries()) {
    const was = new Map(partsOf(before?.[y] ?? ''));
    for (const [start, part] of partsOf(row)) {
      const text = oneSpaced(part);
      if (text === '' || text === oneSpaced(was.get(start) ?? '')) continue;
      columns.set(start, [...(columns.get(start) ?? []), text]);
    }
  }
  return [...columns].sort(([one], [other]) => one - other).flatMap(([, texts]) => texts);
}

/** The parts of a row between its bars, each with the column it starts in. */
function partsOf(row: string): [start: number, text: string][] {
  let start = 0;
  return row.split(BAR).map((text): [number, string] => {
    const at = start;
    start += text.length + 1;
    return [at, text];
  });
}

function oneSpaced(text: string): string {
  return text.replaceAll('|', ' ').replace(NOT_TEXT, ' ').replace(/\s+/gu, ' ').trim();
}

/** A line without what a terminal would act on; blanks at its beginning stay. */
function plain(line: string): string {
  return withoutControls(line).trimEnd();
}
