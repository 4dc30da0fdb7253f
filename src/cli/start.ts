import { existsSync } from 'node:fs';
import type { Worker } from '../form/facts';
import { openSession } from '../records/session';
import type { Words } from '../words/words';
import { runClient } from './client';
import { keymapOf } from './keymaps';
import { practiceBase } from './places';
import { REFUSED, refuse, wordsIn } from './say';
import type { Settings } from './settings';
import { openAny, whoWorks, workDateOf, worldOf } from './world';

/** Flags of the client as the command line gives them. */
export interface StartFlags {
  readonly demo?: boolean;
  readonly base?: string;
  readonly user?: string;
  readonly workDate?: string;
  readonly keymap?: string;
  readonly lang?: 'fi' | 'en';
}

async function picked(workers: readonly Worker[], words: Words): Promise<string | null> {
  const { pickWorker } = await import('./pick-worker');
  return pickWorker(workers, words);
}

/** Opens the base (the practice base unless another is named) and runs the client on it. */
export async function startClient(flags: StartFlags, settings: Settings): Promise<number> {
  const lang = flags.lang ?? settings.lang;
  const words = wordsIn(lang);
  const keymap = keymapOf(flags.keymap ?? settings.keymap);
  if (!keymap.ok) return refuse(words, keymap.problem);
  const named = flags.demo ? undefined : (flags.base ?? process.env.AKTI_BASE);
  const path = named ?? practiceBase();
  if (!named && !existsSync(path)) {
    const { makePractice } = await import('./demo');
    const made = makePractice(path, words);
    if (!made.ok) return refuse(words, made.problem);
  }
  const opened = await openAny(path, words);
  if (!opened.ok) return refuse(words, opened.problem);
  const base = opened.value;
  const world = worldOf(base);
  const workDate = workDateOf(flags.workDate, world.clock);
  const worker = whoWorks(base, flags.user ?? process.env.AKTI_USER);
  const problem = (!workDate.ok && workDate.problem) || (!worker.ok && worker.problem);
  if (problem || !workDate.ok || !worker.ok) {
    base.close();
    return problem ? refuse(words, problem) : REFUSED;
  }
  const user = worker.value ?? (await picked(world.workers, words));
  if (user === null) {
    base.close();
    return REFUSED;
  }
  const session = openSession(world, { user, workDate: workDate.value, lang });
  if (!session.ok) {
    base.close();
    return refuse(words, session.problem);
  }
  return runClient({
    base,
    session: session.value,
    clock: world.clock,
    keymap: keymap.value.keymap,
    keymapFaults: keymap.value.faults.length,
    lang,
  });
}
