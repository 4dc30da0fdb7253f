/**
 * What the first step of the schema, the first two, … read like, as `fingerprint` of
 * `store/migrate.ts` tells it. They stand here so that no start need load what makes them; a test
 * makes them anew, and says what a new step's is.
 */
export const FINGERPRINTS: readonly string[] = [
  'c5740b211ff18150',
  'e985a910e0bc1f13',
  'fa4e53a88742a92a',
  '92648c8c2b69516c',
];
