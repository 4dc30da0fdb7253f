import { type Book, type Kept, same, type Version } from './book';
import type { Breach, Scene } from './checks';
import { bare, type Made } from './lines';

const IN = new Set(['applied', 'merged']);
/** Whether a record is void, among the fields of a conflict. */
const VOIDED = '$voided';
const isVoiding = ({ kind }: Version) => kind === 'void' || kind === 'restore';

/** Fields of each operation that a person has decided: they do not go in with it. */
function decidedIn(book: Book): Map<string, Set<string>> {
  const decided = new Map<string, Set<string>>();
  for (const { op_id, fields } of book.conflicts()) {
    const of = decided.get(op_id) ?? new Set();
    for (const { field } of fields) of.add(field);
    decided.set(op_id, of);
  }
  return decided;
}

/**
 * I8, I4: the centre keeps what somebody wrote as it was written, and puts it in like that but for
 * the fields a person decided: so both versions of a conflict stay, and the rest of the one that
 * waited is not lost. Nor do those go in that somebody who had seen it has written again before.
 */
export function asWritten(
  { book, made }: Scene,
  kept: readonly Kept[],
  versions: readonly Version[],
): Breach[] {
  const decided = decidedIn(book);
  return [
    ...kept.flatMap(({ op_id, op }) => {
      const author = made.get(op_id);
      const isSame =
        isWritten(op.patch, author?.patch ?? {}) &&
        op.reason === author?.reason &&
        (op.resolves ?? null) === author.resolves;
      return !author || isSame
        ? []
        : [{ invariant: 'I8', what: `${op_id} is kept as nobody wrote it` }];
    }),
    ...versions.flatMap((one) => {
      const author = made.get(one.op_id);
      if (!author) return [];
      const out = [...(decided.get(one.op_id) ?? []), ...writtenAgain(one, versions, made)];
      return differing(author, one.patch, new Set(out));
    }),
  ];
}

/**
 * Fields of a version that somebody who had seen it had written again before it came: it gives way
 * there (R35), also where it is a decision that a restored centre met so late (R55).
 */
function writtenAgain(
  { op_id, record_id, version }: Version,
  versions: readonly Version[],
  made: Scene['made'],
): Set<string> {
  const again = versions.filter(
    (one) =>
      one.record_id === record_id && one.version < version && made.get(one.op_id)?.seen.has(op_id),
  );
  return new Set(
    again.flatMap((one) => [
      ...Object.keys(made.get(one.op_id)?.patch ?? {}),
      ...(isVoiding(one) ? [VOIDED] : []),
    ]),
  );
}

/** As it was written, or without what stood there before, where its base gave the client up. */
function isWritten(patch: Version['patch'], written: Made['patch']): boolean {
  return same(patch, written) || same(patch, bare(written));
}

function differing(author: Made, patch: Version['patch'], out: ReadonlySet<string>): Breach[] {
  const fields = new Set([...Object.keys(author.patch), ...Object.keys(patch)]);
  return [...fields].flatMap((field) => {
    const isIn = field in patch;
    const isRight = out.has(field)
      ? !isIn
      : isIn && same(patch[field]?.[1], author.patch[field]?.[1]);
    if (isRight) return [];
    const how = isIn ? 'with another' : 'without its';
    return [{ invariant: 'I4', what: `${author.op_id} went in ${how} ${field}` }];
  });
}

/**
 * I3, I10: a settled conflict is archived with one operation that settled it, by whom and why; what
 * had waited for it waits no longer.
 */
export function settledOnce(book: Book, kept: readonly Kept[]): Breach[] {
  const byId = new Map(kept.map((one) => [one.op_id, one]));
  const settlers = new Map<string, Kept[]>();
  for (const one of kept) {
    const id = one.op.resolves;
    if (id && IN.has(one.status)) settlers.set(id, [...(settlers.get(id) ?? []), one]);
  }
  const conflicts = book.conflicts();
  const open = new Set(
    conflicts.flatMap(({ status, uow_id }) => (status === 'open' ? [uow_id] : [])),
  );
  return conflicts.flatMap(({ id, status, resolution, op_id, uow_id }) => {
    const [one, ...more] = settlers.get(id) ?? [];
    const fail = (what: string) => [{ invariant: 'I3', what: `conflict ${id} ${what}` }];
    if (!byId.has(op_id)) return fail('is about an operation that is not kept');
    if (status === 'open') return one || resolution ? fail('is open and settled') : [];
    if (!one || more.length > 0) return fail(`was settled ${one ? more.length + 1 : 0} times`);
    const { actor, op } = one;
    const isTold = resolution?.op_id === one.op_id && resolution.actor === actor;
    if (!isTold || resolution.reason !== op.reason)
      return fail('is not archived as it was settled');
    const waits = byId.get(op_id)?.status === 'conflict' && !open.has(uow_id);
    return waits ? fail('is settled, and what waited still waits') : [];
  });
}

/**
 * I4: after the settling stands what was chosen, unless that met another change and was decided, or
 * came after what somebody who knew of it has written since. Where the other side was chosen, what
 * others have put in its place meanwhile stays.
 */
export function decidedAsChosen(
  { book, made, chosen }: Scene,
  versions: readonly Version[],
): Breach[] {
  const again = decidedIn(book);
  const values = new Map<string, Record<string, unknown>>();
  return versions.flatMap((one) => {
    const now = values.get(one.record_id) ?? {};
    values.set(one.record_id, now);
    for (const [field, [, value]] of Object.entries(one.patch)) now[field] = value;
    if (isVoiding(one)) now[VOIDED] = one.kind === 'void';
    const wanted = chosen.get(one.op_id)?.values ?? {};
    const other = Object.entries(wanted).filter(
      ([field, value]) => !again.get(one.op_id)?.has(field) && !same(now[field], value),
    );
    if (other.length === 0) return [];
    const since = writtenAgain(one, versions, made);
    return other
      .filter(([field]) => !since.has(field))
      .map(([field]) => ({
        invariant: 'I4',
        what: `${one.op_id} settled ${one.record_id}.${field} otherwise than was chosen`,
      }));
  });
}
