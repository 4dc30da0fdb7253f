import type { FastifyRequest } from 'fastify';
import {
  checksumsReply,
  checksumsRequest,
  heldReply,
  heldRequest,
  helloReply,
  helloRequest,
  pullQuery,
  pullReply,
  pushReply,
  pushRequest,
  reconcileReply,
  reconcileRequest,
  scopeReply,
  snapshotReply,
  snapshotRequest,
  workersReply,
} from '../../sync/protocol';
import { type App, refuseIfOver, type Shell } from '../app';
import type { Caller } from '../centre';
import { Refusal } from '../refusal';
import { replies } from '../replies';

const TEN_SECONDS_MS = 10_000;

/** The protocol of the stations. Every route is for who is let in, asked anew at each request. */
export async function syncRoutes(app: App, shell: Shell): Promise<void> {
  addDoor(app, shell);
  addExchange(app, shell);
  addComparing(app, shell);
  addPokes(app, shell);
}

/** The door: who is it, is it not too often, and not too much at once. Before any body is read. */
function addDoor(app: App, { accounts, limits }: Shell): void {
  const ofUser = app.createRateLimit({
    max: limits.user,
    timeWindow: TEN_SECONDS_MS,
    keyGenerator: (request) => `user ${request.caller?.user}`,
  });
  const underWay = new Map<string, number>();
  app.addHook('onRequest', async (request, reply) => {
    // Asked for at once: a line may break while it is asked who calls.
    const line = { isUp: true, onEnd: () => {} };
    reply.raw.once('close', () => {
      line.isUp = false;
      line.onEnd();
    });
    const caller = await accounts.callerOf(request.headers.authorization);
    request.caller = caller;
    refuseIfOver(await ofUser(request));
    if (request.routeOptions.config.stream) return;
    const now = underWay.get(caller.device) ?? 0;
    if (now >= limits.atOnce) throw new Refusal(429, 'rate.at_once', { seconds: 1 });
    if (!line.isUp) throw new Refusal(400, 'request.cut');
    underWay.set(caller.device, now + 1);
    line.onEnd = () => {
      const left = (underWay.get(caller.device) ?? 1) - 1;
      if (left > 0) underWay.set(caller.device, left);
      else underWay.delete(caller.device);
    };
  });
}

function callerOf(request: Pick<FastifyRequest, 'caller'>): Caller {
  if (!request.caller) throw new Refusal(401, 'auth.token');
  return request.caller;
}

const common = { tags: ['Exchange'], security: [{ access: [] }] };

function addExchange(app: App, { centre, pokes, metrics }: Shell): void {
  app.post(
    '/v1/hello',
    {
      schema: {
        ...common,
        summary: 'Greet: what both speak, and where the centre is',
        body: helloRequest,
        response: replies('What the centre is now', helloReply),
      },
    },
    (request) => centre.hello(callerOf(request), request.body),
  );
  app.post(
    '/v1/push',
    {
      schema: {
        ...common,
        summary: 'Send units of work',
        description: 'Each is taken all or none. The same again gives the same answer.',
        body: pushRequest,
        response: replies('What became of each operation', pushReply),
      },
    },
    async (request) => {
      const reply = await centre.push(callerOf(request), request.body);
      for (const { status } of reply.results) metrics.operation(status);
      pokes.look();
      return reply;
    },
  );
  app.get(
    '/v1/pull',
    {
      schema: {
        ...common,
        summary: 'A page of the feed, as far as the caller may see',
        querystring: pullQuery,
        response: replies('What came after the position', pullReply),
      },
    },
    (request) => centre.pull(callerOf(request), request.query.after, request.query.limit),
  );
  app.post(
    '/v1/held',
    {
      schema: {
        ...common,
        summary: 'Decide of own operations that are held: judged anew, or put aside',
        body: heldRequest,
        response: replies('How the operations of their units stand then', heldReply),
      },
    },
    async (request) => {
      const reply = await centre.held(callerOf(request), request.body);
      pokes.look();
      return reply;
    },
  );
  app.get(
    '/v1/workers',
    {
      schema: {
        ...common,
        summary: 'The workers, their units and roles',
        response: replies('All of them', workersReply),
      },
    },
    (request) => centre.workers(callerOf(request)),
  );
}

function addComparing(app: App, { centre }: Shell): void {
  app.get(
    '/v1/scope',
    {
      schema: {
        ...common,
        summary: 'The containers the caller may see now',
        response: replies('Their ids', scopeReply),
      },
    },
    (request) => centre.scope(callerOf(request)),
  );
  app.post(
    '/v1/snapshot',
    {
      schema: {
        ...common,
        summary: 'A page of one container, as of one position',
        body: snapshotRequest,
        response: replies('Its history', snapshotReply),
      },
    },
    (request) => {
      const { container, after, at } = request.body;
      return centre.snapshot(callerOf(request), container, after, at);
    },
  );
  app.post(
    '/v1/checksums',
    {
      schema: {
        ...common,
        summary: 'Sums over containers, to compare',
        body: checksumsRequest,
        response: replies('Those of them the caller may see', checksumsReply),
      },
    },
    (request) => centre.checksums(callerOf(request), request.body),
  );
  app.post(
    '/v1/reconcile',
    {
      schema: {
        ...common,
        summary: 'Which of these operations the centre has not',
        body: reconcileRequest,
        response: replies('Those it lacks', reconcileReply),
      },
    },
    (request) => centre.reconcile(callerOf(request), request.body),
  );
}

function addPokes(app: App, { pokes, metrics }: Shell): void {
  app.get(
    '/v1/events',
    {
      config: { stream: true },
      schema: {
        ...common,
        summary: 'Pokes: that something came in, and nothing of it',
        description:
          'A stream of events (text/event-stream): `poke` with `{"head": n}`, `grants` when what ' +
          'somebody may see has changed, and a comment every 15 s.',
        produces: ['text/event-stream'],
      },
    },
    (request, reply) => {
      const caller = callerOf(request);
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      reply.raw.write(': beat\n\n');
      pokes.add(caller, reply.raw);
      metrics.listening(pokes.count());
      reply.raw.once('close', () => metrics.listening(pokes.count()));
    },
  );
}
