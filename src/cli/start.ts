import { existsSync, realpathSync, renameSync, rmSync } from 'node:fs';
import type { Language } from '../base/language';
import type { Result } from '../base/problems';
import type { Worker } from '../form/facts';
import type { Keymap } from '../keys/keymap';
import { openSession } from '../records/session';
import type { World } from '../records/world';
import type { Theme } from '../screen/theme';
import { readLink } from '../store/sync-link';
import type { Words } from '../words/words';
import { type ClientOptions, runClient } from './client';
import { takeLeftTexts } from './editor-leftovers';
import { keymapOf } from './keymaps';
import type { LineReader } from './line-reader';
import { looksOf } from './looks';
import { practiceBase } from './places';
import { REFUSED, refuse, wordsIn } from './say';
import { editorUse, languagesOf, type Settings } from './settings';
import { openingOf } from './unlocking';
import { type OpenedBase, openAsking, whoWorks, workDateOf, worldOf } from './world';

/** Flags of the client as the command line gives them. */
export interface StartFlags {
  readonly demo?: boolean;
  readonly base?: string;
  readonly user?: string;
  readonly workDate?: string;
  readonly keymap?: string;
  readonly lang?: Language;
  readonly theme?: Theme;
  /** By lines instead of the whole screen. */
  readonly line?: boolean;
}

/** Minutes without a key until the screen locks, where no setting says otherwise. */
const LOCK_MINUTES = { real: 10, demo: 0 } as const;

async function picked(
  workers: readonly Worker[],
  words: Words,
  reader: LineReader | null,
): Promise<string | null> {
  if (reader) return (await import('./pick-by-line')).pickByLine(workers, words, reader);
  const { pickWorker } = await import('./pick-worker');
  return pickWorker(workers, words);
}

async function readerOfLines(): Promise<LineReader> {
  const { LineReader } = await import('./line-reader');
  return new LineReader(process.stdin);
}

/**
 * Opens the practice base, making it on the first start. One that a development version made is
 * put aside under another name, as somebody may want to look at it, and made anew.
 */
async function openPractice(words: Words): Promise<Result<OpenedBase>> {
  const path = practiceBase();
  if (existsSync(path)) {
    const opened = await openAsking(path, words);
    if (opened.ok || opened.problem.code !== 'base.other_schema') return opened;
    const aside = `${path}.old`;
    for (const end of ['', '-wal', '-shm']) {
      rmSync(aside + end, { force: true });
      if (existsSync(path + end)) renameSync(path + end, aside + end);
    }
    process.stderr.write(`${words.t('cli.practice_anew', { file: aside })}\n`);
  }
  const { makePractice } = await import('./demo');
  const made = makePractice(path, words);
  return made.ok ? openAsking(path, words) : made;
}

/** Opens the base (the practice base unless another is named) and runs the client on it. */
export async function startClient(flags: StartFlags, settings: Settings): Promise<number> {
  const { lang, otherLang } = languagesOf(flags.lang, settings);
  const words = wordsIn(lang);
  const keymap = keymapOf(flags.keymap ?? settings.keymap);
  if (!keymap.ok) return refuse(words, keymap.problem);
  const looks = looksOf(settings, flags.theme);
  if (!looks.ok) return refuse(words, looks.problem);
  const named = flags.demo ? undefined : (flags.base ?? process.env.AKTI_BASE);
  const opened = await (named ? openAsking(named, words) : openPractice(words));
  if (!opened.ok) return refuse(words, opened.problem);
  const { base, key, asked } = opened.value;
  const world = worldOf(base);
  const workDate = workDateOf(flags.workDate, world.clock);
  const worker = whoWorks(base, flags.user ?? process.env.AKTI_USER);
  const problem = (!workDate.ok && workDate.problem) || (!worker.ok && worker.problem);
  if (problem || !workDate.ok || !worker.ok) {
    base.close();
    return problem ? refuse(words, problem) : REFUSED;
  }
  const reader = flags.line ? await readerOfLines() : null;
  const user = worker.value ?? (await picked(world.workers, words, reader));
  if (user === null) {
    base.close();
    return REFUSED;
  }
  const session = openSession(world, { user, workDate: workDate.value, lang });
  if (!session.ok) {
    base.close();
    return refuse(words, session.problem);
  }
  const editor = editorUse(settings.editor);
  const options = {
    base,
    session: session.value,
    clock: world.clock,
    keymap: keymap.value.keymap,
    keymapFaults: keymap.value.faults.length,
    lang,
    otherLang,
    looks: looks.value,
    opening: openingOf(base, user, asked),
    editor,
    editorCommand: editor === 'ready' ? settings.editor : null,
    leftTexts: takeLeftTexts(session.value, realpathSync(base.path), user),
    waits: settings,
    lockMinutes: settings.lockMinutes ?? LOCK_MINUTES[base.kind],
    ...(await syncOf(world, key)),
  };
  if (reader) return (await import('./line-client')).runLineClient({ ...options, reader });
  const tips = settings.tips ? await tipTeller(keymap.value.keymap, words) : null;
  return runClient({ ...options, tips });
}

/** What tells of faster keys; loaded only where it is wanted. */
async function tipTeller(keymap: Keymap, words: Words) {
  const { TipTeller } = await import('./tip-teller');
  return new TipTeller(keymap, words);
}

/** The exchange beside the keyboard, where the base has a centre; nothing is loaded where not. */
async function syncOf(
  { base, clock }: World,
  key: Buffer | null,
): Promise<Pick<ClientOptions, 'sync' | 'beginSync'>> {
  if (!readLink(base)) return { sync: null };
  const { shownAtFirst, SyncKeeper } = await import('./sync-keeper');
  const { noKeyYet } = await import('./hands-beside');
  // A practice base keeps no token: the password is asked once, before the first key.
  const asks = base.kind === 'demo' && !process.env.AKTI_SYNC_PASSWORD_FILE;
  const first = shownAtFirst(base, clock);
  const sync = asks ? { ...first, contact: 'password' as const } : first;
  const data = { path: base.path, key, lastKey: noKeyYet() };
  return { sync, beginSync: (told) => new SyncKeeper(data, clock, sync, told, base) };
}
