import type { Clock } from '../../src/base/clock';
import { type Ids, makeIds } from '../../src/base/ids';
import { type Random, seededRandom } from '../../src/base/random';
import type { Registry } from '../../src/form/define';
import { openSession, type Session } from '../../src/records/session';
import { openLog } from '../../src/records/sync-log';
import type { World } from '../../src/records/world';
import type { Base } from '../../src/store/base';
import { readLink } from '../../src/store/sync-link';
import { readWorkers } from '../../src/store/workers';
import { type Exchange, makeExchange, type Outcome } from '../../src/sync/exchange';
import type { Log, Wire } from '../../src/sync/ports';
import { catalog } from '../records/office';
import { ask } from './asked';
import { openImage } from './image';
import type { Network, Program } from './network';
import { migrateTo } from './skew';

/** A clock that somebody sets: steps of a second from wherever it stands. */
export class SetClock implements Clock {
  private at: number;

  constructor(start: string) {
    this.at = Date.parse(start);
  }

  now(): Date {
    this.at += 1000;
    return new Date(this.at);
  }

  turn(byMs: number): void {
    this.at += byMs;
  }
}

/** What stands between the exchange and its two ends: a planted bug, or somebody who listens. */
export interface Between {
  log(log: Log): Log;
  wire(wire: Wire, log: Log): Wire;
}

/** A workstation: a base in memory, the program on it, and an exchange that may be under way. */
export class SimStation {
  base: Base;
  readonly clock: SetClock;
  program: Program;
  /** The exchange under way; null while the program does nothing with the centre. */
  running: Promise<void> | null = null;
  outcome: Outcome | null = null;
  /** An error of the program or of the base: never expected. */
  failure: unknown = null;
  private exchange: Exchange | null = null;
  private sitting: Session | null = null;
  private readonly ids: Ids;
  private readonly random: Random;

  constructor(
    readonly name: string,
    readonly user: string,
    bytes: Buffer,
    private readonly network: Network,
    seed: number,
    private readonly between: Between,
    public registry: Registry,
  ) {
    this.random = seededRandom(seed);
    this.clock = new SetClock('2026-03-16T08:00:00.000Z');
    this.ids = makeIds(this.clock, this.random);
    this.program = { station: name, alive: true };
    this.base = this.opened(bytes);
  }

  get world(): World {
    const { base, clock, ids, registry } = this;
    return { catalog, registry, base, clock, ids, workers: readWorkers(base) };
  }

  /** The identity under which it sends. */
  device(): string {
    return readLink(this.base)?.device_id ?? this.base.deviceId;
  }

  /** The newest line of its history. */
  lastSeq(): number {
    return ask<number | null>(this.base, 'SELECT max(seq) FROM change').pluck().get() ?? 0;
  }

  /** The operations it sends, or has sent: in its history, or kept without it and not in. */
  operations(): string[] {
    const text =
      'SELECT op_id FROM change AS c LEFT JOIN delivery AS d ON d.seq = c.seq' +
      ' WHERE coalesce(d.own, 1) = 1 UNION ALL SELECT op_id FROM kept';
    return ask<string>(this.base, text).pluck().all();
  }

  /** The worker at the screen, and what this sitting has done: the same until the program ends. */
  session(): Session {
    this.sitting = this.sitting?.amongWorkersOfNow() ?? this.sitting ?? this.signedIn();
    return this.sitting;
  }

  private signedIn(): Session {
    const opened = openSession(this.world, {
      ...{ user: this.user, workDate: '2026-03-16', lang: 'fi' },
    });
    if (!opened.ok) throw new Error(opened.problem.code);
    return opened.value;
  }

  /** Begins an exchange unless one is under way. */
  begin(): void {
    if (this.running) return;
    const { program } = this;
    const log = this.between.log(openLog(this.world));
    const wire = this.between.wire(this.network.wireFor(program), log);
    this.exchange ??= makeExchange(log, wire, {
      clock: this.clock,
      newDevice: () => `device-${this.name}-${this.random.int(2 ** 30)}`,
      app: 'akti-test',
      forms: Object.fromEntries(this.registry.all.map(({ id, version }) => [id, version])),
    });
    const done = (outcome: Outcome | null, failure: unknown) => {
      if (!program.alive) return;
      this.running = null;
      this.outcome = outcome;
      this.failure ??= failure;
    };
    this.running = this.exchange.run().then(
      (outcome) => done(outcome, null),
      (error: unknown) => done(null, error),
    );
  }

  /** Kill -9 and a new start: what the program knew is gone, what the base holds stays. */
  kill(): void {
    this.program.alive = false;
    this.network.forget(this.program);
    this.program = { station: this.name, alive: true };
    this.running = null;
    this.exchange = null;
    this.sitting = null;
  }

  /** Opens a file as the program does, its schema brought up to date. */
  private opened(bytes: Buffer): Base {
    const base = openImage(bytes);
    migrateTo(this.registry, base);
    return base;
  }

  /** Another release is installed and started. */
  upgrade(registry: Registry): void {
    this.kill();
    this.registry = registry;
    migrateTo(registry, this.base);
  }

  /** The base as its file would be copied now. */
  image(): Buffer {
    return this.base.db.serialize();
  }

  /** The file is put back as it was at some time before. */
  putBack(image: Buffer): void {
    this.kill();
    this.base.close();
    this.base = this.opened(image);
  }
}

/** True when an exchange ended well and had nothing to do. */
export function isQuiet(outcome: Outcome | null): boolean {
  if (!outcome || outcome.stopped || outcome.left > 0) return false;
  const { answers, received, fetched, removed, repaired, healed } = outcome;
  const answered = Object.values(answers).reduce((sum, one) => sum + one, 0);
  return answered + received + fetched + removed + repaired + healed === 0;
}

/** The wire, with somebody who notes what a station is told of its operations. */
export function watched(wire: Wire, told: (op: string) => void): Wire {
  return {
    ...wire,
    push: async (request) => {
      const reply = await wire.push(request);
      for (const { op_id } of reply.results) told(op_id);
      return reply;
    },
  };
}
