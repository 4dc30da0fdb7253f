import { describe, expect, test } from 'vitest';
import type { Facts } from '../../src/form/facts';
import type { Row } from '../../src/form/value';
import { guardiansFollow, isHeadless, memberProblems } from '../../src/forms/member-rules';

const row = (person: string, role: string, from?: string, until?: string): Row => ({
  person,
  role,
  from: from ?? null,
  until: until ?? null,
  guardian: false,
});

const said = (...members: Row[]) =>
  memberProblems({ members }, 'members').map(({ code, values }) =>
    values ? `${values.row} ${values.column} ${code}` : code,
  );

describe('the members of a household', () => {
  test('are in it once at a time; somebody may come back', () => {
    expect(said(row('a', 'R'), row('b', 'B'), row('b', 'B', '2026-01-01'))).toEqual([
      '3 person household.overlap',
    ]);
    const left = row('b', 'S', '2020-01-01', '2022-12-31');
    expect(said(row('a', 'R'), left, row('b', 'S', '2023-01-01'))).toEqual([]);
    expect(said(row('a', 'R'), left, row('b', 'S', '2022-12-31'))).toEqual([
      '3 person household.overlap',
    ]);
  });

  test('have one head at a time, who may change', () => {
    expect(said(row('a', 'R'), row('b', 'R'))).toEqual(['2 role household.two_heads']);
    const first = row('a', 'R', undefined, '2025-06-30');
    expect(said(first, row('b', 'R', '2025-07-01'))).toEqual([]);
    expect(said(first, row('b', 'R', '2025-06-30'))).toEqual(['2 role household.two_heads']);
    expect(said(row('a', 'S'))).toEqual(['household.head']);
  });

  test('leave after they came', () => {
    expect(said(row('a', 'R'), row('b', 'B', '2026-03-16', '2026-03-15'))).toEqual([
      '2 until date.end_before_start',
    ]);
  });

  test('have no head on a day on which all of them are somebody else', () => {
    const members = [row('a', 'R', undefined, '2025-06-30'), row('b', 'S')];
    expect(isHeadless({ members }, 'members', '2025-06-30')).toBe(false);
    expect(isHeadless({ members }, 'members', '2025-07-01')).toBe(true);
    expect(isHeadless({ members: [] }, 'members', '2025-07-01')).toBe(false);
  });
});

describe('the guardians', () => {
  const facts = {} as Facts;
  const ticks = (rows: readonly Row[]) => rows.map((one) => one.guardian);
  const follow = (rows: Row[], at: number, column = 'role') =>
    guardiansFollow(rows, { row: at, column }, facts);

  test('are head and spouse once there is a child', () => {
    expect(ticks(follow([row('a', 'R'), row('b', 'S')], 1))).toEqual([false, false]);
    const family = [row('a', 'R'), row('b', 'S'), row('d', 'H'), row('c', 'B')];
    expect(ticks(follow(family, 3))).toEqual([true, true, false, false]);
    expect(ticks(follow([row('c', 'B'), row('b', 'S')], 1))).toEqual([false, true]);
  });

  test('stay as the worker ticked them when more children come', () => {
    const family = [row('a', 'R'), row('c', 'B'), row('d', 'B')];
    expect(ticks(follow(family, 2))).toEqual([false, false, false]);
    expect(follow(family, 2, 'from')).toBe(family);
  });
});
