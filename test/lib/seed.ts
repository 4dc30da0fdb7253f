/**
 * The seed of a test of chance: a change is judged by the same one each time, so that a run says
 * something of the change; the full run takes one nobody has taken. `AKTI_SEED` replays any.
 * @param usual the seed of `npm test`
 * @param apart how many seeds one run uses up
 */
export function seedFrom(usual: number, apart = 1): number {
  const asked = Number(process.env.AKTI_SEED);
  if (asked) return asked;
  return process.env.AKTI_FULL ? (Date.now() % 1_000_000) * apart : usual;
}
