import { existsSync } from 'node:fs';
import { isoInstant, systemClock } from '../base/clock';
import { makeIds } from '../base/ids';
import type { Language } from '../base/language';
import { good, type Result } from '../base/problems';
import { systemRandom } from '../base/random';
import { isWhole, readSalvage, type Salvage } from '../store/salvage/read';
import { writeSalvage } from '../store/salvage/write';
import { centreUrl } from '../sync/http-wire';
import type { Words } from '../words/words';
import { keyOf } from './base-key';
import { DONE, print, REFUSED, refuse, wordsIn } from './say';
import { readSettings } from './settings';

interface SalvageFlags {
  /** The damaged base. */
  readonly salvage: string;
  /** The new one. */
  readonly base?: string;
  readonly connect?: string;
  readonly user?: string;
  readonly lang?: Language;
}

/**
 * `akti sync --salvage OLD --base NEW`: what has not gone to the centre is read from a damaged base
 * and put into a new one, which sends it; the damaged one is left as it is. Exit status 0 when
 * nothing can be lacking, 1 when something is or may be; what was read is saved in both cases.
 */
export async function runSalvage(flags: SalvageFlags): Promise<number> {
  const words = wordsIn(flags.lang ?? readSettings().lang);
  const { salvage: from, base: to } = flags;
  if (!to) return refuse(words, { code: 'salvage.base' });
  if (!existsSync(from)) return refuse(words, { code: 'base.missing' });
  const given = givenLink(flags);
  if (!given.ok) return refuse(words, given.problem);
  const found = await readWithKey(from, given.value, words);
  if (!found.ok) return refuse(words, found.problem);
  const { key, salvage } = found.value;
  const clock = systemClock();
  const deviceId = makeIds(clock, systemRandom()).next();
  const made = { deviceId, createdAt: isoInstant(clock.now()), ...(key ? { key } : {}) };
  const written = writeSalvage(to, salvage, made);
  if (!written.ok) return refuse(words, written.problem);
  return told(salvage, to, words);
}

function givenLink({ connect, user }: SalvageFlags): Result<{ url?: string; user?: string }> {
  const url = connect === undefined ? good(undefined) : centreUrl(connect);
  if (!url.ok) return url;
  return good({ ...(url.value ? { url: url.value } : {}), ...(user ? { user } : {}) });
}

/** Without a key first: a practice base needs none, and nothing of a real one makes sense so. */
async function readWithKey(
  from: string,
  given: { url?: string; user?: string },
  words: Words,
): Promise<Result<{ key: Buffer | undefined; salvage: Salvage }>> {
  const plain = readSalvage(from, undefined, given);
  if (plain.ok) return good({ key: undefined, salvage: plain.value });
  if (plain.problem.code !== 'base.key') return plain;
  const key = await keyOf(from, words);
  if (!key.ok) return key;
  if (!key.value) return plain;
  const read = readSalvage(from, key.value.key, given);
  return read.ok ? good({ key: key.value.key, salvage: read.value }) : read;
}

const LACKS = ['unreadable', 'torn', 'lost', 'unknown', 'incomplete'] as const;

function told(salvage: Salvage, to: string, words: Words): number {
  const { open, kept, drafts, atCentre, uses, report } = salvage;
  const { pages, logBroken, proved } = report;
  print(words.t('cli.salvage.read', { pages, unreadable: report.unreadable }));
  print(words.t('cli.salvage.open', { count: open.length + kept.length }));
  print(words.t('cli.salvage.drafts', { count: drafts.length }));
  print(words.t('cli.salvage.uses', { count: uses.length }));
  print(words.t('cli.salvage.at_centre', { count: atCentre }));
  for (const what of LACKS) {
    const count = report[what];
    if (count) print(words.t(`cli.salvage.lacks.${what}`, { count }));
  }
  if (logBroken) print(words.t('cli.salvage.lacks.log'));
  if (!proved) print(words.t('cli.salvage.unproved'));
  print(words.t(isWhole(report) ? 'cli.salvage.whole' : 'cli.salvage.part'));
  print(words.t('cli.salvage.next', { base: to }));
  return isWhole(report) ? DONE : REFUSED;
}
