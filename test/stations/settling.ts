import type { Random } from '../../src/base/random';
import type { Value } from '../../src/form/value';
import type { Session } from '../../src/records/session';
import type { SaveResult } from '../../src/records/stop';
import { type Chosen, change, type Doing, oldestRecord, pickOne, text, UNITS } from './work';

/**
 * Settles one of the conflicts the station knows of, as somebody who sees both sides would: for
 * each field one of the two values that are shown, and a reason.
 */
class Settling implements Doing {
  readonly what = 'settle';
  private chosen: Chosen | undefined;

  run(session: Session, random: Random): SaveResult | null {
    this.chosen = undefined;
    const listed = session.delivery();
    if (!listed.ok) throw new Error(listed.problem.code);
    const open = listed.value.filter(({ state }) => state === 'conflict');
    const id = pickOne(random, open)?.conflict;
    const shown = id ? session.conflict(id) : null;
    if (!id || !shown?.ok) return null;
    const { version, fields, record } = shown.value;
    const values: Record<string, Value> = {};
    const choices: Record<string, 'theirs' | 'mine'> = {};
    for (const one of fields) {
      const side = random.pick(['theirs', 'mine'] as const);
      choices[one.field] = side;
      if (side === 'mine') values[one.field] = one.mine;
    }
    const result = session.settle({ conflict: id, version, choices, reason: text(random) });
    if (result.kind === 'saved') this.chosen = { record, conflict: id, values };
    return result;
  }

  told() {
    return this.chosen ? { chosen: this.chosen } : {};
  }
}

/** Settles what it finds; its own deed, as an oracle asks it what was chosen. */
export const settlingDeed = (): Doing => new Settling();

/** What people do about conflicts, and changes of the same few records, so that there are some. */
export function settling(): Doing[] {
  const deed = settlingDeed();
  const hot = [
    change('person', (random) => ({ phone: `040 ${2000 + random.int(99)}` }), oldestRecord),
    change('person', (random) => ({ street: `Katu ${random.int(99)}` }), oldestRecord),
    change('initiation', (random) => ({ text: text(random) }), oldestRecord),
    change(
      'initiation',
      (random) => ({ text: text(random), unit: random.pick(UNITS) }),
      oldestRecord,
    ),
  ];
  return [deed, deed, deed, deed, ...hot, ...hot];
}
