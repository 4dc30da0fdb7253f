import { z } from 'zod';

// The message of each schema is the stable id of what was expected; words/ makes a sentence of it.

/** Our own key of a row: letters, digits and `_`. */
export const slug = z.string().regex(/^[A-Za-z0-9_]{1,64}$/u, 'slug');

/** A slug or nothing. */
export const slugOrEmpty = z.string().regex(/^[A-Za-z0-9_]{0,64}$/u, 'slug_or_empty');

/** Any text, also none. */
export const anyText = z.string();

/** Slugs with `;` between, or `*` for all. */
export const slugsOrAll = z
  .string()
  .regex(/^(\*|[A-Za-z0-9_]+(;[A-Za-z0-9_]+)*)$/u, 'slugs_or_all');

/** Text that is there. */
export const filled = z.string().min(1, 'text');

/** A real calendar day `YYYY-MM-DD`, or nothing. */
export const dayOrEmpty = z.union([z.literal(''), z.iso.date('date')], { error: 'date' });

export const yesNo = z.enum(['yes', 'no'], { error: 'yes|no' });

/** How a row is known: found in a named source, printed in a document, or recalled (unverified). */
export const status = z.enum(['found', 'doc', 'recalled'], { error: 'found|doc|recalled' });

/** A whole number 0 or more, as text. */
export const count = z.string().regex(/^\d{1,9}$/u, 'whole_number');

/** A whole number or nothing. */
export const countOrEmpty = z.string().regex(/^\d{0,9}$/u, 'whole_number_or_empty');

/** One of the given words. */
export function oneOf(...words: readonly string[]): z.ZodType<string> {
  return z.enum(words as [string, ...string[]], { error: words.join('|') });
}
