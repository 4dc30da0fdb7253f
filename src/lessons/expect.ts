import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../base/problems';
import type { Expectation, RecordExpectation } from './lesson';
import { showsText } from './screen-text';
import type { Stage, StoredRecord } from './stage';

/**
 * The first thing that is not as it should be after a step, or null. Problems: `lesson.not_shown`
 * {expected}, `lesson.shown` {found}, `lesson.records` {form, client, expected, found},
 * `lesson.values` {form, client, expected, found}.
 */
export function unmet(stage: Stage, expect: Expectation): Problem | null {
  const screen = stage.screen();
  const missing = expect.screen.find((text) => !showsText(screen, text));
  if (missing !== undefined) {
    return { code: 'lesson.not_shown', values: { expected: missing } };
  }
  const there = expect.absent.find((text) => showsText(screen, text));
  if (there !== undefined) return { code: 'lesson.shown', values: { found: there } };
  return unmetRecords(stage, expect.records);
}

/** The first expectation of records that does not hold, or null. */
export function unmetRecords(
  stage: Pick<Stage, 'records'>,
  expectations: readonly RecordExpectation[],
): Problem | null {
  for (const one of expectations) {
    const problem = unmetRecord(stage.records(one.client), one);
    if (problem) return problem;
  }
  return null;
}

function unmetRecord(
  records: readonly StoredRecord[],
  { form, client, count, values, voided }: RecordExpectation,
): Problem | null {
  const ofForm = records.filter((rec) => rec.form === form && rec.voided === (voided === true));
  const fits = ofForm.filter((rec) => differing(rec, values).length === 0);
  if (count === undefined ? fits.length > 0 : fits.length === count) return null;
  const about = { form, client: client ?? '' };
  const only = ofForm.length === 1 ? ofForm[0] : undefined;
  if (only && fits.length === 0) {
    const fields = differing(only, values);
    return {
      code: 'lesson.values',
      values: {
        ...about,
        expected: told(fields, values),
        found: told(fields, only.values),
      },
    };
  }
  return {
    code: 'lesson.records',
    values: { ...about, expected: count ?? 1, found: fits.length },
  };
}

/** Names of the values that are not as expected; null and an absent value are the same. */
function differing(rec: StoredRecord, values: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(values).filter(
    (field) => !isDeepStrictEqual(rec.values[field] ?? null, values[field] ?? null),
  );
}

function told(fields: readonly string[], values: Readonly<Record<string, unknown>>): string {
  return fields.map((field) => `${field}: ${JSON.stringify(values[field] ?? null)}`).join(', ');
}
