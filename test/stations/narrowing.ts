import { readRecord } from '../../src/store/records';
import { type Doing, entered, idsOf, newPerson, pickOne, text, UNITS } from './work';

/** A client of whom each unit has an initiation, so that everybody sees the case. */
const seenByAll: Doing = {
  what: 'a client of every unit',
  run: (session, random) => {
    const person = pickOne(random, idsOf(session.world.base, 'person', 'merged_into IS NULL'));
    if (!person) return null;
    const begun = { type: 'aikuissosiaalityon_tarve', reason: 'kriisipalvelu' };
    for (const unit of UNITS) entered(session, 'initiation', person, { ...begun, unit });
    return entered(session, 'diary_note', person, { text: text(random) });
  },
};

/**
 * A note goes to a client just entered, whom nobody but the own unit and those above it see: it
 * leaves the workers of other units. Those of a unit that all above see do not do it.
 */
const moveOutOfSight: Doing = {
  what: 'move out of sight',
  run: (session, random) => {
    if (session.me.unit !== UNITS[2]) return null;
    const { base, registry } = session.world;
    const others = `SELECT bucket FROM initiation WHERE voided = 0 AND unit = '${UNITS[0]}'`;
    const id = pickOne(random, idsOf(base, 'diary_note', `bucket IN (${others})`));
    const rec = id ? readRecord(base, registry.form('diary_note'), id) : null;
    const before = new Set(idsOf(base, 'person'));
    if (!rec || newPerson.run(session, random)?.kind !== 'saved') return null;
    const to = idsOf(base, 'person').find((one) => !before.has(one));
    if (!to) return null;
    const what = { form: rec.form, id: rec.id, base_version: rec.version, to };
    return session.move({ ...what, reason: 'vaara_henkilo', links: {} });
  },
};

/** What people do so that records leave those who have seen them. */
export function narrowingDeeds(): Doing[] {
  const moves = Array.from({ length: 8 }, () => moveOutOfSight);
  return [seenByAll, seenByAll, ...moves];
}
