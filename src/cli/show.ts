import type { Language } from '../base/language';
import { openSession, type Session } from '../records/session';
import { readInstant } from '../rules/typed-instant';
import { practiceBase } from './places';
import { DONE, print, refuse, wordsIn } from './say';
import type { Settings } from './settings';
import { openAny, whoWorks, workDateOf, worldOf } from './world';

interface ShowFlags {
  readonly base?: string;
  readonly user?: string;
  readonly workDate?: string;
  readonly lang?: Language;
  readonly json?: boolean;
  readonly at?: string;
}

/**
 * `akti show PERSON`: prints a whole case, with `--at TIME` as it was then; the same case gives the
 * same bytes.
 */
export async function runShow(
  person: string,
  flags: ShowFlags,
  settings: Settings,
): Promise<number> {
  const lang = flags.lang ?? settings.lang;
  const words = wordsIn(lang);
  const opened = await openAny(flags.base ?? process.env.AKTI_BASE ?? practiceBase(), words);
  if (!opened.ok) return refuse(words, opened.problem);
  const base = opened.value;
  try {
    const world = worldOf(base);
    const workDate = workDateOf(flags.workDate, world.clock);
    if (!workDate.ok) return refuse(words, workDate.problem);
    const named = whoWorks(base, flags.user ?? process.env.AKTI_USER);
    if (!named.ok) return refuse(words, named.problem);
    if (named.value === null) {
      const expected = world.workers.map((worker) => worker.id).join(', ');
      return refuse(words, { code: 'user.needed', values: { expected } });
    }
    const at = flags.at === undefined ? null : readInstant(flags.at, workDate.value);
    if (at && !at.ok) return refuse(words, at.problem);
    const session = openSession(world, { user: named.value, workDate: workDate.value, lang });
    if (!session.ok) return refuse(words, session.problem);
    return printCase(session.value, person, flags.json ? 'json' : 'text', lang, at?.value);
  } finally {
    base.close();
  }
}

function printCase(
  session: Session,
  typed: string,
  format: 'json' | 'text',
  lang: Language,
  at?: string,
): number {
  const words = wordsIn(lang);
  const found = session.findPersons(typed);
  if (!found.ok) return refuse(words, found.problem);
  const [one, ...others] = found.value.persons;
  if (!one) return refuse(words, { code: 'finder.none' });
  if (others.length)
    return refuse(words, { code: 'finder.many', values: { count: others.length + 1 } });
  const shown = session.showCase(one.id, format, words, at);
  if (!shown.ok) return refuse(words, shown.problem);
  print(shown.value);
  return DONE;
}
