import type { Tx } from '../database';
import { inPortions } from './portions';

/** A container and a tag that it carries. */
export interface Tagged {
  readonly container: string;
  readonly tag: string;
}

type Counts = Map<string, number>;

/** Tags of containers as a transaction has read and counted them, and what it has yet to write. */
export class TagCounts {
  private readonly byContainer = new Map<string, Counts>();
  private readonly byTag = new Map<string, Counts>();
  private readonly deltas = new Map<string, number>();
  /** By whom a container is seen for somebody of its household; forgotten when tags change. */
  readonly homes = new Map<string, boolean>();

  constructor(
    private readonly tx: Tx,
    private readonly tenant: string,
    private readonly written: () => Promise<unknown>,
  ) {}

  get isWritten(): boolean {
    return this.deltas.size === 0;
  }

  /** What these containers carry. */
  async of(containers: readonly string[]): Promise<Tagged[]> {
    await this.load(containers.filter((one) => !this.byContainer.has(one)));
    return containers.flatMap((container) => {
      const counts = [...(this.byContainer.get(container) ?? [])];
      return counts.flatMap(([tag, n]) => (n > 0 ? [{ container, tag }] : []));
    });
  }

  private async load(containers: readonly string[]): Promise<void> {
    if (containers.length === 0) return;
    await this.written();
    const rows = await this.query()
      .where('container', 'in', [...containers])
      .execute();
    for (const one of containers) this.byContainer.set(one, new Map());
    for (const { container, tag, n } of rows) this.byContainer.get(container)?.set(tag, n);
  }

  /** Containers that carry one of these tags, each once and in order. */
  async carrying(tags: readonly string[]): Promise<string[]> {
    const unread = tags.filter((tag) => !this.byTag.has(tag));
    if (unread.length > 0) {
      await this.written();
      const rows = await this.query().where('tag', 'in', unread).where('n', '>', 0).execute();
      for (const tag of unread) this.byTag.set(tag, new Map());
      for (const { container, tag, n } of rows) this.byTag.get(tag)?.set(container, n);
    }
    const found = tags.flatMap((tag) => [...(this.byTag.get(tag) ?? [])]);
    return [...new Set(found.flatMap(([container, n]) => (n > 0 ? [container] : [])))].sort();
  }

  private query() {
    return this.tx
      .selectFrom('container_tag')
      .select(['container', 'tag', 'n'])
      .where('tenant', '=', this.tenant);
  }

  /** So many more records of a container say this tag, or fewer. */
  add({ container, tag }: Tagged, n: number): void {
    const key = JSON.stringify([container, tag]);
    this.deltas.set(key, (this.deltas.get(key) ?? 0) + n);
    const ofTag = this.byTag.get(tag);
    ofTag?.set(container, (ofTag.get(container) ?? 0) + n);
    const counts = this.byContainer.get(container);
    const before = counts?.get(tag) ?? 0;
    counts?.set(tag, before + n);
    if (!counts || before > 0 !== before + n > 0) this.homes.clear();
  }

  forget(): void {
    this.byContainer.clear();
    this.byTag.clear();
    this.homes.clear();
  }

  /** Writes the counts. @param granted takes the containers that others see from now on */
  async flush(tx: Tx, granted: Set<string>): Promise<void> {
    const deltas = new Map(this.deltas);
    this.deltas.clear();
    const keys = [...deltas].filter(([, n]) => n !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
    const rows = keys.map(([key, n]) => {
      const [container, tag] = JSON.parse(key) as [string, string];
      return { tenant: this.tenant, container, tag, n };
    });
    for (const some of inPortions(rows)) {
      const counted = await tx
        .insertInto('container_tag')
        .values(some)
        .onConflict((c) =>
          c
            .columns(['tenant', 'container', 'tag'])
            .doUpdateSet((is) => ({ n: is('container_tag.n', '+', is.ref('excluded.n')) })),
        )
        .returning(['container', 'tag', 'n'])
        .execute();
      for (const { container, tag, n } of counted) {
        const before = n - (deltas.get(JSON.stringify([container, tag])) ?? 0);
        if (n > 0 !== before > 0) granted.add(container);
      }
    }
  }
}
