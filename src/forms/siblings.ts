import type { Problem } from '../base/problems';
import type { FollowUp } from '../form/define';
import type { Facts, MemberFacts, Option } from '../form/facts';
import { links } from '../form/kinds/choice';
import { listIn, numberText, type Rec, textIn, type Value, type Values } from '../form/value';
import type { Action } from './action';
import { membersOf, recordsOf, unhandledInitiations } from './case-state';

/** Role of a child in a household. */
const CHILD = 'B';

/**
 * What a copy takes over: the matter as it was told. Whose it is, its number, what it belongs to in
 * the first child's case, and how it was handled are each child's own.
 */
const SAME = [
  ...['type', 'date', 'from', 'from_name', 'from_role', 'reason'],
  ...['worker', 'unit', 'second_worker', 'text'],
] as const;

/** Every initiation the open client's case knows: the own ones and those of the household. */
function initiationsNear(facts: Facts): Rec[] {
  const { householdInitiations = [], householdLinked = [] } = facts.client ?? {};
  return [...recordsOf(facts, 'initiation'), ...householdInitiations, ...householdLinked];
}

/** The record a matter was first told in: a copy of a copy hangs on the same one. */
function firstOf(rec: Rec, facts: Facts): Rec {
  const first = textIn(rec.values, 'copied_from');
  return initiationsNear(facts).find((one) => one.id === first) ?? rec;
}

/** Children of the household on the work date, but for the one whose initiation it is. */
function otherChildren(rec: Rec, facts: Facts): MemberFacts[] {
  const members = facts.client?.household.length ? facts.client.household : membersOf(facts.client);
  return members.filter(({ role, person }) => role === CHILD && person.id !== rec.bucket);
}

/** Children who have no record of the matter yet. */
function childrenWithout(rec: Rec, facts: Facts): MemberFacts[] {
  const first = firstOf(rec, facts);
  const having = new Set(
    initiationsNear(facts)
      .filter((one) => one.id === first.id || textIn(one.values, 'copied_from') === first.id)
      .map((one) => one.bucket),
  );
  return otherChildren(rec, facts).filter(({ person }) => !having.has(person.id));
}

function optionsFor(_values: Values, facts: Facts): Option[] {
  if (!facts.node) return [];
  return childrenWithout(facts.node, facts).map(({ person }) => ({
    id: person.id,
    code: '',
    text: `${person.identifier} ${person.name}`,
  }));
}

function copyFor(rec: Rec, first: Rec, person: string): FollowUp {
  const same = SAME.map((id): [string, Value] => [id, rec.values[id] ?? null]);
  const values = { ...Object.fromEntries(same), person, copied_from: first.id };
  return { kind: 'create', form: 'initiation', client: person, values };
}

/** `Koivula, Enni 4`: whose copy has which number. */
function copyName(rec: Rec, facts: Facts): string {
  const member = facts.client?.household.find(({ person }) => person.id === rec.bucket);
  return `${member?.person.name ?? ''} ${numberText(rec, 'register_no')}`;
}

/**
 * One notice about several children: the same facts for each of the others, with a number of its
 * own, linked to the first (B3 of the scenarios). A child gets one copy of a matter.
 */
export const copyToSiblings: Action = {
  command: 'initiation.copy',
  form: 'initiation',
  right: 'create',
  fields: {
    copied_to: links('person', {
      required: true,
      choices: optionsFor,
      default: (values, facts) => optionsFor(values, facts).map((option) => option.id),
    }),
  },
  target: (facts, open) => {
    if (open?.form === 'initiation') return open;
    const waiting = [...unhandledInitiations(facts)].sort((a, b) => b.entry_no - a.entry_no);
    return waiting.find((rec) => rec.bucket === facts.client?.person.id) ?? waiting[0] ?? null;
  },
  blockers: (rec, facts) => {
    if (!otherChildren(rec, facts).length) return [{ code: 'siblings.none' }];
    return childrenWithout(rec, facts).length ? [] : [{ code: 'siblings.copied' }];
  },
  checks: (answers, facts): Problem[] => {
    const open = new Set(optionsFor(answers, facts).map((option) => option.id));
    const wrong = listIn(answers, 'copied_to').some((id) => !open.has(id));
    return wrong ? [{ code: 'siblings.copied', field: 'copied_to' }] : [];
  },
  changes: (rec, answers, facts) => {
    const first = firstOf(rec, facts);
    const children = listIn(answers, 'copied_to');
    const set = {
      copied_to: [...listIn(first.values, 'copied_to'), ...children.map((_, at) => `$${at}`)],
    };
    return [
      ...children.map((person) => copyFor(rec, first, person)),
      { kind: 'amend', form: 'initiation', id: first.id, base_version: first.version, set },
    ];
  },
  offered: (rec, facts) => rec.version === 1 && childrenWithout(rec, facts).length > 0,
  told: (made, facts) => ({
    key: 'notice.copied',
    values: {
      copies: made
        .filter((rec) => rec.version === 1)
        .map((rec) => copyName(rec, facts))
        .join(', '),
    },
  }),
};
