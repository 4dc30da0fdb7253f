import { userInfo } from 'node:os';
import { isoInstant, systemClock } from '../base/clock';
import { makeIds } from '../base/ids';
import type { Language } from '../base/language';
import { systemRandom } from '../base/random';
import { createBase } from '../store/create';
import { deriveKey, keyFromFile, newSalt } from '../store/key';
import { saveWorker } from '../store/workers';
import { askSecret } from './base-key';
import { DONE, print, refuse, wordsIn } from './say';
import { readSettings } from './settings';
import { shippedCatalog } from './world';

interface InitFlags {
  readonly user: string;
  readonly name?: string;
  readonly unit?: string;
  readonly lang?: Language;
}

const PASSPHRASE_MIN = 12;

/** `akti init FILE --user ID`: makes an empty real base, encrypted, with its first worker. */
export async function runInit(file: string, flags: InitFlags): Promise<number> {
  const words = wordsIn(flags.lang ?? readSettings().lang);
  const catalog = shippedCatalog();
  const today = isoInstant(systemClock().now()).slice(0, 10);
  const unit =
    flags.unit ?? catalog.units(today).find((one) => one.leaf && !one.reserved)?.id ?? '';
  if (!catalog.unit(unit)) return refuse(words, { code: 'unit.unknown', values: { unit } });
  const random = systemRandom();
  const clock = systemClock();
  const salt = newSalt(random);
  const fromFile = process.env.AKTI_KEY_FILE;
  let key: Buffer;
  if (fromFile) {
    const read = keyFromFile(fromFile);
    if (!read.ok) return refuse(words, read.problem);
    key = read.value;
  } else {
    if (!process.stdin.isTTY) return refuse(words, { code: 'base.key_needed' });
    const phrase = await askSecret(words.t('cli.new_passphrase', { min: PASSPHRASE_MIN }));
    if (phrase.length < PASSPHRASE_MIN) {
      return refuse(words, { code: 'key.short', values: { min: PASSPHRASE_MIN } });
    }
    if (phrase !== (await askSecret(words.t('cli.passphrase_again')))) {
      return refuse(words, { code: 'key.differs' });
    }
    key = deriveKey(phrase, salt);
  }
  const made = createBase(file, {
    kind: 'real',
    deviceId: makeIds(clock, random).next(),
    createdAt: isoInstant(clock.now()),
    key,
    salt,
  });
  if (!made.ok) return refuse(words, made.problem);
  saveWorker(made.value, {
    id: flags.user,
    name: flags.name ?? flags.user,
    unit,
    role: 'worker',
    active: true,
    os_user: userInfo().username,
  });
  made.value.close();
  print(file);
  return DONE;
}
