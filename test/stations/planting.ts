import type { Random } from '../../src/base/random';
import { type Log, type Wire, WireError } from '../../src/sync/ports';
import type { Op, OpResult, PushRequest } from '../../src/sync/protocol';
import type { Book } from './book';
import type { Call, Serve } from './network';

/**
 * A fault as somebody might build it in, put around a part of the real code for one run. The
 * harness has to notice each of them: a test that cannot fail proves nothing.
 */
export interface Bug {
  readonly name: string;
  readonly log?: (log: Log, random: Random) => Log;
  readonly wire?: (wire: Wire, log: Log, random: Random) => Wire;
  readonly serve?: (serve: Serve, random: Random, book: () => Book) => Serve;
}

/** The same part with some of its methods made anew. */
export function but<T extends object>(part: T, changed: Partial<T>): T {
  return new Proxy(part, {
    get: (target, key) => {
      const own = changed[key as keyof T];
      if (own !== undefined) return own;
      const value = Reflect.get(target, key) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** A push that fails is taken for done, as by a queue that gives up on an item. */
export function givingUp(when: (error: WireError, tries: number) => boolean): Bug['wire'] {
  return (wire, log) => {
    const tries = new Map<string, number>();
    return but(wire, {
      push: async (request) => {
        const first = request.units[0]?.uow_id ?? '';
        tries.set(first, (tries.get(first) ?? 0) + 1);
        try {
          return await wire.push(request);
        } catch (error) {
          if (!(error instanceof WireError) || !when(error, tries.get(first) ?? 0)) throw error;
          return { epoch: log.link().epoch ?? '', head: 0, results: allApplied(request) };
        }
      },
    });
  };
}

export function allApplied({ units }: PushRequest): OpResult[] {
  return units.flatMap(({ ops }) =>
    ops.map(({ op_id }, at) => ({ op_id, status: 'applied', version: 1, pos: at + 1 })),
  );
}

/** Changes the operations of each push on their way to the centre. */
export function pushed(change: (op: Op, book: Book) => Op): Bug['serve'] {
  return (serve, _random, book) => (station, call, args) => {
    if (call !== 'push') return serve(station, call, args);
    const request = args[0] as PushRequest;
    const units = request.units.map((unit) => ({
      ...unit,
      ops: unit.ops.map((op) => change(op, book())),
    }));
    return serve(station, call, [{ ...request, units }]);
  };
}

/** Changes what the centre answers to one call. */
export function replied<R>(call: Call, change: (reply: R, random: Random) => R): Bug['serve'] {
  return (serve, random) => async (station, asked, args) => {
    const reply = await serve(station, asked, args);
    return asked === call ? change(reply as R, random) : reply;
  };
}

/** Leaves items of the feed and of snapshots out on their way into the base. */
export function without(
  kind: (item: Parameters<Log['apply']>[0]['items'][number]) => boolean,
): Bug['log'] {
  return (log) =>
    but(log, {
      apply: (page) => log.apply({ ...page, items: page.items.filter((item) => !kind(item)) }),
      addContainer: (page) =>
        log.addContainer({ ...page, items: page.items.filter((item) => !kind(item)) }),
    });
}

/** Changes each operation on its way from the base to the centre. */
export function sentAs(change: (op: Op) => Op): Bug['log'] {
  return (log) =>
    but(log, {
      pending: (ops, bytes) =>
        log.pending(ops, bytes).map((unit) => ({ ...unit, ops: unit.ops.map(change) })),
    });
}
