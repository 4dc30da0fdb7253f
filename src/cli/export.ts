import { DONE, print, refuse } from './say';
import type { Settings } from './settings';
import { type CaseFlags, withPerson } from './show';
import { writeOut } from './write-out';

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
    return writeOut(file, text.value, flags.force === true, words);
  });
}
