import { expect, test } from 'vitest';
import { IdleWatch } from '../../src/cli/idle';

test('keys that go to another program at this terminal count as well', () => {
  let now = 0;
  let away = Number.POSITIVE_INFINITY;
  let told = 0;
  const clock = { now: () => new Date(now) };
  const watch = new IdleWatch(
    clock,
    10,
    () => {
      told += 1;
    },
    () => away,
  );
  const minute = 60_000;
  const at = (minutes: number) => {
    now = minutes * minute;
    watch.check();
    return told;
  };
  expect([at(9), at(10), at(19)]).toEqual([0, 1, 1]);
  // The editor was typed in two minutes ago: the time runs from there.
  away = 2 * minute;
  expect(at(20)).toBe(1);
  away = Number.POSITIVE_INFINITY;
  expect([at(27), at(28)]).toEqual([1, 2]);
  // Nobody has typed in it either.
  away = 11 * minute;
  expect(at(38)).toBe(3);
  watch.close();
});
