import { writeFileSync } from 'node:fs';
import { DONE, print, refuse } from './say';
import type { Settings } from './settings';
import { type CaseFlags, withPerson } from './show';

/**
 * `akti export PERSON [FILE]`: a whole case as plain text, the same bytes on each run and machine.
 * A file that is there already is kept unless `force` says otherwise; only the user may read it.
 */
export function runExport(
  person: string,
  file: string | undefined,
  flags: CaseFlags & { readonly force?: boolean },
  settings: Settings,
): Promise<number> {
  return withPerson(person, flags, settings, (session, id, words) => {
    const text = session.exportCase(id, words);
    if (!text.ok) return refuse(words, text.problem);
    if (file === undefined) {
      print(text.value);
      return DONE;
    }
    try {
      writeFileSync(file, text.value, { flag: flags.force ? 'w' : 'wx', mode: 0o600 });
      return DONE;
    } catch (error) {
      const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
      return refuse(words, { code: isThere ? 'export.exists' : 'export.failed', values: { file } });
    }
  });
}
