import type { Registry } from '../form/define';
import type { CaseFacts } from '../form/facts';
import { numberIn, type Rec } from '../form/value';

/** A number of the centre in the place of one the base had given for the time being. */
export interface FinalNumber {
  readonly record: string;
  readonly form: string;
  readonly field: string;
  readonly number: number;
  /** The number it had until then. */
  readonly was: number;
}

/** Numbers of a case that have become final between two readings of it. */
export function finalNumbers(
  registry: Registry,
  before: CaseFacts,
  after: CaseFacts,
): readonly FinalNumber[] {
  const waiting = new Map(
    before.records.filter((rec) => rec.provisional).map((rec) => [rec.id, rec]),
  );
  if (!waiting.size) return [];
  return after.records.flatMap((rec) => {
    const was = waiting.get(rec.id);
    const field = registry.form(rec.form).number?.field;
    if (!was || rec.provisional || !field) return [];
    const [number, given] = [numberIn(rec.values, field), numberIn(was.values, field)];
    if (number === null || given === null) return [];
    return [{ record: rec.id, form: rec.form, field, number, was: given }];
  });
}

/** Records that are new in a case or have changed, but for those that only got their number. */
export function recordsCome(
  before: CaseFacts,
  after: CaseFacts,
  numbered: readonly FinalNumber[],
): readonly Rec[] {
  const known = new Map(before.records.map((rec) => [rec.id, rec.version]));
  const own = new Set(numbered.map(({ record }) => record));
  return after.records.filter((rec) => known.get(rec.id) !== rec.version && !own.has(rec.id));
}
