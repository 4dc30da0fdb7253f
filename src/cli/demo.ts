import { join } from 'node:path';
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

/** A progress bar on stderr, only where somebody sees it. */
function progressBar(words: Words): (done: number, total: number) => void {
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
  flags: { seed: number; persons?: number; scenario?: Scenario },
): number {
  const words = wordsIn(readSettings().lang);
  const made = makeDemo(file, {
    catalog: catalog(),
    seed: flags.seed,
    persons: flags.persons ?? PRACTICE_PERSONS,
    ...(flags.scenario ? { scenario: flags.scenario } : {}),
    progress: progressBar(words),
  });
  if (!made.ok) return refuse(words, made.problem);
  print(file);
  return DONE;
}
