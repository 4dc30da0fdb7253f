import fc from 'fast-check';
import type { Form } from '../../src/form/define';
import type { CaseFacts } from '../../src/form/facts';
import type { Rec, Value, Values } from '../../src/form/value';
import { ACTIONS } from '../../src/forms/actions';
import { registry } from '../../src/forms/index';
import type { Session } from '../../src/records/session';
import { queryRecords } from '../../src/store/query';
import { readBucket } from '../../src/store/records';
import { isTyped, sampleAnswers, sampleOf, storedPart } from '../contract/samples';
import {
  caseOf,
  enterHousehold,
  enterInvestigation,
  enterPerson,
  makeOffice,
  mustEnter,
  type Office,
} from './office';

/** One thing somebody tries to do; numbers choose among what there is. */
export interface Deed {
  readonly what: 'create' | 'amend' | 'void' | 'act' | 'home' | 'name';
  readonly a: number;
  readonly b: number;
  /** Days between the clock and the work date. */
  readonly back: number;
}

/** Random deeds: mostly new records and changes of old ones. */
export const deed = fc.record<Deed>({
  what: fc.constantFrom(
    'create',
    'create',
    'create',
    'amend',
    'amend',
    'void',
    'act',
    'home',
    'name',
  ),
  a: fc.nat(1000),
  b: fc.nat(1000),
  back: fc.integer({ min: 0, max: 6 }),
});

/** Random histories of some length. */
export const deeds = fc.array(deed, { minLength: 8, maxLength: 30 });

/** The forms of a case in the order of its chain. */
const CREATED = [
  'initiation',
  'investigation',
  'decision',
  'service',
  'work_entry',
  'diary_note',
  'reminder',
] as const;

export interface Played {
  readonly office: Office;
  readonly client: string;
  readonly child: string;
  /** The session all deeds are done in, on one day or another. */
  readonly session: Session;
}

/** An office with a mother and her child in one household, and a case that is well on its way. */
export function openedOffice(): Played {
  const office = makeOffice();
  const client = enterPerson(office.session(), '140388-9028', 'Koivula', 'Aino');
  const child = enterPerson(office.session(), '030415A9013', 'Koivula', 'Eetu');
  enterHousehold(office.session(), [
    [client, 'R'],
    [child, 'B'],
  ]);
  const session = office.session();
  const early = session.onDay(dayBack(6));
  enterInvestigation(early, client);
  mustEnter(early, 'decision', caseOf(early, client), { notice_given: false });
  mustEnter(early, 'service', caseOf(early, client), { service: 'akuutti_sosiaalityo' });
  return { office, client, child, session };
}

function pick<T>(from: readonly T[], at: number): T | undefined {
  return from.length ? from[at % from.length] : undefined;
}

/** Every record of a client, voided ones too, as stored. */
export function storedOfClient({ office }: Played, client: string): Rec[] {
  const forms = registry.all.filter((form) => form.fields.person?.to === 'person');
  return readBucket(office.base, forms, client);
}

function create(played: Played, deed: Deed): string {
  const session = played.session.onDay(dayBack(deed.back));
  const client = caseOf(session, deed.b % 4 === 3 ? played.child : played.client);
  const facts = session.facts(client);
  const form = pick(
    CREATED.map((id) => registry.form(id)).filter((one) => !one.mayOpen(facts)),
    deed.a,
  ) as Form;
  const given: Values = form.frozenBy ? { [form.frozenBy]: deed.b % 3 === 0 } : {};
  const how = deed.b % 5 === 0 ? 'all' : 'needed';
  const answers = sampleAnswers(form, facts, { given, how, seed: deed.b });
  return session.save({ form: form.id, values: storedPart(form, answers), client }).kind;
}

/** Changes one field to a sample, if that is allowed. */
function amend(played: Played, deed: Deed): string {
  const session = played.session.onDay(dayBack(deed.back));
  const client = caseOf(session, deed.b % 4 === 0 ? played.child : played.client);
  const rec = pick(client.records, deed.a);
  if (!rec) return 'refused';
  const form = registry.form(rec.form);
  const facts = session.facts(client);
  const typed = Object.keys(form.fields).filter((id) => {
    const field = form.fields[id];
    return id !== 'person' && field !== undefined && isTyped(field);
  });
  const id = pick(typed, deed.b) as string;
  const value = sampleOf(form.fields[id] as never, rec.values, facts, deed.a + deed.b) as Value;
  return session.save({
    form: rec.form,
    values: { ...rec.values, [id]: value },
    client,
    amend: { id: rec.id, base_version: rec.version, reason: 'kirjausvirhe' },
  }).kind;
}

function voidOne(played: Played, deed: Deed): string {
  const session = played.session;
  const client = caseOf(session, deed.b % 4 === 0 ? played.child : played.client);
  const rec = pick(client.records, deed.a);
  if (!rec) return 'refused';
  const { form, id, version } = rec;
  return session.voidRecord({ form, id, base_version: version, reason: 'kirjausvirhe', client })
    .kind;
}

function act(played: Played, deed: Deed): string {
  const session = played.session.onDay(dayBack(deed.back));
  const client = caseOf(session, played.client);
  const action = pick(ACTIONS, deed.a);
  const facts = session.facts(client);
  const rec = action?.target(facts, null);
  if (!action || !rec) return 'refused';
  const form = { ...registry.form(action.form), fields: action.fields };
  const done = session.facts(client, rec);
  const answers = sampleAnswers(form, done, { how: 'all', seed: deed.b });
  const given = Object.fromEntries(
    Object.keys(action.fields).map((id) => [id, answers[id] ?? null]),
  );
  return session.act(action.command, rec, given, client).kind;
}

/** The child moves out, in, or disappears from the rows. */
function home(played: Played, deed: Deed): string {
  const session = played.session;
  const form = registry.form('household');
  const [rec] = queryRecords(played.office.base, form, { where: { voided: false } });
  if (!rec) return 'refused';
  const member = (person: string, role: string, until: string | null) => ({
    person,
    role,
    from: null,
    until,
    guardian: role === 'R',
  });
  const self = member(played.client, 'R', null);
  const members = [
    [self],
    [self, member(played.child, 'B', '2026-03-01')],
    [self, member(played.child, 'B', null)],
  ][deed.a % 3] as Values['members'];
  return session.save({
    form: 'household',
    values: { members: members as Value },
    client: null,
    amend: { id: rec.id, base_version: rec.version, reason: 'kirjausvirhe' },
  }).kind;
}

/** The client gets another name. */
function name(played: Played, deed: Deed): string {
  const session = played.session;
  const form = registry.form('person');
  const [rec] = queryRecords(played.office.base, form, { where: { id: played.client } });
  if (!rec) return 'refused';
  return session.save({
    form: 'person',
    values: { ...rec.values, last_name: `Koivula${'abc'[deed.a % 3]}` },
    client: null,
    amend: { id: rec.id, base_version: rec.version, reason: 'kirjausvirhe' },
  }).kind;
}

/** Does one deed; says how it ended, as most histories also try what is refused. */
export function doDeed(played: Played, deed: Deed): string {
  const how = { create, amend, void: voidOne, act, home, name };
  return how[deed.what](played, deed);
}

/** A day before that of the clock of the office. */
export function dayBack(days: number): string {
  return `2026-03-${String(16 - days).padStart(2, '0')}`;
}

/** A case without the numbers of entry: their order is what matters, and it is the list's. */
export function withoutEntryNo(client: CaseFacts | null): unknown {
  const bare = ({ entry_no: _no, ...rec }: Rec) => rec;
  return (
    client && {
      ...client,
      records: client.records.map(bare),
      householdInitiations: client.householdInitiations.map(bare),
      householdLinked: client.householdLinked.map(bare),
    }
  );
}
