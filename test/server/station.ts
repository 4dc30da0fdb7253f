import { steppingClock } from '../../src/base/clock';
import { makeIds } from '../../src/base/ids';
import { seededRandom } from '../../src/base/random';
import { loadCatalog } from '../../src/catalog/catalog';
import { folderReader } from '../../src/catalog/files';
import { registry } from '../../src/forms/index';
import { type Caller, type Centre, openCentre } from '../../src/server/centre';
import { type Database, openDatabase, type Place } from '../../src/server/database';
import type { Item, Op, OpResult } from '../../src/sync/protocol';
import { LIMITS } from '../../src/sync/terms';

export const { catalog } = loadCatalog(folderReader('data'));
export const DAY = '2026-03-16';
const START = '2026-03-16T08:00:00.000Z';

/** Units far apart: whoever is in one sees nothing of the other by the unit. */
export const HERE = '11a2gb';
export const FAR = 'phsotey';

const USERS = [
  ['anna', 'worker', HERE],
  ['bertta', 'worker', HERE],
  ['kalle', 'worker', FAR],
  ['sihteeri', 'secretary', HERE],
  ['lukija', 'reader', HERE],
] as const;

/** A centre on a new database with its users, one workstation each. */
export async function makeCentre(place: Place, seed = 1): Promise<Centre> {
  const centre = await centreOn(await openDatabase(place), seed);
  for (const [id, role, unit] of USERS) {
    await centre.saveUser({ id, name: id, role, unit, active: true });
    await centre.registerDevice({ id: `d-${id}`, user: id, name: id });
  }
  return centre;
}

/** A centre of the program on a database, such as one more instance beside another. */
export function centreOn(database: Database, seed: number): Promise<Centre> {
  const clock = steppingClock(START, 1000);
  return openCentre({
    database,
    catalog,
    registry,
    clock,
    ids: makeIds(clock, seededRandom(seed)),
  });
}

type Draft = Partial<Op> & Pick<Op, 'record_id' | 'patch'>;

/** A workstation as the wire shows it: it numbers what it sends and nothing else. */
export class Station {
  private seq = 0;
  private readonly sent = new Map<string, number>();
  readonly caller: Caller;
  private made = 0;

  constructor(
    readonly centre: Centre,
    readonly user: string,
    readonly device = `d-${user}`,
  ) {
    this.caller = { user, device };
  }

  op(draft: Draft): Op {
    this.made += 1;
    const kind = draft.kind ?? 'amend';
    return {
      op_id: `${this.device}-op${this.made}`,
      uow_id: `${this.device}-u${this.made}`,
      seq: 0,
      actor: this.user,
      claimed_at: START,
      work_on: DAY,
      form: 'person',
      form_version: 1,
      bucket: null,
      base_version: 0,
      reason: kind === 'create' ? null : 'typing',
      ...draft,
      kind,
    };
  }

  person(id: string, more: Op['patch'] = {}): Op {
    const identifiers = [{ value: '010190-900R', class: 'official', from: null, until: null }];
    return this.op({
      ...{ kind: 'create', record_id: id, bucket: id },
      patch: {
        identifiers: [null, identifiers],
        last_name: [null, 'Koe'],
        first_names: [null, 'Kaisa'],
        ...more,
      },
    });
  }

  note(id: string, client: string, text: string): Op {
    return this.op({
      ...{ kind: 'create', form: 'diary_note', record_id: id, bucket: client },
      patch: { person: [null, client], date: [null, DAY], text: [null, text] },
    });
  }

  amend(id: string, base_version: number, patch: Op['patch'], more: Partial<Op> = {}): Op {
    return this.op({ record_id: id, bucket: id, base_version, patch, ...more });
  }

  /** Sends each operation as a unit of its own. */
  async send(...ops: Op[]): Promise<OpResult[]> {
    return this.sendUnits(...ops.map((op) => [op]));
  }

  /** The place in this station's order an operation has once it is sent; a given one stays. */
  private numbered(op: Op): Op {
    if (op.seq > 0) return op;
    const seq = this.sent.get(op.op_id) ?? this.seq + 1;
    this.seq = Math.max(this.seq, seq);
    this.sent.set(op.op_id, seq);
    return { ...op, seq };
  }

  /** Sends units; all operations of one get its id. */
  async sendUnits(...units: Op[][]): Promise<OpResult[]> {
    const { epoch } = await this.centre.state();
    const named = units.map((ops) => {
      const uow_id = ops[0]?.uow_id ?? 'none';
      return { uow_id, ops: ops.map((op) => ({ ...this.numbered(op), uow_id })) };
    });
    const reply = await this.centre.push(this.caller, {
      device_id: this.device,
      epoch,
      units: named,
    });
    return reply.results;
  }

  /** The whole feed from a position, page by page. */
  async feed(after = 0, limit: number = LIMITS.page): Promise<Item[]> {
    const items: Item[] = [];
    for (let at = after; ; ) {
      const page = await this.centre.pull(this.caller, at, limit);
      items.push(...page.items);
      at = page.to;
      if (page.done) return items;
    }
  }

  async containers(): Promise<string[]> {
    return (await this.centre.scope(this.caller)).containers;
  }
}

/** Status or code of a result, whichever says more. */
export const said = (results: readonly OpResult[]) =>
  results.map(({ status, code }) => code ?? status);
