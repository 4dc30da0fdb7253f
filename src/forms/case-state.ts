import type { CaseFacts, CodeFacts, Facts, MemberFacts, Option, PersonFacts } from '../form/facts';
import { flagIn, listIn, type Rec, textIn, type Values } from '../form/value';
import { ageOn } from '../rules/calendar';
import { contains } from '../rules/intervals';

const NONE: readonly Rec[] = [];
const byForm = new WeakMap<readonly Rec[], ReadonlyMap<string, readonly Rec[]>>();

/** Records of one form of the client, oldest first; empty without a client. */
export function recordsOf(facts: Facts, form: string): readonly Rec[] {
  const records = facts.client?.records;
  if (!records) return NONE;
  let sorted = byForm.get(records);
  if (!sorted) {
    const made = new Map<string, Rec[]>();
    for (const rec of records) {
      if (rec.voided) continue;
      const list = made.get(rec.form);
      if (list) list.push(rec);
      else made.set(rec.form, [rec]);
    }
    sorted = made;
    byForm.set(records, sorted);
  }
  return sorted.get(form) ?? NONE;
}

/** Records by id, made once per case: a diary of 10 000 lines follows as many links. */
const indexes = new WeakMap<readonly Rec[], ReadonlyMap<string, Rec>>();

/** One record of the client by id, of any form. */
export function recordOf(facts: Facts, id: string | null): Rec | undefined {
  const records = facts.client?.records;
  if (id === null || !records) return undefined;
  let index = indexes.get(records);
  if (!index) {
    index = new Map(records.map((rec) => [rec.id, rec]));
    indexes.set(records, index);
  }
  return index.get(id);
}

/** Newest first, as the newest is what a default takes. */
function newestFirst(records: readonly Rec[]): Rec[] {
  return [...records].sort((a, b) => b.entry_no - a.entry_no);
}

/** Investigations without an end, newest first. */
export function runningInvestigations(facts: Facts): Rec[] {
  return newestFirst(recordsOf(facts, 'investigation')).filter(
    (rec) => !textIn(rec.values, 'until'),
  );
}

/**
 * Those the user sees to, as the responsible or the second worker, before the others: of parallel
 * processes with different workers one means the own (ROWS 170).
 */
export function mineFirst(records: readonly Rec[], { me }: Facts): Rec[] {
  const isMine = ({ values }: Rec) =>
    textIn(values, 'worker') === me.id || textIn(values, 'second_worker') === me.id;
  return [...records].sort((a, b) => Number(isMine(b)) - Number(isMine(a)));
}

/** True when no investigation has taken the initiation and it was not dismissed. */
export function isUnhandled(values: Values): boolean {
  return !textIn(values, 'handled_by') && !textIn(values, 'dismissed_on');
}

/** True while the initiation waits in the queue of its unit: nobody has taken it. */
export function isQueued(values: Values): boolean {
  return isUnhandled(values) && !textIn(values, 'worker');
}

/** Unhandled initiations of the client, then of the other household members. */
export function unhandledInitiations(facts: Facts): Rec[] {
  const own = recordsOf(facts, 'initiation').filter((rec) => isUnhandled(rec.values));
  return [...own, ...(facts.client?.householdInitiations ?? [])];
}

/** Outcomes in use that can carry a service (ROWS 143). */
export function positiveOutcomes(facts: Facts): string[] {
  return facts
    .codes('decision_outcomes')
    .filter((row) => row.extra.positive === 'yes')
    .map((row) => row.id);
}

/** True when the decision's outcome can carry a service (ROWS 143). */
export function isPositive(values: Values, facts: Facts): boolean {
  return facts.code('decision_outcomes', textIn(values, 'outcome'))?.extra.positive === 'yes';
}

/** Positive decisions of the client, newest first. */
export function positiveDecisions(facts: Facts): Rec[] {
  return newestFirst(recordsOf(facts, 'decision')).filter((rec) => isPositive(rec.values, facts));
}

/** Positive decisions no service stands on yet, newest first (ROWS 138). */
export function unenforcedDecisions(facts: Facts): Rec[] {
  const used = new Set(recordsOf(facts, 'service').map((rec) => textIn(rec.values, 'decision')));
  return positiveDecisions(facts).filter(
    (rec) => !used.has(rec.id) && decisionLeadsToService(rec, facts),
  );
}

/** False for a decision type after which the chain has no service, such as ending a clientship. */
export function decisionLeadsToService(decision: Rec, facts: Facts): boolean {
  return typesWithService(facts).includes(textIn(decision.values, 'type') ?? '');
}

/** Decision types after which the chain has a service. */
export function typesWithService({ chain }: Facts): readonly string[] {
  let types = withService.get(chain);
  if (!types) {
    const rows = chain.filter((row) => row.service !== '');
    types = [...new Set(rows.map((row) => row.decision_type))];
    withService.set(chain, types);
  }
  return types;
}

const withService = new WeakMap<Facts['chain'], readonly string[]>();

/** Interval of a record with `from` and `until` fields; an empty end is open. */
export function intervalOf(rec: Rec): { from: string; until: string | null } {
  return { from: textIn(rec.values, 'from') ?? rec.diary_on, until: textIn(rec.values, 'until') };
}

/** True when the record's interval contains the day, ends included. */
export function runsOn(rec: Rec, day: string): boolean {
  return contains(intervalOf(rec), day);
}

/** Services and investigations of the client a day's work may be attached to, newest first. */
export function attachable(facts: Facts, day: string): Rec[] {
  const on = (form: string) =>
    newestFirst(recordsOf(facts, form)).filter((rec) => runsOn(rec, day));
  return [...on('service'), ...on('investigation')];
}

/** The investigation a record belongs to, through its decision, service or link. */
export function investigationOf(rec: Rec, facts: Facts): Rec | undefined {
  const seen = new Set<string>();
  let at: Rec | undefined = rec;
  while (at && at.form !== 'investigation') {
    if (seen.has(at.id)) return undefined;
    seen.add(at.id);
    const { values }: Rec = at;
    const up: string | null =
      textIn(values, 'handled_by') ??
      textIn(values, 'investigation') ??
      textIn(values, 'decision') ??
      textIn(values, 'attached');
    at = recordOf(facts, up);
  }
  return at;
}

/** Rows of a code set narrowed to the ids the chain allows, in the set's own order. */
export function codesAmong(
  facts: Facts,
  set: string,
  ids: readonly string[],
): readonly CodeFacts[] {
  return narrowed(facts.codes(set), `ids ${ids.join(';')}`, (row) => ids.includes(row.id));
}

const parts = new WeakMap<readonly CodeFacts[], Map<string, readonly CodeFacts[]>>();

/**
 * Rows of a code set that fit, in the set's own order, found once for each name of what they fit:
 * a default and a check ask for the same choices again and again.
 */
export function narrowed(
  rows: readonly CodeFacts[],
  name: string,
  fits: (row: CodeFacts) => boolean,
): readonly CodeFacts[] {
  let known = parts.get(rows);
  if (!known) {
    known = new Map();
    parts.set(rows, known);
  }
  let part = known.get(name);
  if (!part) {
    part = rows.filter(fits);
    known.set(name, part);
  }
  return part;
}

/** The only row of a list, else null: a default where there is no choice. */
export function onlyOne(options: readonly Option[]): string | null {
  return options.length === 1 ? (options[0] as Option).id : null;
}

/** The client as an option, then the household in the order R S B H. */
export function householdOptions(facts: Facts): Option[] {
  return membersOf(facts.client).map((member) => optionOfPerson(member.person));
}

/** A person as a row to choose: identifier and name. */
function optionOfPerson(person: PersonFacts): Option {
  return { id: person.id, code: '', text: `${person.identifier} ${person.name}` };
}

/** Members of the household, the client first and once. */
export function membersOf(client: CaseFacts | null): MemberFacts[] {
  if (!client) return [];
  const self = client.household.find((member) => member.person.id === client.person.id);
  const others = client.household.filter((member) => member.person.id !== client.person.id);
  return [self ?? { person: client.person, role: 'H', guardian: false }, ...others];
}

/** True when the person is under 18 on the day. Age comes from the identifier's birth date. */
export function isMinor(person: PersonFacts | undefined, day: string): boolean {
  return person?.born ? ageOn(person.born, day) < 18 : false;
}

/** Guardians in the client's household, without the client. */
export function guardianOptions(facts: Facts): Option[] {
  return membersOf(facts.client)
    .filter((member) => member.guardian && member.person.id !== facts.client?.person.id)
    .map((member) => optionOfPerson(member.person));
}

/** Records whose ids are ticked in a field, also those of other household members. */
export function ticked(values: Values, field: string, facts: Facts): Rec[] {
  const ids = listIn(values, field);
  const { client } = facts;
  if (!client || !ids.length) return [];
  const all = [...client.records, ...client.householdInitiations, ...client.householdLinked];
  return all.filter((rec) => ids.includes(rec.id));
}

/** Decisions made in the investigation. */
export function decisionsIn(rec: Rec, facts: Facts): Rec[] {
  return recordsOf(facts, 'decision').filter(
    (one) => textIn(one.values, 'investigation') === rec.id,
  );
}

/** True when a decision's notice has been recorded. */
export function hasNotice(rec: Rec): boolean {
  return flagIn(rec.values, 'notice_given');
}
