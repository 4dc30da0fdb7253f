import { describe, expect, it } from 'vitest';
import {
  type DeadlineFacts,
  type DeadlineRule,
  deadlineFor,
  dueDate,
} from '../../src/rules/deadlines';

const SUPPORT = 'special_support';

function rule(given: Partial<DeadlineRule>): DeadlineRule {
  return {
    id: 'start',
    initiation_type: ['shl35'],
    min_age: undefined,
    max_age: undefined,
    flag: '',
    from: 'arrival',
    amount: 7,
    unit: 'working_days',
    day: '',
    gives: '',
    on: ['initiation'],
    ends: 'investigation',
    law: '1301/2014',
    section: '36',
    status: 'found',
    fi: 'Aloitus',
    en: 'Start',
    ...given,
  };
}

const START = rule({ id: 'start_child', max_age: 17, flag: SUPPORT });
const END = rule({
  id: 'end_child',
  max_age: 17,
  flag: SUPPORT,
  amount: 3,
  unit: 'months',
  status: 'recalled',
});
const OLD = rule({ id: 'start_75', min_age: 75 });
const OTHER = rule({ id: 'other', initiation_type: ['tt'] });
const RULES = [START, END, OLD, OTHER];

const facts = (given: Partial<DeadlineFacts>): DeadlineFacts => ({
  initiation_type: 'shl35',
  age: 9,
  flags: [],
  undecided: [],
  events: { arrival: '2026-02-03' },
  suspended: [],
  ...given,
});

const idsOf = (given: Partial<DeadlineFacts>): string[] =>
  deadlineFor(RULES, facts(given)).map((found) => found.rule.id);

describe('dueDate', () => {
  it.each([
    [{ amount: 7, unit: 'working_days' }, '2026-02-03', '2026-02-12'],
    [{ amount: 30, unit: 'days' }, '2026-02-03', '2026-03-05'],
    [{ amount: 30, unit: 'days' }, '2026-03-05', '2026-04-07'],
    [{ amount: 3, unit: 'months' }, '2026-02-03', '2026-05-04'],
    [{ amount: 3, unit: 'months' }, '2026-11-30', '2027-03-01'],
    [{ amount: 1, unit: 'months' }, '2026-03-16', '2026-04-16'],
  ] as const)('%o from %s: %s', (limit, from, due) => {
    expect(dueDate(limit, from)).toBe(due);
  });
});

describe('deadlineFor', () => {
  it('gives the due dates of the rules that apply, with their status', () => {
    expect(deadlineFor(RULES, facts({ flags: [SUPPORT] }))).toEqual([
      { rule: START, due: '2026-02-12', held: false, stops: [], awaits: [] },
      { rule: END, due: '2026-05-04', held: false, stops: [], awaits: [] },
    ]);
  });

  it('marks a rule whose flag is undecided, and leaves it out once the flag is refused', () => {
    const found = deadlineFor(RULES, facts({ undecided: [SUPPORT] }));
    expect(found.map(({ awaits }) => awaits)).toEqual([[SUPPORT], [SUPPORT]]);
    expect(idsOf({})).toEqual([]);
  });

  it('keeps to age and type, ends included', () => {
    expect(idsOf({ age: 17, flags: [SUPPORT] })).toEqual(['start_child', 'end_child']);
    expect(idsOf({ age: 18, flags: [SUPPORT] })).toEqual([]);
    expect(idsOf({ age: 74 })).toEqual([]);
    expect(idsOf({ age: 75 })).toEqual(['start_75']);
    expect(idsOf({ initiation_type: 'tt' })).toEqual(['other']);
    expect(deadlineFor([rule({ initiation_type: [] })], facts({}))).toHaveLength(1);
  });

  it('shows a rule with an age limit as conditional while the age is not known', () => {
    const found = deadlineFor(RULES, facts({ age: undefined, undecided: [SUPPORT] }));
    expect(found.map(({ rule: { id }, awaits }) => [id, awaits])).toEqual([
      ['start_child', ['age', SUPPORT]],
      ['end_child', ['age', SUPPORT]],
      ['start_75', ['age']],
    ]);
  });

  it('counts each rule from its own event when given several', () => {
    const rules = [
      rule({ id: 'a' }),
      rule({ id: 'b', from: 'decision' }),
      rule({ from: 'notice' }),
    ];
    const events = { arrival: '2026-02-03', decision: '2026-02-04' };
    const found = deadlineFor(rules, facts({ events }));
    expect(found.map(({ rule: { id }, due }) => [id, due])).toEqual([
      ['a', '2026-02-12'],
      ['b', '2026-02-13'],
    ]);
  });
});
