import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import underPressure from '@fastify/under-pressure';
import { type FastifyServerOptions, fastify } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Clock } from '../base/clock';
import type { Words } from '../words/words';
import type { Accounts } from './accounts';
import type { Caller, Centre } from './centre';
import { inflated, UNPACKED_BYTES } from './inflate';
import { errorForLog, type Logger } from './log';
import { type Metrics, makeMetrics } from './metrics';
import { type Every, makePokes, type PokeBox } from './pokes';
import { problemOnSocket, refusalOfError, sendProblem } from './problems';
import { Refusal } from './refusal';
import { deflated } from './replies';
import { operationsRoutes } from './routes/operations';
import { signInRoutes } from './routes/sign-in';
import { syncRoutes } from './routes/sync';

/** What the HTTP shell of the centre stands on. */
export interface ShellOptions {
  readonly centre: Centre;
  readonly accounts: Accounts;
  /** Words of the sentences in problem details. */
  readonly words: Words;
  readonly log: Logger;
  readonly clock: Clock;
  readonly every: Every;
  readonly limits: ShellLimits;
  /** Own certificate; null: plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** A proxy in front says who calls; its last word counts, what it was told before does not. */
  readonly behindProxy: boolean;
  /** Counts are shown to other machines too. */
  readonly openMetrics: boolean;
  /** Version of the program. */
  readonly version: string;
}

/** How much is taken. Counts are of this instance alone. */
export interface ShellLimits {
  /** Requests of one address, and of one user, in ten seconds. */
  readonly address: number;
  readonly user: number;
  /** Tries to sign in in one minute: of one address, and as one user. */
  readonly loginAddress: number;
  readonly loginUser: number;
  /** Requests of one device at the same time; the stream of pokes does not count. */
  readonly atOnce: number;
  /** Mean lateness of the event loop, in ms, from which on requests are turned away. */
  readonly late: number;
  /** How long it has to last, in ms: a start on a slow machine is late once, and no overload. */
  readonly lateFor: number;
}

/** Limits for an office: hundreds of stations behind one address. */
export const USUAL_LIMITS: ShellLimits = {
  address: 30_000,
  user: 3_000,
  loginAddress: 60,
  loginUser: 10,
  atOnce: 4,
  late: 2_000,
  lateFor: 5_000,
};

declare module 'fastify' {
  interface FastifyRequest {
    /** Who was let in; undefined on routes anybody may ask. */
    caller?: Caller;
    /** Code of the refusal it ended in. */
    refused?: string;
  }
  interface FastifyContextConfig {
    /** Answered however busy the server is. */
    spared?: boolean;
    /** Stays open, so it does not count among the requests of a device. */
    stream?: boolean;
  }
}

/** The server as the routes know it. */
export type App = ReturnType<typeof bareApp>;

/** What routes share. */
export interface Shell extends ShellOptions {
  readonly metrics: Metrics;
  readonly pokes: PokeBox;
  /** False from the moment the server is told to stop. */
  isOpen(): boolean;
}

/** Longest time a request may take to arrive, in ms: one mebibyte over a bad mobile line. */
const ARRIVAL_MS = 120_000;
const TEN_SECONDS_MS = 10_000;

/** The page that shows the API loads nothing from elsewhere. */
const CSP = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'";

function bareApp({ tls, behindProxy, words }: ShellOptions) {
  const options: FastifyServerOptions = {
    logger: false,
    trustProxy: behindProxy ? (_, hop) => hop === 0 : false,
    bodyLimit: UNPACKED_BYTES,
    requestTimeout: ARRIVAL_MS,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      sendProblem(refusalOfError(error), words, request, reply);
    },
    clientErrorHandler: (_, socket) => {
      if (socket.writable) socket.end(problemOnSocket(words));
    },
  };
  // The types tell the two servers apart; what is done with them is the same.
  const secure = { ...options, https: tls && { ...tls, minVersion: 'TLSv1.2' } };
  const app = fastify((tls ? secure : options) as FastifyServerOptions);
  return app.withTypeProvider<ZodTypeProvider>();
}

/**
 * The HTTP shell of the centre, ready to listen. Closing it lets requests under way end, takes no
 * new ones, and ends the streams of pokes.
 */
export async function makeApp(options: ShellOptions): Promise<App> {
  const app = bareApp(options);
  let open = true;
  const { accounts, every } = options;
  const pokes = makePokes(() => options.centre.state(), accounts.mayStill, every);
  const shell: Shell = { ...options, metrics: makeMetrics(), pokes, isOpen: () => open };
  app.decorateRequest('caller').decorateRequest('refused');
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.addHook('preClose', async () => {
    open = false;
    pokes.end();
  });
  // What comes on lines that are still up; the stop does not wait for it.
  app.addHook('onRequest', async (request) => {
    const { spared } = request.routeOptions.config;
    if (!open && !spared) throw new Refusal(503, 'server.not_ready');
  });
  app.addHook('preParsing', async (request, _, payload) => inflated(request, payload));
  app.addHook('onSend', async (_, reply) => {
    // A line that were kept for another request would hold up the stop.
    if (!open) reply.header('connection', 'close');
  });
  app.addHook('onSend', deflated);
  addRefusals(app, shell);
  addRecords(app, shell);
  await addLimits(app, shell);
  await app.register(swagger, { openapi: aboutApi(options), transform: jsonSchemaTransform });
  const uiConfig = { validatorUrl: null } as never;
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: CSP, uiConfig });
  await app.register((part) => operationsRoutes(part as App, shell));
  await app.register((part) => signInRoutes(part as App, shell));
  await app.register((part) => syncRoutes(part as App, shell));
  await app.ready();
  return app;
}

/** Every refusal goes out as problem details, also those of the server itself. */
function addRefusals(app: App, { words, log, metrics }: Shell): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOfError(error);
    if (refusal.status >= 500 && !(error instanceof Refusal)) {
      const at = { request: request.id, route: request.routeOptions.url ?? '-' };
      log.error({ ...at, code: refusal.code, ...errorForLog(error) }, 'failed');
    }
    metrics.refused(refusal.code);
    return sendProblem(refusal, words, request, reply);
  });
  app.setNotFoundHandler(() => {
    throw new Refusal(404, 'request.path');
  });
}

/** A line in the log and a count for each request: its route as declared, never its address. */
function addRecords(app: App, { log, metrics }: Shell): void {
  app.addHook('onRequest', async (_, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? '-';
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    metrics.request(route, request.method, reply.statusCode, ms / 1000);
    const { refused: code, caller } = request;
    const line = { request: request.id, method: request.method, route, status: reply.statusCode };
    const more = { ...(code ? { code } : {}), ...(caller ? { device: caller.device } : {}) };
    log.info({ ...line, ms, ...more }, 'request');
  });
}

async function addLimits(app: App, { limits, log, clock }: Shell): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: limits.late,
    sampleInterval: 500,
    // Whether it lasts is asked below.
    pressureHandler: () => {},
  });
  let since: number | null = null;
  app.addHook('onRequest', async (request) => {
    if (!app.isUnderPressure()) since = null;
    // Who asks whether the server lives is told so, however busy it is.
    else if (!request.routeOptions.config.spared) {
      const now = clock.now().getTime();
      since ??= now;
      if (now - since < limits.lateFor) return;
      log.warn('turned away');
      throw new Refusal(503, 'server.busy');
    }
  });
  await app.register(rateLimit, {
    global: false,
    max: limits.address,
    timeWindow: TEN_SECONDS_MS,
    keyGenerator: (request) => request.ip,
  });
  const ofAddress = app.createRateLimit();
  app.addHook('onRequest', async (request) => {
    refuseIfOver(await ofAddress(request));
  });
}

/** Refuses what a limiter has counted too often: `rate.limited` with the seconds to wait. */
export function refuseIfOver(
  count: { isAllowed: true } | { isAllowed: false; isExceeded: boolean; ttlInSeconds: number },
): void {
  if (count.isAllowed || !count.isExceeded) return;
  throw new Refusal(429, 'rate.limited', { seconds: Math.max(1, count.ttlInSeconds) });
}

function aboutApi({ version }: ShellOptions) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Akti: the centre',
      version,
      description: 'How stations exchange changes. The rules behind it: docs/SYNC.md.',
    },
    components: {
      securitySchemes: { access: { type: 'http', scheme: 'bearer' } },
    },
  } as const;
}
