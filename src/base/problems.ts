/**
 * Expected trouble, as a value. `words/` turns the code and its values into a sentence in the
 * user's language; nothing here is text for people.
 */
export interface Problem {
  /** Stable code `area.what`, for example `date.future`; the word key is `problem.<code>`. */
  readonly code: string;
  /** The field the problem stands at, when there is one. */
  readonly field?: string;
  /** Numbers and names the sentence needs. Never a value of a person's record. */
  readonly values?: Readonly<Record<string, string | number>>;
}

/** Either a value or the reason there is none. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** Wraps a value as a good result. */
export function good<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** Makes a refused result from a problem code and the values its sentence needs. */
export function bad<T = never>(
  code: string,
  values?: Problem['values'],
  field?: string,
): Result<T> {
  return {
    ok: false,
    problem: { code, ...(field ? { field } : {}), ...(values ? { values } : {}) },
  };
}

/** An engine's refusal on its way to a face, which translates it once. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
    this.name = 'ProblemError';
  }
}
