import { systemClock } from '../base/clock';
import { bad, good, type Result } from '../base/problems';
import type { Centre } from '../server/centre';
import type { Account } from '../server/judge';
import { PASSWORD_MIN } from '../server/passwords';
import { saveUser, setActive, setPassword } from '../server/users';
import type { Words } from '../words/words';
import { askSecret } from './base-key';
import { atCentre, type CentreFlags, openCentreAt } from './open-centre';
import { DONE, print, refuse, wordsIn } from './say';
import { readSettings } from './settings';
import { userProblem } from './user';

interface JsonFlags extends CentreFlags {
  readonly json?: boolean;
}

/** A user of the centre. Problem: `user.none`. */
async function userOf(centre: Centre, id: string): Promise<Result<Account>> {
  const user = (await centre.users()).find((one) => one.id === id);
  return user ? good(user) : bad('user.none', { user: id });
}

/**
 * A new password: asked twice on a terminal, else the first line of stdin; never an argument, which
 * every program of the machine can read. Problems: `password.short` {min}, `key.differs`.
 */
async function newPassword(words: Words): Promise<Result<string>> {
  const min = PASSWORD_MIN;
  if (!process.stdin.isTTY) {
    const pieces: Buffer[] = [];
    for await (const piece of process.stdin) pieces.push(piece);
    const [line = ''] = Buffer.concat(pieces).toString('utf8').split(/\r?\n/);
    return line.length < min ? bad('password.short', { min }) : good(line);
  }
  const password = await askSecret(words.t('cli.new_password', { min }));
  if (password.length < min) return bad('password.short', { min });
  const same = password === (await askSecret(words.t('cli.password_again')));
  return same ? good(password) : bad('key.differs');
}

/** `akti user list` at a centre. */
export function listCentreUsers(flags: JsonFlags): Promise<number> {
  return atCentre(flags, async (centre) => {
    const users = await centre.users();
    if (flags.json) print(JSON.stringify(users, null, 2));
    else {
      for (const { id, name, unit, role, active } of users) {
        print([id, name, unit, role, active ? '' : '–'].join('\t').trimEnd());
      }
    }
    return DONE;
  });
}

/**
 * `akti user add` at a centre: adds a user with a password, or changes one who is there. The first
 * one may be added before the centre has run.
 */
export async function addCentreUser(
  id: string,
  flags: CentreFlags & { name: string; unit: string; role: string },
): Promise<number> {
  const words = wordsIn(flags.lang ?? readSettings().lang);
  // A centre is not made for somebody whom none takes, nor before there is a password.
  const problem = userProblem(id, flags);
  if (problem) return refuse(words, problem);
  const before = await userBefore(id, flags);
  if (!before.ok) return refuse(words, before.problem);
  const password = before.value ? good(null) : await newPassword(words);
  if (!password.ok) return refuse(words, password.problem);
  const add = async (centre: Centre) => {
    const { name, unit, role } = flags;
    const active = before.value?.active ?? true;
    await saveUser(centre, { id, name, unit, role, active }, password.value);
    print(id);
    return DONE;
  };
  return atCentre(flags, add, 'made');
}

/** A user as the centre has them, null where there is no such user or no centre yet. */
async function userBefore(id: string, flags: CentreFlags): Promise<Result<Account | null>> {
  const opened = await openCentreAt(flags, 'as_it_is');
  if (!opened.ok) return opened.problem.code === 'centre.none' ? good(null) : opened;
  try {
    const user = await userOf(opened.value, id);
    return good(user.ok ? user.value : null);
  } finally {
    await opened.value.close();
  }
}

/** `akti user disable|enable`: who is disabled is refused at the next request. */
export function setCentreUserActive(
  id: string,
  active: boolean,
  flags: CentreFlags,
): Promise<number> {
  return atCentre(flags, async (centre, words) => {
    const user = await userOf(centre, id);
    if (!user.ok) return refuse(words, user.problem);
    await setActive(centre, user.value, active, systemClock());
    print(id);
    return DONE;
  });
}

/** `akti user password`: the stations of the user have to sign in with it. */
export function setCentrePassword(id: string, flags: CentreFlags): Promise<number> {
  return atCentre(flags, async (centre, words) => {
    const user = await userOf(centre, id);
    if (!user.ok) return refuse(words, user.problem);
    const password = await newPassword(words);
    if (!password.ok) return refuse(words, password.problem);
    await setPassword(centre, user.value, password.value, systemClock());
    print(id);
    return DONE;
  });
}

/** `akti user devices`: what has signed in, and when it was last seen. */
export function listDevices(id: string | undefined, flags: JsonFlags): Promise<number> {
  return atCentre(flags, async (centre, words) => {
    const user = id === undefined ? good(null) : await userOf(centre, id);
    if (!user.ok) return refuse(words, user.problem);
    const devices = await centre.devices(id);
    if (flags.json) print(JSON.stringify(devices, null, 2));
    else {
      for (const one of devices) {
        const seen = one.last_seen_at ?? one.registered_at;
        const end = one.revoked_at === null ? '' : `– ${one.revoked_at}`;
        print([one.id, one.user, one.name, seen, end].join('\t').trimEnd());
      }
    }
    return DONE;
  });
}

/** `akti user revoke`: a lost device is never let in again. What it had sent stays. */
export function revokeDevice(device: string, flags: CentreFlags): Promise<number> {
  return atCentre(flags, async (centre, words) => {
    const known = (await centre.devices()).some((one) => one.id === device);
    if (!known) return refuse(words, { code: 'device.unknown', values: { device } });
    await centre.revokeDevice(device);
    print(device);
    return DONE;
  });
}
