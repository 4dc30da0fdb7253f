import type { Form } from '../form/define';
import type { Rec } from '../form/value';
import { type Condition, countRecords, queryRecords } from '../store/query';
import type { Door } from './door';
import {
  type Found,
  joined,
  listOf,
  MOST_ROWS,
  mayRead,
  NOTHING,
  type WorkList,
} from './work-list';

/**
 * The running cases a worker sees to, as the responsible or as the second worker (ROWS 54):
 * investigations, enforcements and services that have not ended on the work date.
 */
export function caseList(door: Door): WorkList {
  const { base, registry } = door.world;
  return base.read(() => {
    const found = registry.all.map((form) => runningOf(door, form));
    return listOf(door, 'cases', joined(found));
  });
}

function runningOf(door: Door, form: Form): Found {
  const { running } = form;
  if (!running || !mayRead(door, form)) return NOTHING;
  const { me, workDate } = door.setting;
  const found = new Map<string, { rec: Rec; kind: 'case' | 'second' }>();
  let beyond = 0;
  // Who is both is the responsible one: that is put in last.
  for (const [field, kind] of [
    [running.second, 'second'],
    [running.owner, 'case'],
  ] as const) {
    for (const until of [null, { gte: workDate }]) {
      const { records, count } = upToMost(door, form, { [field]: me.id, [running.until]: until });
      for (const rec of records) found.set(rec.id, { rec, kind });
      beyond += count - records.length;
    }
  }
  return { waited: [...found.values()].map((one) => ({ form, ...one })), beyond };
}

function upToMost(door: Door, form: Form, mine: Readonly<Record<string, Condition>>) {
  const { base } = door.world;
  const where = { ...mine, voided: false };
  const records = queryRecords(base, form, { where, limit: MOST_ROWS });
  const full = records.length === MOST_ROWS;
  return { records, count: full ? countRecords(base, form, { where }) : records.length };
}
