import type { Log } from '../../src/sync/ports';
import type { PushReply, PushRequest } from '../../src/sync/protocol';
import { CENTRE } from '../../src/sync/terms';
import { MERGING_BUGS } from './bugs-of-merging';
import { SETTLING_BUGS } from './bugs-of-settling';
import { SKEW_BUGS } from './bugs-of-skew';
import { allApplied, type Bug, but, givingUp, pushed, replied, without } from './planting';

/** Everything a base would send now. */
const opsIn = (log: Log) => log.pending(100_000, 1e9).flatMap(({ ops }) => ops);

export const BUGS: readonly Bug[] = [
  {
    name: 'a refused push is dropped from the queue',
    wire: givingUp(({ status }) => status >= 400),
  },
  {
    name: 'an item is given up at its second failure',
    wire: givingUp((_error, tries) => tries >= 2),
  },
  {
    name: 'a lost answer is taken for a good one',
    wire: givingUp(({ code }) => code === 'network'),
  },
  {
    name: 'answers are not read: everything counts as in',
    log: (log) =>
      but(log, {
        answered: (results, at) =>
          log.answered(
            results.map((result) => ({ ...result, status: 'applied' as const })),
            at,
          ),
      }),
  },
  {
    name: 'the cursor moves before what it stands for is kept',
    log: (log, random) =>
      but(log, {
        apply: (page) => log.apply(random.int(4) === 0 ? { ...page, items: [] } : page),
      }),
  },
  {
    name: 'the last item of a page is lost',
    log: (log) =>
      but(log, { apply: (page) => log.apply({ ...page, items: page.items.slice(0, -1) }) }),
  },
  {
    name: 'a unit of work is sent operation by operation',
    log: (log) =>
      but(log, {
        pending: (ops, bytes) =>
          log
            .pending(ops, bytes)
            .flatMap((unit) =>
              unit.ops.map((op) => ({ uow_id: op.op_id, ops: [{ ...op, uow_id: op.op_id }] })),
            ),
      }),
  },
  {
    name: 'half of a unit goes, all of it is answered',
    serve: (serve) => async (station, call, args) => {
      if (call !== 'push') return serve(station, call, args);
      const request = args[0] as PushRequest;
      const units = request.units.map((unit) => ({ ...unit, ops: unit.ops.slice(0, 1) }));
      const reply = (await serve(station, call, [{ ...request, units }])) as PushReply;
      const known = new Set(reply.results.map(({ op_id }) => op_id));
      const others = allApplied(request).filter(({ op_id }) => !known.has(op_id));
      return { ...reply, results: [...reply.results, ...others] };
    },
  },
  {
    name: 'sent newest first',
    log: (log) => but(log, { pending: (ops, bytes) => [...log.pending(ops, bytes)].reverse() }),
  },
  {
    name: 'what was taken from the user stays',
    log: (log) => but(log, { dropContainer: () => {} }),
  },
  {
    name: 'part of a client counts as the whole',
    log: (log) => but(log, { partial: () => [] }),
  },
  {
    name: 'a record that left its client stays there',
    log: without(({ kind }) => kind === 'left'),
  },
  {
    name: 'conflicts are not told',
    log: without(({ kind }) => kind === 'conflict'),
  },
  {
    name: 'the number of the centre is not taken',
    log: without((item) => item.kind === 'op' && item.device_id === CENTRE),
  },
  {
    name: 'nothing is sent again to a restored centre',
    log: (log) =>
      but(log, {
        reopened: (missing, epoch, head) => {
          const waiting = new Set(opsIn(log).map(({ op_id }) => op_id));
          log.reopened(missing, epoch, head);
          const again = opsIn(log).filter(({ op_id }) => !waiting.has(op_id));
          const said = { status: 'applied', version: 1, pos: 1 } as const;
          log.answered(
            again.map(({ op_id }) => ({ op_id, ...said })),
            '2026-03-16T12:00:00.000Z',
          );
        },
      }),
  },
  {
    name: 'the cursor stays where it was after a restore',
    log: (log) =>
      but(log, {
        reopened: (missing, epoch) => log.reopened(missing, epoch, log.link().cursor),
      }),
  },
  {
    name: 'a copied base keeps its identity',
    log: (log) => but(log, { newDevice: () => {} }),
  },
  {
    name: 'whether it is the same history is not looked at',
    wire: (wire, log) => {
      const asBefore = <R extends { readonly epoch: string }>(reply: R): R => ({
        ...reply,
        epoch: log.link().epoch ?? reply.epoch,
      });
      return but(wire, {
        hello: async (request) => asBefore(await wire.hello(request)),
        pull: async (after, limit) => asBefore(await wire.pull(after, limit)),
        scope: async () => asBefore(await wire.scope()),
        snapshot: async (...asked) => asBefore(await wire.snapshot(...asked)),
        checksums: async (request) => asBefore(await wire.checksums(request)),
      });
    },
  },
  {
    name: 'last writer wins',
    serve: pushed((op, book) => ({
      ...op,
      base_version: book.documents().get(op.record_id)?.version ?? op.base_version,
    })),
  },
  {
    name: 'nothing counts as seen',
    serve: pushed((op) => ({ ...op, base_version: 0, seen: [] })),
  },
  {
    name: 'the feed skips to its end',
    serve: replied<{ to: number; head: number; done: boolean }>('pull', (reply) => ({
      ...reply,
      to: reply.head,
      done: true,
    })),
  },
  {
    name: 'answered before it is on the disk',
    serve: (serve, random) => async (station, call, args) => {
      if (call !== 'push' || random.int(8) > 0) return serve(station, call, args);
      const { epoch } = args[0] as PushRequest;
      return { epoch, head: 0, results: allApplied(args[0] as PushRequest) };
    },
  },
  {
    name: 'answers go to the wrong operations',
    serve: replied<PushReply>('push', (reply) => {
      const ids = reply.results.map(({ op_id }) => op_id).reverse();
      const results = reply.results.map((result, at) => ({ ...result, op_id: ids[at] as string }));
      return { ...reply, results };
    }),
  },
  ...SETTLING_BUGS,
  ...MERGING_BUGS,
  ...SKEW_BUGS,
];
