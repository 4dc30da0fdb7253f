import type { Problem } from '../base/problems';
import type { World } from '../records/world';
import { readLink } from '../store/sync-link';
import { WireError } from '../sync/ports';
import type { Words } from '../words/words';
import { askSecret } from './base-key';
import { type Connected, passwordIn, stoppedProblem } from './station';

/** Asks for the password and signs in; gives why not. */
export async function signIn(
  station: Connected,
  { base }: World,
  words: Words,
): Promise<Problem | null> {
  const user = readLink(base)?.user ?? '';
  const password = await passwordOf(words, user);
  if (!password) return { code: 'sync.password_needed' };
  try {
    await station.wire.signIn(user, password);
    return null;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return stoppedProblem(error);
  }
}

/** From the file the environment names, from a terminal without echo, else the first line given. */
async function passwordOf(words: Words, user: string): Promise<string> {
  const file = process.env.AKTI_SYNC_PASSWORD_FILE;
  if (file) return passwordIn(file) ?? '';
  if (process.stdin.isTTY) return askSecret(words.t('cli.sync.ask_password', { user }));
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8').split(/\r?\n/u)[0] ?? '';
}
