import type { Random } from '../../src/base/random';
import { registry } from '../../src/forms/index';
import type { Session } from '../../src/records/session';
import type { Base } from '../../src/store/base';
import { readRecord } from '../../src/store/records';
import type { Folded } from './book';
import type { Breach } from './checks';
import { change, type Doing, entered, idsOf, pickOne } from './work';

const FREE = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const TEMPORARY = 'effica_temporary';

/** A client of whom only a temporary identifier is known. */
const temporaryPerson: Doing = {
  what: 'temporary person',
  run: (session, random) => {
    const day = String(10 + random.int(19));
    const free = random.pick([...FREE]) + random.pick([...FREE]);
    const value = `${day}03${10 + random.int(80)}-TP${free}`;
    return entered(session, 'person', null, {
      identifiers: [{ value, class: TEMPORARY, from: null, until: null }],
      last_name: 'Tuntematon',
      first_names: 'Henkilö',
      municipality: 'lahti',
      protected: false,
    });
  },
};

/** Clients with nothing but a temporary identifier, and the others. */
function clientsOf(base: Base): { temporary: string[]; official: string[] } {
  const ids = idsOf(base, 'person', 'merged_into IS NULL');
  const isTemporary = (id: string) => {
    const rows = readRecord(base, registry.form('person'), id)?.values.identifiers;
    return JSON.stringify(rows ?? []).includes(TEMPORARY);
  };
  const temporary = ids.filter(isTemporary);
  return { temporary, official: ids.filter((id) => !temporary.includes(id)) };
}

const merge: Doing = {
  what: 'merge',
  run: (session, random) => {
    const { temporary, official } = clientsOf(session.world.base);
    const [from, to] = [pickOne(random, temporary), pickOne(random, official)];
    return from && to ? session.merge({ from, to, reason: 'kirjausvirhe' }) : null;
  },
};

/** Changes of those who may be merged meanwhile. */
const changeTemporary: Doing = change(
  'person',
  (random) => ({ phone: `050 ${100 + random.int(99)}` }),
  (session, _form, random) => {
    const id = pickOne(random, clientsOf(session.world.base).temporary);
    return (id && readRecord(session.world.base, registry.form('person'), id)) || null;
  },
);

/** Entries for those who may be merged meanwhile. */
const forTemporary = (form: string, values: (random: Random) => Parameters<typeof entered>[3]) => ({
  what: `${form} for a temporary person`,
  run: (session: Session, random: Random) => {
    const person = pickOne(random, clientsOf(session.world.base).temporary);
    return person ? entered(session, form, person, values(random)) : null;
  },
});

/** What people do about clients who are one and the same. */
export function mergingDeeds(): Doing[] {
  const note = forTemporary('diary_note', (random) => ({ text: `Soitto ${random.int(99)}` }));
  const begun = forTemporary('initiation', () => ({
    type: 'aikuissosiaalityon_tarve',
    reason: 'kriisipalvelu',
  }));
  return [
    ...[temporaryPerson, temporaryPerson, temporaryPerson, merge, merge, merge, merge],
    ...[changeTemporary, changeTemporary],
    ...[note, note, note, begun, begun],
  ];
}

/** I5: nothing stands with a client who was merged into another: nobody would find it there. */
export function followed(records: ReadonlyMap<string, Folded>): Breach[] {
  const all = [...records.values()];
  const gone = new Set(
    all.filter(({ values }) => values.merged_into).map(({ record_id }) => record_id),
  );
  return all
    .filter(({ form }) => form !== 'person')
    .filter(({ bucket, values }) => {
      const named = JSON.stringify(values);
      return gone.has(bucket ?? '') || [...gone].some((id) => named.includes(id));
    })
    .map(({ form, record_id }) => ({
      invariant: 'I5',
      what: `${form} ${record_id} stands with a client who was merged`,
    }));
}
