import { join } from 'node:path';
import { systemClock } from '../base/clock';
import type { Result } from '../base/problems';
import { loadCatalog } from '../catalog/catalog';
import { folderReader } from '../catalog/files';
import { makeDemo } from '../demo/make-demo';
import type { Scenario } from '../demo/scenarios';
import type { Words } from '../words/words';
import { programFolder } from './places';
import { DONE, print, refuse, wordsIn } from './say';
import { readSettings } from './settings';

const PRACTICE_SEED = 1;
const PRACTICE_PERSONS = 200;
const BAR_WIDTH = 30;

/** From so many persons on a base takes minutes: a line for each part of them says how long. */
const BIG = 50_000;
const LINES = 50;

type Progress = (done: number, total: number) => void;

/** Lines on stderr with the minutes left, at the pace so far. */
function progressLines(words: Words): Progress {
  const clock = systemClock();
  const begun = clock.now().getTime();
  let part = 0;
  return (done, total) => {
    if (Math.floor((done * LINES) / total) === part) return;
    part = Math.floor((done * LINES) / total);
    const minutes = Math.ceil(((clock.now().getTime() - begun) * (total / done - 1)) / 60_000);
    process.stderr.write(`${words.t('cli.making_big', { done, total, minutes })}\n`);
  };
}

/** A progress bar on stderr, only where somebody sees it. */
function progressBar(words: Words): Progress {
  if (!process.stderr.isTTY) return () => {};
  let shown = -1;
  return (done, total) => {
    const part = total ? Math.floor((done / total) * BAR_WIDTH) : BAR_WIDTH;
    if (part === shown) return;
    shown = part;
    const bar = '█'.repeat(part) + '░'.repeat(BAR_WIDTH - part);
    process.stderr.write(`\r${words.t('cli.making_base')} ${bar}${part === BAR_WIDTH ? '\n' : ''}`);
  };
}

function catalog() {
  return loadCatalog(folderReader(join(programFolder(), 'data'))).catalog;
}

/** Makes the practice base of a first start. */
export function makePractice(path: string, words: Words): Result<unknown> {
  return makeDemo(path, {
    catalog: catalog(),
    seed: PRACTICE_SEED,
    persons: PRACTICE_PERSONS,
    progress: progressBar(words),
  });
}

/** `akti demo`: makes a demo base; the same seed and sizes give the same bytes. */
export function runDemo(
  file: string,
  flags: { seed: number; persons?: number; events?: number; scenario?: Scenario },
): number {
  const words = wordsIn(readSettings().lang);
  const { persons = PRACTICE_PERSONS, events, scenario } = flags;
  const made = makeDemo(file, {
    catalog: catalog(),
    seed: flags.seed,
    persons,
    ...(events === undefined ? {} : { events }),
    ...(scenario ? { scenario } : {}),
    progress: persons >= BIG ? progressLines(words) : progressBar(words),
  });
  if (!made.ok) return refuse(words, made.problem);
  print(file);
  return DONE;
}
