import type { Language } from '../base/language';
import type { Problem } from '../base/problems';
import type { Base } from '../store/base';
import { catching } from '../store/errors';
import { readWorkers, saveWorker } from '../store/workers';
import type { Words } from '../words/words';
import { practiceBase } from './places';
import { DONE, print, refuse, wordsIn } from './say';
import { readSettings } from './settings';
import { openAny, shippedCatalog } from './world';

interface UserFlags {
  readonly base?: string;
  readonly lang?: Language;
  readonly json?: boolean;
}

async function withBase(
  flags: UserFlags,
  run: (base: Base, words: Words) => number,
): Promise<number> {
  const words = wordsIn(flags.lang ?? readSettings().lang);
  const opened = await openAny(flags.base ?? process.env.AKTI_BASE ?? practiceBase(), words);
  if (!opened.ok) return refuse(words, opened.problem);
  try {
    return run(opened.value, words);
  } finally {
    opened.value.close();
  }
}

/** `akti user list`: the workers of a base. */
export function listUsers(flags: UserFlags): Promise<number> {
  return withBase(flags, (base) => {
    const workers = readWorkers(base);
    if (flags.json) print(JSON.stringify(workers, null, 2));
    else {
      for (const one of workers) {
        print([one.id, one.name, one.unit, one.role, one.active ? '' : '–'].join('\t').trimEnd());
      }
    }
    return DONE;
  });
}

/** `akti user add`: adds a worker, or changes one who is there. */
export function addUser(
  id: string,
  flags: UserFlags & { name: string; unit: string; role: string; osUser?: string },
): Promise<number> {
  return withBase(flags, (base, words) => {
    const problem = userProblem(id, flags);
    if (problem) return refuse(words, problem);
    const saved = catching(() =>
      base.write(() =>
        saveWorker(base, {
          id,
          name: flags.name,
          unit: flags.unit,
          role: flags.role,
          active: true,
          os_user: flags.osUser ?? null,
        }),
      ),
    );
    if (!saved.ok) return refuse(words, saved.problem);
    print(id);
    return DONE;
  });
}

/** What of a new worker no base and no centre takes: id, name, an unknown unit or role. */
export function userProblem(
  id: string,
  flags: { name: string; unit: string; role: string },
): Problem | undefined {
  const catalog = shippedCatalog();
  if (!/^[A-Za-zÅÄÖåäö0-9_.-]{1,16}$/u.test(id)) return { code: 'user.id', values: { max: 16 } };
  if (flags.name.trim() === '') return { code: 'user.name' };
  const unit = catalog.unit(flags.unit);
  if (!unit) return { code: 'unit.unknown', values: { unit: flags.unit } };
  if (unit.reserved) return { code: 'unit.reserved', values: { choice: unit.name } };
  const roles = catalog.allCodes('roles').map((row) => row.id);
  if (!roles.includes(flags.role)) {
    return { code: 'role.unknown', values: { role: flags.role, expected: roles.join(', ') } };
  }
  return undefined;
}
