import { hash, verify } from '@node-rs/argon2';

/** Shortest password somebody may be given. */
export const PASSWORD_MIN = 12;

/** argon2id with 19 MiB, two passes, one lane: what OWASP asks for. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

let standIn: Promise<string> | undefined;

/** The hash a password is kept as, with its salt and cost. */
export function hashOfPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), COST);
}

/**
 * Whether a password is the one kept. It takes the same time when there is nothing to compare
 * with: who tries learns nothing of who is known here.
 * @param kept null: nobody by that name, or nobody who may sign in
 */
export async function isPassword(kept: string | null, password: string): Promise<boolean> {
  standIn ??= hashOfPassword('');
  const compared = kept ?? (await standIn);
  const same = await verify(compared, password.normalize('NFC'));
  return kept !== null && same;
}
