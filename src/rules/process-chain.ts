/** One allowed path of a case, as codes; an empty text means the path ends before that step. */
export interface ProcessRow {
  readonly initiation_type: string;
  readonly investigation_type: string;
  readonly case_file_type: string;
  readonly decision_type: string;
  readonly service: string;
  readonly service_task: string;
}

/** Codes already chosen: one, several that all lead on, or none. */
export type KnownSteps = Partial<Record<keyof ProcessRow, string | readonly string[] | null>>;

/** What was asked of a chain before: each default and each list of choices asks it anew. */
const answered = new WeakMap<readonly ProcessRow[], Map<string, readonly string[]>>();

/**
 * What may stand at one step of a case when others are known (ROWS 193–198): each code once, in
 * the order of the file, empty ones left out. A negative decision has no service in its row, so
 * after it nothing comes back.
 * @param known codes already chosen; undefined, null and empty ones restrict nothing
 */
export function allowedNext(
  rows: readonly ProcessRow[],
  known: KnownSteps,
  wanted: keyof ProcessRow,
): readonly string[] {
  let answers = answered.get(rows);
  if (!answers) {
    answers = new Map();
    answered.set(rows, answers);
  }
  const key = wanted + JSON.stringify(known);
  let answer = answers.get(key);
  if (!answer) {
    answer = lookUp(rows, known, wanted);
    answers.set(key, answer);
  }
  return answer;
}

function lookUp(
  rows: readonly ProcessRow[],
  known: KnownSteps,
  wanted: keyof ProcessRow,
): readonly string[] {
  const given = (Object.keys(known) as (keyof ProcessRow)[])
    .map((step): [keyof ProcessRow, readonly string[]] => [step, [known[step] ?? []].flat()])
    .filter(([, codes]) => codes.some((code) => code !== ''));
  const found = new Set<string>();
  for (const row of rows) {
    if (row[wanted] !== '' && given.every(([step, codes]) => codes.includes(row[step]))) {
      found.add(row[wanted]);
    }
  }
  return [...found];
}
