import { createHash } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Random } from '../base/random';
import type { Caller } from './centre';

/** How long an access token is good for, in seconds. */
export const ACCESS_S = 15 * 60;
/** How long a refresh token is good for after it was made, in days. */
export const REFRESH_DAYS = 60;

const KIND = 'akti-access';

/** An access token: who calls from which device, signed. Whether they still may is asked anew. */
export function accessToken(secret: Uint8Array, caller: Caller, now: Date): Promise<string> {
  const seconds = Math.floor(now.getTime() / 1000);
  return new SignJWT({ device: caller.device })
    .setProtectedHeader({ alg: 'HS256', typ: KIND })
    .setSubject(caller.user)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + ACCESS_S)
    .sign(secret);
}

/** Who an access token speaks for; null when it is none of ours, or has run out. */
export async function readAccess(
  secret: Uint8Array,
  token: string,
  now: Date,
): Promise<Caller | null> {
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: ['HS256'],
      typ: KIND,
      requiredClaims: ['sub', 'exp'],
      currentDate: now,
    });
    const { sub, device } = payload;
    return sub && typeof device === 'string' ? { user: sub, device } : null;
  } catch {
    return null;
  }
}

/** A refresh token: 256 bits that mean nothing. Only its hash is kept at the centre. */
export function newRefresh(random: Random): { readonly token: string; readonly hash: string } {
  const token = Buffer.from(random.bytes(32)).toString('base64url');
  return { token, hash: hashOfRefresh(token) };
}

/** What a refresh token is known by at the centre. */
export function hashOfRefresh(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
