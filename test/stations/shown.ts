import type { Rec } from '../../src/form/value';
import type { Base } from '../../src/store/base';
import { ask } from './asked';
import { type Folded, type Kept, same } from './book';
import { IN } from './checks';
import { type Line, linesAfter, type Made } from './lines';

/** The lines of a base that are not in at its centre, and all of them, by record. */
export interface Lines {
  readonly open: ReadonlyMap<string, readonly Line[]>;
  readonly all: ReadonlyMap<string, readonly Line[]>;
  /** Those this base sends. */
  readonly own: ReadonlySet<string>;
}

/** Answers after which a change stands in no record of the base that was told. */
const FINAL = new Set(['rejected', 'held']);

/** Sorts the lines of a base by record and by whether they are in. */
export function linesOf(
  base: Base,
  known: ReadonlySet<string>,
  kept: ReadonlyMap<string, Kept>,
): Lines {
  const all = new Map<string, Line[]>();
  const open = new Map<string, Line[]>();
  const put = (map: Map<string, Line[]>, line: Line) =>
    map.set(line.record_id, [...(map.get(line.record_id) ?? []), line]);
  for (const line of linesAfter(base, 0)) {
    put(all, line);
    if (known.has(line.op_id) && !IN.has(kept.get(line.op_id)?.status ?? '')) put(open, line);
  }
  const text = 'SELECT c.op_id FROM change c JOIN delivery d ON d.seq = c.seq WHERE d.own = 1';
  return { all, open, own: new Set(ask<string>(base, text).pluck().all()) };
}

/**
 * Fields of a record, some of whose changes are not in, that show neither what the centre has nor
 * what one of those changes said. What its author has written again since, and is in, stands.
 */
export function strangeFields(
  rec: Rec,
  folded: Folded,
  { open, all, own }: Lines,
  kept: ReadonlyMap<string, Kept>,
): string[] {
  const isOwn = ({ op_id }: Line) => own.has(op_id);
  const statusOf = ({ op_id }: Line) => kept.get(op_id)?.status ?? '';
  const patchOf = (line: Line) => JSON.parse(line.patch) as Made['patch'];
  const later = (all.get(rec.id) ?? [])
    .filter((line) => isOwn(line) && IN.has(statusOf(line)))
    .map((line) => ({ seq: line.seq, fields: new Set(Object.keys(patchOf(line))) }));
  const lasting = (open.get(rec.id) ?? []).filter(
    (line) => !isOwn(line) || !FINAL.has(statusOf(line)),
  );
  const said = lasting.flatMap((line) =>
    Object.entries(patchOf(line))
      .filter(
        ([field]) =>
          !isOwn(line) || !later.some(({ seq, fields }) => seq > line.seq && fields.has(field)),
      )
      .map(([field, [, value]]) => ({ field, value })),
  );
  return Object.keys({ ...rec.values, ...folded.values }).filter((field) => {
    const shown = rec.values[field];
    if (same(shown, folded.values[field])) return false;
    return !said.some((one) => one.field === field && same(one.value, shown));
  });
}
