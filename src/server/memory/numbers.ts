import type { Tx } from '../database';
import { inPortions } from './portions';

/** A series of numbers. */
export interface Series {
  readonly series: string;
  readonly year: number;
  readonly root: string;
}

/** A record, and the number it has in a series. */
interface Given extends Series {
  readonly record_id: string;
  readonly number: number;
}

const textOf = ({ series, year, root }: Series) => JSON.stringify([series, year, root]);
const keyOf = (series: Series, record_id: string) => `${textOf(series)} ${record_id}`;

/** Numbers as a transaction has read and given them, and which of them it has yet to write. */
export class NumbersGiven {
  private readonly given = new Map<string, number | null>();
  private readonly heads = new Map<string, Series & { last: number }>();
  private readonly changed = new Set<string>();
  private pending: Given[] = [];

  constructor(
    private readonly tx: Tx,
    private readonly tenant: string,
    private readonly written: () => Promise<unknown>,
  ) {}

  get isWritten(): boolean {
    return this.pending.length === 0 && this.changed.size === 0;
  }

  /** The number a record has in a series; null for none. */
  async of(series: Series, record_id: string): Promise<number | null> {
    if (!this.given.has(keyOf(series, record_id))) {
      await this.written();
      await this.load([{ ...series, record_id }]);
    }
    return this.given.get(keyOf(series, record_id)) ?? null;
  }

  /** Reads the numbers of some records at once. What has been given must be written. */
  async load(asked: readonly (Series & Pick<Given, 'record_id'>)[]): Promise<void> {
    if (asked.length === 0) return;
    const each = <K extends keyof Series | 'record_id'>(key: K) => [
      ...new Set(asked.map((one) => one[key])),
    ];
    const rows = await this.tx
      .selectFrom('number_given')
      .select(['series', 'year', 'root', 'record_id', 'number'])
      .where('tenant', '=', this.tenant)
      .where('series', 'in', each('series'))
      .where('year', 'in', each('year'))
      .where('root', 'in', each('root'))
      .where('record_id', 'in', each('record_id'))
      .execute();
    for (const one of asked) this.given.set(keyOf(one, one.record_id), null);
    for (const row of rows) this.given.set(keyOf(row, row.record_id), row.number);
  }

  /** The last number of a series; undefined where it has none yet. */
  async lastIn(series: Series): Promise<number | undefined> {
    const kept = this.heads.get(textOf(series));
    if (kept) return kept.last;
    const row = await this.tx
      .selectFrom('number_head')
      .select('last')
      .where('tenant', '=', this.tenant)
      .where((is) => is.and({ ...series }))
      .executeTakeFirst();
    return row?.last;
  }

  /**
   * The next number of a series, whose counter others wait for until the end of the transaction.
   * @param first where a series begins
   */
  async next(series: Series, first: () => Promise<number>): Promise<number> {
    const kept = this.heads.get(textOf(series));
    if (kept) {
      kept.last += 1;
      this.changed.add(textOf(series));
      return kept.last;
    }
    const begin = (await this.lastIn(series)) === undefined ? await first() : 1;
    const { last } = await this.tx
      .insertInto('number_head')
      .values({ tenant: this.tenant, ...series, last: begin })
      .onConflict((c) =>
        c
          .columns(['tenant', 'series', 'year', 'root'])
          .doUpdateSet((is) => ({ last: is('number_head.last', '+', 1) })),
      )
      .returning('last')
      .executeTakeFirstOrThrow();
    this.heads.set(textOf(series), { ...series, last });
    return last;
  }

  give(series: Series, record_id: string, number: number): void {
    this.given.set(keyOf(series, record_id), number);
    this.pending.push({ ...series, record_id, number });
  }

  forget(): void {
    this.given.clear();
    this.heads.clear();
  }

  async flush(tx: Tx): Promise<void> {
    const { tenant } = this;
    const given = this.pending.map((row) => ({ tenant, ...row }));
    const heads = [...this.heads].filter(([text]) => this.changed.has(text));
    const lasts = heads.map(([, head]) => ({ tenant, ...head }));
    this.pending = [];
    this.changed.clear();
    for (const some of inPortions(given)) {
      await tx.insertInto('number_given').values(some).execute();
    }
    for (const some of inPortions(lasts)) {
      await tx
        .insertInto('number_head')
        .values(some)
        .onConflict((c) =>
          c
            .columns(['tenant', 'series', 'year', 'root'])
            .doUpdateSet((is) => ({ last: is.ref('excluded.last') })),
        )
        .execute();
    }
  }
}
