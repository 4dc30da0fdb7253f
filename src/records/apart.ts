import type { Problem } from '../base/problems';
import type { Form } from '../form/define';
import { textIn, type Values } from '../form/value';
import { showDdmmyy } from '../rules/calendar';
import { queryRecords } from '../store/query';
import type { Door } from './door';

/**
 * Refuses a record whose days overlap those of another with the same answers, where its form says
 * that such may not run at once (`apart`). Ends are included; the problem names the days of the
 * other: `interval.overlap` {from, until}.
 */
export function apartProblems(
  door: Door,
  form: Form,
  self: string | null,
  values: Values,
): Problem[] {
  const { apart } = form;
  if (!apart) return [];
  const from = textIn(values, apart.from);
  const until = textIn(values, apart.until);
  if (from === null || until === null) return [];
  const where = {
    ...Object.fromEntries(apart.same.map((id) => [id, textIn(values, id)])),
    [apart.from]: { lte: until },
    [apart.until]: { gte: from },
    voided: false,
  };
  const others = queryRecords(door.world.base, form, { where, order: 'entry' });
  const [other] = others.filter((rec) => rec.id !== self);
  if (!other) return [];
  const day = (id: string) => showDdmmyy(textIn(other.values, id) ?? '');
  const days = { from: day(apart.from), until: day(apart.until) };
  return [{ code: 'interval.overlap', field: apart.from, values: days }];
}
