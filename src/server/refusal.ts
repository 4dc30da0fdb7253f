/** Why the centre does not take a request at all; the shell makes problem details of it. */
export class Refusal extends Error {
  constructor(
    /** HTTP status the refusal is told with. */
    readonly status: number,
    /** Stable code, `sync.what`. */
    readonly code: string,
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super(code);
  }
}
