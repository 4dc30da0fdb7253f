import type { Random } from '../../src/base/random';
import type { CaseFacts } from '../../src/form/facts';
import { fill } from '../../src/form/fill';
import type { Rec, Value, Values } from '../../src/form/value';
import type { Session } from '../../src/records/session';
import type { SaveResult } from '../../src/records/stop';
import { makeTestId } from '../../src/rules/person-id';
import type { Base } from '../../src/store/base';
import { readRecord } from '../../src/store/records';
import { ask } from './asked';

/** What somebody at a station did, or why it did nothing. */
export interface Deed {
  readonly what: string;
  readonly result: SaveResult['kind'] | 'nothing';
  /** Of a settled conflict: the record, and the values that were chosen. */
  readonly chosen?: Chosen;
}

/** Of the side that waits, what somebody who settled a conflict wants to stand, by field. */
export interface Chosen {
  readonly record: string;
  readonly conflict: string;
  readonly values: Readonly<Record<string, Value>>;
}

/** Units among which records and workers move: two heads below one area. */
export const UNITS = ['11a2ba', '11a2bb', '11a1aa'] as const;
const REASON = 'kirjausvirhe';
const TEXTS = ['Soitto.', 'Käynti kotona.', 'Ei vastannut.', 'Sovittu aika.\nTulee pe.'];
const STREETS = ['Aleksanterinkatu 1', 'Vesijärvenkatu 7', 'Rautatienkatu 12'];
const NAMES = ['Kataja', 'Honka', 'Pihlaja', 'Paju'];

/** One thing a worker might do next at a station, chosen by chance, through the real door. */
export function workAt(session: Session, random: Random, deeds: readonly Doing[]): Deed {
  const deed = random.pick(deeds);
  const done = deed.run(session, random);
  return { what: deed.what, result: done?.kind ?? 'nothing', ...deed.told?.() };
}

/** Cases to begin with: persons, some of one household, and what a worker has with them. */
export function firstCases(session: Session, random: Random): void {
  for (const deed of [newPerson, newPerson, newPerson, newHousehold]) deed.run(session, random);
  for (const person of clients(session)) {
    entered(session, 'initiation', person, initiationOf(random));
    entered(session, 'diary_note', person, { text: text(random) });
  }
  inCase('investigation', () => ({})).run(session, random);
  inCase('decision', () => ({ notice_given: false })).run(session, random);
}

/** Something a worker might do. */
export interface Doing {
  readonly what: string;
  run(session: Session, random: Random): Pick<SaveResult, 'kind'> | null;
  /** What an oracle has to know of the last run besides what stands in the base. */
  told?(): Pick<Deed, 'chosen'>;
}

const clients = ({ world: { base } }: Session) => idsOf(base, 'person', 'merged_into IS NULL');
const someone = (session: Session, random: Random) => pickOne(random, clients(session));

export const newPerson: Doing = {
  what: 'person',
  run: (session, random) => {
    const year = 1930 + random.int(75);
    const id = makeTestId(`${year}-0${1 + random.int(9)}-1${random.int(10)}`, 900 + random.int(99));
    return entered(session, 'person', null, {
      identifiers: [{ value: id, class: 'test', from: null, until: null }],
      last_name: random.pick(NAMES),
      first_names: 'Aada',
      municipality: 'lahti',
      protected: false,
    });
  },
};

const newHousehold: Doing = {
  what: 'household',
  run: (session, random) => {
    const [one, other] = [someone(session, random), someone(session, random)];
    if (!one || !other || one === other) return null;
    const member = { from: null, until: null, guardian: false };
    return entered(session, 'household', null, {
      members: [
        { ...member, person: one, role: 'R' },
        { ...member, person: other, role: 'S' },
      ],
    });
  },
};

/** A new record of a client's case with the defaults of the screen. */
function inCase(form: string, chosen: (random: Random) => Values): Doing {
  return {
    what: form,
    run: (session, random) => {
      const person = someone(session, random);
      return person ? entered(session, form, person, chosen(random)) : null;
    },
  };
}

/** Which record of a form somebody takes. */
type Taking = (session: Session, form: string, random: Random) => Rec | null;

/** Changes one record of a form as somebody who looks at it would. */
export function change(
  form: string,
  set: (random: Random, rec: Rec) => Values,
  taking: Taking = someRecord,
): Doing {
  return {
    what: `amend ${form}`,
    run: (session, random) => {
      const rec = taking(session, form, random);
      if (!rec) return null;
      const client = rec.bucket ? session.reloadCase(rec.bucket) : null;
      if (client && !client.ok) return null;
      // Of a client alone there is something to reveal, and the right to.
      const revealed = form === 'person';
      return session.save({
        form,
        values: { ...rec.values, ...set(random, rec) },
        client: client?.value ?? null,
        amend: { id: rec.id, base_version: rec.version, reason: REASON, revealed },
      });
    },
  };
}

const voidOne: Doing = {
  what: 'void',
  run: (session, random) => {
    const form = random.pick(['diary_note', 'reminder', 'initiation']);
    const rec = someRecord(session, form, random);
    return rec
      ? session.voidRecord({ form, id: rec.id, base_version: rec.version, reason: REASON })
      : null;
  },
};

/** Takes back the last thing done at this sitting, whatever has come since. */
const undo: Doing = {
  what: 'undo',
  run: (session) => {
    let undone = session.undo(null);
    if (!undone.ok && undone.problem.code === 'undo.elsewhere') {
      const client = clientNamed(session, String(undone.problem.values?.who));
      if (client) undone = session.undo(client);
    }
    if (undone.ok) return { kind: 'saved' };
    const { code } = undone.problem;
    if (code === 'undo.nothing') return null;
    return { kind: TROUBLE.test(code) ? 'failed' : 'refused' };
  },
};

/** Problems of the base itself, and answers its guards refuse: never expected here. */
const TROUBLE = /^(base|record|change)\./;

/** The case that has to be open for an undoing, by the identifier and the name it is told with. */
function clientNamed(session: Session, who: string): CaseFacts | null {
  for (const id of clients(session)) {
    const client = session.reloadCase(id);
    const { identifier, name } = client.ok ? client.value.person : { identifier: '', name: '' };
    if (client.ok && who === `${identifier} ${name}`) return client.value;
  }
  return null;
}

const moveOne: Doing = {
  what: 'move',
  run: (session, random) => {
    const form = random.pick(['diary_note', 'initiation']);
    const rec = someRecord(session, form, random);
    const to = someone(session, random);
    if (!rec || !to || rec.bucket === to) return null;
    const what = { form, id: rec.id, base_version: rec.version, to };
    return session.move({ ...what, reason: 'vaara_henkilo', links: {} });
  },
};

/** A reminder that rests on an initiation of its client, by which it is filed. */
const restingOn: Doing = {
  what: 'reminder of an initiation',
  run: (session, random) => {
    const rec = someRecord(session, 'initiation', random);
    if (!rec?.bucket) return null;
    const about = { concerns: rec.id, text: text(random), due_on: '2026-05-04' };
    return entered(session, 'reminder', rec.bucket, about);
  },
};

/** Types of an initiation whose cases belong to different service tasks. */
const TYPES = ['aikuissosiaalityon_tarve', 'paihdehakemus'] as const;

const initiationOf = (random: Random): Values => ({
  type: 'aikuissosiaalityon_tarve',
  reason: 'kriisipalvelu',
  unit: random.pick(UNITS),
});

export const text = (random: Random) =>
  `${random.pick(TEXTS)} ${100_000_000 + random.int(900_000_000)}`;

/** Each as often as it stands here. */
export const DEEDS: readonly Doing[] = [
  newPerson,
  newPerson,
  newHousehold,
  inCase('initiation', initiationOf),
  inCase('initiation', initiationOf),
  inCase('investigation', () => ({})),
  inCase('decision', (random) => ({ notice_given: random.int(2) === 0 })),
  inCase('diary_note', (random) => ({ text: text(random) })),
  inCase('diary_note', (random) => ({ text: text(random) })),
  inCase('reminder', (random) => ({ text: text(random), due_on: '2026-05-04' })),
  restingOn,
  change('reminder', (random) => ({ text: text(random) })),
  change('initiation', (random) => ({ type: random.pick(TYPES), reason: 'arki' })),
  change('diary_note', (random) => ({ text: text(random) })),
  change('initiation', (random) => ({ text: text(random) })),
  change('initiation', (random) => ({ unit: random.pick(UNITS) })),
  change('initiation', (random) => ({ text: text(random), unit: random.pick(UNITS) })),
  change('person', (random) => ({ street: random.pick(STREETS) })),
  change('person', (random) => ({ street: random.pick(STREETS), postcode: '15110' })),
  change('person', (random) => ({ postcode: `15${100 + random.int(3)}` })),
  change('person', (random) => ({ phone: `040 ${1000 + random.int(9)}` })),
  change('decision', () => ({ notice_given: true, notice_on: '2026-03-16' })),
  change('decision', (random) => ({ outcome_text: text(random) })),
  change('household', (_random, rec) => ({ members: withGuardian(rec) })),
  voidOne,
  undo,
  undo,
  moveOne,
  moveOne,
];

function withGuardian({ values }: Rec): Values['members'] {
  const members = values.members;
  if (!Array.isArray(members)) return members ?? null;
  return members.map((row) =>
    typeof row === 'object' ? { ...row, guardian: !row.guardian } : row,
  ) as Values['members'];
}

export function entered(session: Session, form: string, person: string | null, chosen: Values) {
  const client = person === null ? null : session.reloadCase(person);
  if (client && !client.ok) return null;
  const facts = session.facts(client?.value ?? null);
  const values = fill(
    session.world.registry.form(form),
    chosen,
    new Set(Object.keys(chosen)),
    facts,
  );
  return session.save({ form, values, client: client?.value ?? null });
}

/** The oldest one that still counts: the same at every station that sees it. */
export const oldestRecord: Taking = ({ world: { base, registry } }, form) => {
  const [id] = idsOf(base, form);
  return (id && readRecord(base, registry.form(form), id)) || null;
};

function someRecord(
  { world: { base, registry } }: Session,
  form: string,
  random: Random,
): Rec | null {
  const id = pickOne(random, idsOf(base, form));
  return (id && readRecord(base, registry.form(form), id)) || null;
}

export function idsOf(base: Base, form: string, where = '1'): string[] {
  const text = `SELECT id FROM ${form} WHERE voided = 0 AND ${where} ORDER BY id`;
  return ask<string>(base, text).pluck().all();
}

export function pickOne<T>(random: Random, list: readonly T[]): T | undefined {
  return list.length === 0 ? undefined : random.pick(list);
}
