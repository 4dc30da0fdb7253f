import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { steppingClock } from '../../src/base/clock';
import { makeIds } from '../../src/base/ids';
import { type Random, seededRandom } from '../../src/base/random';
import type { Registry } from '../../src/form/define';
import { type Caller, type Centre, openCentre } from '../../src/server/centre';
import { type Database, openDatabase } from '../../src/server/database';
import { Refusal } from '../../src/server/refusal';
import { WireError } from '../../src/sync/ports';
import { pushRequest } from '../../src/sync/protocol';
import type { Postgres } from '../lib/postgres';
import { catalog } from '../records/office';
import { copyTables } from './copied';
import type { Call } from './network';

/** The process of the centre was ended. */
class Killed extends Error {}

/** When the centre dies: in which of its next transactions, and whether before its commit. */
interface Death {
  transactions: number;
  readonly commits: boolean;
}

/** A copy of the centre's data: a file, or a database beside it. */
export type CentreImage = { readonly bytes: Buffer } | { readonly url: string };

/**
 * A centre over a real SQLite file or PostgreSQL, which can be killed, started anew and put back
 * from a copy.
 */
export class SimCentre {
  readonly file: string;
  /** Errors of the program that are no refusal: never expected. */
  readonly failures: unknown[] = [];
  private centre!: Centre;
  private database!: Database;
  private death: Death | null = null;
  private life = 0;
  /** The address of its PostgreSQL, and the request that is worked on there. */
  private url: string | undefined;
  private under: Promise<unknown> = Promise.resolve();
  private readonly clock = steppingClock('2026-03-16T08:00:00.000Z', 1000);
  private readonly ids;
  private known = new Set<string>();

  constructor(
    folder: string,
    seed: number,
    public registry: Registry,
    private readonly postgres?: Postgres,
  ) {
    this.file = join(folder, 'centre.sqlite');
    this.ids = makeIds(this.clock, seededRandom(seed + 1));
  }

  async open(): Promise<void> {
    this.life += 1;
    this.death = null;
    this.known = new Set();
    if (this.postgres) this.url ??= await this.postgres.database();
    this.database = await openDatabase(this.url ? { url: this.url } : { file: this.file });
    const { clock, ids, registry } = this;
    const database = this.mortal(this.database);
    this.centre = await openCentre({ database, catalog, registry, clock, ids });
  }

  async close(): Promise<void> {
    await this.database.close();
  }

  /** Ended at once and started anew. */
  async restart(): Promise<void> {
    await this.close();
    await this.open();
  }

  /** Dies at a moment to come, within the request that is carried out then. */
  killSoon(random: Random): void {
    this.death = { transactions: 1 + random.int(3), commits: random.int(2) === 0 };
  }

  /** The centre's data as a good backup would have them. */
  async image(): Promise<CentreImage> {
    if (this.url) return { url: await this.copyOf(this.url) };
    const db = new SQLite(this.file, { readonly: true });
    const bytes = db.serialize();
    db.close();
    return { bytes };
  }

  /** A database of PostgreSQL is copied while nobody uses it. */
  private async copyOf(url: string): Promise<string> {
    await this.idle();
    await this.close();
    const copy = (await this.postgres?.database(url)) ?? '';
    await this.open();
    return copy;
  }

  /** A backup is put in place, and the operator says so. */
  async restore(image: CentreImage): Promise<void> {
    await this.idle();
    await this.close();
    if ('url' in image) this.url = image.url;
    else {
      for (const end of ['', '-wal', '-shm']) rmSync(this.file + end, { force: true });
      writeFileSync(this.file, image.bytes);
    }
    await this.open();
    await this.centre.restored();
  }

  /** Waits until no request is worked on. */
  async idle(): Promise<void> {
    await this.under;
  }

  /** Puts what a database of PostgreSQL holds where the book reads it. */
  async copyOut(): Promise<void> {
    await this.idle();
    if (this.url) await copyTables(this.url, this.file);
  }

  async saveUser(user: {
    id: string;
    name: string;
    unit: string;
    role: string;
    active: boolean;
  }): Promise<void> {
    await this.centre.saveUser(user);
  }

  /** Carries a request out as the HTTP shell would; a dead centre answers nothing. */
  serve(caller: Caller, call: Call, args: readonly unknown[]): Promise<unknown> {
    if (!this.postgres) return this.carryOut(caller, call, args);
    // One after the other, so that a seed keeps its schedule.
    const done = this.under.then(() => this.carryOut(caller, call, args));
    this.under = done.catch(() => undefined);
    return done;
  }

  private async carryOut(caller: Caller, call: Call, args: readonly unknown[]): Promise<unknown> {
    const { life, centre } = this;
    try {
      if (!this.known.has(caller.device)) {
        await centre.registerDevice({ id: caller.device, user: caller.user, name: 'sim' });
        this.known.add(caller.device);
      }
      const method = centre[call] as (caller: Caller, ...args: readonly unknown[]) => unknown;
      const asked = call === 'push' ? [pushRequest.parse(args[0])] : args;
      return await method.call(centre, caller, ...asked);
    } catch (error) {
      if (error instanceof Refusal) throw new WireError(error.code, error.status);
      if (!(error instanceof Killed) && life === this.life && !this.death)
        this.failures.push(error);
      throw new WireError('network', 0);
    }
  }

  /** The database of a program that may be killed: then nothing of it is written any more. */
  private mortal(database: Database): Database {
    return {
      ...database,
      write: async (work) => {
        const { death } = this;
        if (!death) return database.write(work);
        death.transactions -= 1;
        if (death.transactions > 0) return database.write(work);
        if (death.commits && death.transactions === 0) await database.write(work);
        throw new Killed();
      },
    };
  }
}
