import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languageIn } from '../base/language';
import { castOf } from '../lessons/cast';
import { pageOf } from '../lessons/page';
import type { Recording } from '../lessons/recording';
import { transcriptOf } from '../lessons/transcript';
import type { Words } from '../words/words';
import { programFolder } from './places';
import { DONE, wordsIn } from './say';
import { copyOut, writeOut } from './write-out';

/** Files a run is handed on as; those not named are not made. */
export interface HandOuts {
  /** An asciicast v3. */
  readonly cast?: string;
  /** A page that plays itself. */
  readonly html?: string;
  /** A text to be read. */
  readonly text?: string;
  /** The base as it is at the end: a demo base. */
  readonly keep?: string;
  readonly force?: boolean;
}

/** True when something is to be made of a run. */
export function anyHandOut({ cast, html, text, keep }: HandOuts): boolean {
  return [cast, html, text, keep].some((file) => file !== undefined);
}

/** Words in the language of a run's captions; the program may speak another. */
const wordsOf = ({ lang }: Recording) => wordsIn(languageIn(lang) ?? 'en');

function pageText(recording: Recording): string {
  const part = (name: string) => readFileSync(join(programFolder(), 'data', 'page', name), 'utf8');
  return pageOf(recording, wordsOf(recording), {
    style: part('page.css'),
    script: part('page.js'),
  });
}

/** Leaves the base of a lesson that has ended where it was asked for; gives the exit status. */
export function keepBase(path: string, { keep, force }: HandOuts, words: Words): number {
  return keep === undefined ? DONE : copyOut(keep, path, force === true, words);
}

/** Writes what was asked for; gives the exit status of the first that could not be. */
export function writeHandOuts(recording: Recording, files: HandOuts, words: Words): number {
  const force = files.force === true;
  const made: readonly (readonly [string | undefined, () => string])[] = [
    [files.cast, () => castOf(recording)],
    [files.html, () => pageText(recording)],
    [files.text, () => transcriptOf(recording, wordsOf(recording))],
  ];
  for (const [file, text] of made) {
    const status = file === undefined ? DONE : writeOut(file, text(), force, words);
    if (status !== DONE) return status;
  }
  return DONE;
}
