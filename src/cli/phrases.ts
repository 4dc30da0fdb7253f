import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../catalog/fault';
import { folderReader } from '../catalog/files';
import { type PhraseFile, type Phrases, readPhrases } from '../catalog/phrases';
import { configFolder, programFolder, siteFolder } from './places';

/** Name of the file of phrases in the site's and the user's folder. */
const OWN_FILE = 'phrases.yaml';

/** Shared phrases, `data/phrases/*.yaml`, by name of the file. */
export function sharedPhraseFiles(program = programFolder()): PhraseFile[] {
  const folder = join(program, 'data', 'phrases');
  const names = folderReader(folder).list('.');
  return names.filter((name) => name.endsWith('.yaml')).map((name) => read(join(folder, name)));
}

/** The site's phrases, then the user's own; a file that is not there is none. */
export function ownPhraseFiles(): PhraseFile[] {
  return [siteFolder(), configFolder()]
    .map((folder) => join(folder, OWN_FILE))
    .filter((file) => existsSync(file))
    .map(read);
}

/** Every phrase of this user, the own ones over the shared, and what is wrong in their files. */
export function phrasesHere(): { readonly phrases: Phrases; readonly faults: readonly Fault[] } {
  return readPhrases([...sharedPhraseFiles(), ...ownPhraseFiles()]);
}

function read(file: string): PhraseFile {
  try {
    return { file, text: readFileSync(file, 'utf8') };
  } catch {
    return { file, text: null };
  }
}
