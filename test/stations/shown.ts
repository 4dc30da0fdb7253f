import type { Rec } from '../../src/form/value';
import type { Base } from '../../src/store/base';
import { type Folded, type Kept, same } from './book';
import { IN } from './checks';
import { type Line, linesAfter, type Made } from './lines';

/** What judges a base beside its centre. */
interface Beside {
  /** Of the base; one that copies of it share begins it. */
  readonly name: string;
  readonly made: ReadonlyMap<string, Made>;
  readonly kept: ReadonlyMap<string, Kept>;
}

/** The lines of a base that are not in at its centre, and those that are, by record. */
export interface Lines {
  readonly open: ReadonlyMap<string, readonly Line[]>;
  readonly all: ReadonlyMap<string, readonly Line[]>;
}

/** Sorts the lines of a base by record and by whether they are in. */
export function linesOf(base: Base, known: ReadonlySet<string>, { kept }: Beside): Lines {
  const all = new Map<string, Line[]>();
  const open = new Map<string, Line[]>();
  const put = (map: Map<string, Line[]>, line: Line) =>
    map.set(line.record_id, [...(map.get(line.record_id) ?? []), line]);
  for (const line of linesAfter(base, 0)) {
    put(all, line);
    if (known.has(line.op_id) && !IN.has(kept.get(line.op_id)?.status ?? '')) put(open, line);
  }
  return { all, open };
}

/**
 * Fields of a record, some of whose changes are not in, that show neither what the centre has nor
 * what one of those changes said. What its author has written again since, and is in, stands.
 */
export function strangeFields(
  rec: Rec,
  folded: Folded,
  { open, all }: Lines,
  { name, made, kept }: Beside,
): string[] {
  const isOwn = ({ op_id }: Line) => made.get(op_id)?.station.charAt(0) === name.charAt(0);
  const patchOf = (line: Line) => JSON.parse(line.patch) as Made['patch'];
  const later = (all.get(rec.id) ?? [])
    .filter((line) => isOwn(line) && IN.has(kept.get(line.op_id)?.status ?? ''))
    .map((line) => ({
      seq: line.seq,
      fields: new Set(Object.keys(patchOf(line))),
    }));
  const said = (open.get(rec.id) ?? []).flatMap((line) =>
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
