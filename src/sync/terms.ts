// What the protocol names, apart from its shapes: those need zod, which no first screen waits for.

/**
 * Most operations and bytes of one push, most changes of one page, and most operations of a unit of
 * work that is larger than a push: a merge of persons with all their records goes alone. Last, how
 * many operations may be named as seen.
 */
export const LIMITS = { ops: 200, bytes: 262_144, page: 500, unit: 5000, seen: 500 } as const;

/** Who numbers records at the centre, as an actor and as a device. */
export const CENTRE = 'centre';
