import { statSync } from 'node:fs';
import type { Language } from '../base/language';
import { good, type Result } from '../base/problems';
import type { Connection } from '../store/connection';
import { copyWhole } from '../store/copy';
import { catching } from '../store/errors';
import { openReadonly, WAIT_MS } from '../store/open';
import { keyOf } from './base-key';
import { practiceBase } from './places';
import { DONE, print, refuse, wordsIn } from './say';
import { readSettings } from './settings';

interface BackupFlags {
  readonly base?: string;
  readonly lang?: Language;
}

/** A base open for looking only, and the key that opened it. */
interface Looked {
  readonly connection: Connection;
  readonly key: Buffer | undefined;
}

/**
 * `akti backup FILE`: copies a base as it stands, also while it is worked in, encrypted as it is,
 * and reads the copy through. Nothing of the base is changed, whatever its schema.
 */
export async function runBackup(to: string, flags: BackupFlags): Promise<number> {
  const lang = flags.lang ?? readSettings().lang;
  const words = wordsIn(lang);
  const path = flags.base ?? process.env.AKTI_BASE ?? practiceBase();
  const opened = await openedAs(path, lang);
  if (!opened.ok) return refuse(words, opened.problem);
  const { connection, key } = opened.value;
  try {
    const how = { waitMs: WAIT_MS, ...(key ? { key } : {}) };
    const done = catching(() => copyWhole(connection.db, to, how, () => undefined));
    if (!done.ok) return refuse(words, done.problem);
    print(words.t('cli.backed_up', { file: to, bytes: statSync(to).size }));
    return DONE;
  } finally {
    connection.close();
  }
}

/** Problems: those of `openReadonly` and `keyOf`. */
async function openedAs(path: string, lang: Language): Promise<Result<Looked>> {
  const plain = openReadonly(path);
  if (plain.ok) return good({ connection: plain.value, key: undefined });
  if (plain.problem.code !== 'base.key') return plain;
  const found = await keyOf(path, wordsIn(lang));
  if (!found.ok) return found;
  const key = found.value?.key;
  const opened = openReadonly(path, key ? { key } : {});
  return opened.ok ? good({ connection: opened.value, key }) : opened;
}
