import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the program: the one that holds `data/` and `keymaps/`. */
export function programFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'data', 'codes')) && dirname(folder) !== folder) {
    folder = dirname(folder);
  }
  return folder;
}

/** The user's own folder for bases; never the project folder. `XDG_DATA_HOME` moves it. */
function dataFolder(): string {
  return join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'akti');
}

/** The user's own folder for settings and key maps. `XDG_CONFIG_HOME` moves it. */
export function configFolder(): string {
  return join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'akti');
}

/** Key maps of a site, between the shipped ones and the user's. */
export function siteFolder(): string {
  return process.env.AKTI_SITE || '/etc/akti';
}

/** The practice base of this user. */
export function practiceBase(): string {
  return join(dataFolder(), 'harjoitus.akti');
}

/** The learner's own results. */
export function resultsFile(): string {
  return join(dataFolder(), 'lessons', 'results.jsonl');
}

/** The file of a centre that was given no other place. */
export function centreFile(): string {
  return join(dataFolder(), 'keskus.akti');
}

/**
 * The socket at which a lesson at play is followed: in the folder the system keeps for this user
 * while signed in, else in the user's own for bases. Its own folder is closed to others.
 */
export function lessonSocket(): string {
  const folder = process.env.XDG_RUNTIME_DIR;
  return join(folder ? join(folder, 'akti') : join(dataFolder(), 'lesson'), 'lesson.sock');
}

/** Key map files of a folder: name and text; a folder that is not there has none. */
export function keymapFiles(folder: string): { file: string; text: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'))
    .sort()
    .map((name) => ({ file: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
}
