import type { Language } from '../base/language';
import { openSession, type Session } from '../records/session';
import { readInstant } from '../rules/typed-instant';
import type { Words } from '../words/words';
import { practiceBase } from './places';
import { DONE, print, refuse, wordsIn } from './say';
import type { Settings } from './settings';
import { openAny, whoWorks, workDateOf, worldOf } from './world';

/** Which base, who asks, on which day and in which language. */
export interface CaseFlags {
  readonly base?: string;
  readonly user?: string;
  readonly workDate?: string;
  readonly lang?: Language;
  readonly at?: string;
}

/** Does something with the person found; gives the exit status. */
type WithPerson = (session: Session, id: string, words: Words, at?: string) => number;

/**
 * `akti show PERSON`: prints a whole case, with `--at TIME` as it was then; the same case gives the
 * same bytes.
 */
export async function runShow(
  person: string,
  flags: CaseFlags & { readonly json?: boolean },
  settings: Settings,
): Promise<number> {
  const format = flags.json ? 'json' : 'text';
  return withPerson(person, flags, settings, (session, id, words, at) => {
    const shown = session.showCase(id, format, words, at);
    if (!shown.ok) return refuse(words, shown.problem);
    print(shown.value);
    return DONE;
  });
}

/** Opens the base, lets the worker in and finds the one person meant, or says why not. */
export async function withPerson(
  person: string,
  flags: CaseFlags,
  settings: Settings,
  run: WithPerson,
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
    return found(session.value, person, words, (id) => run(session.value, id, words, at?.value));
  } finally {
    base.close();
  }
}

function found(session: Session, typed: string, words: Words, run: (id: string) => number): number {
  const persons = session.findPersons(typed);
  if (!persons.ok) return refuse(words, persons.problem);
  const [one, ...others] = persons.value.persons;
  if (!one) return refuse(words, { code: 'finder.none' });
  if (others.length)
    return refuse(words, { code: 'finder.many', values: { count: others.length + 1 } });
  return run(one.id);
}
