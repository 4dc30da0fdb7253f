import { z } from 'zod';
import type { App, Shell } from '../app';
import { Refusal } from '../refusal';
import { replies } from '../replies';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

const isUp = z.object({ status: z.literal('up') });

/** What those ask who run the centre: does it live, is it ready, what has it counted. */
export async function operationsRoutes(app: App, shell: Shell): Promise<void> {
  const { metrics, centre } = shell;
  const common = { tags: ['Operations'] };
  app.get(
    '/health',
    {
      config: { spared: true },
      schema: {
        ...common,
        summary: 'Whether the program lives',
        response: replies('It does', isUp),
      },
    },
    async () => ({ status: 'up' as const }),
  );
  app.get(
    '/ready',
    {
      config: { spared: true },
      schema: {
        ...common,
        summary: 'Whether it takes requests: its database answers, and it is not stopping',
        response: replies('It does', isUp),
      },
    },
    async () => {
      const fine =
        shell.isOpen() &&
        (await centre.state().then(
          () => true,
          () => false,
        ));
      if (!fine) throw new Refusal(503, 'server.not_ready');
      return { status: 'up' as const };
    },
  );
  app.get(
    '/metrics',
    {
      config: { spared: true },
      schema: { ...common, summary: 'Counts, as Prometheus reads them' },
    },
    async (request, reply) => {
      // A proxy on this machine asks for others, and says for whom.
      const asking = [request.socket.remoteAddress ?? '', request.ip];
      if (!shell.openMetrics && !asking.every((address) => LOOPBACK.test(address))) {
        throw new Refusal(404, 'request.path');
      }
      metrics.stands(await centre.status());
      return reply.type(metrics.contentType).send(await metrics.text());
    },
  );
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
