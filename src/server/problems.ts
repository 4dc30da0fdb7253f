import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Words } from '../words/words';
import { UNPACKED_BYTES } from './inflate';
import { Refusal } from './refusal';

/** Seconds to wait after a refusal that time mends, when its values do not say how many. */
const RETRY_S = 5;

/** A refusal as it goes out: RFC 9457, with the code that is the promise. */
interface ProblemReply {
  readonly status: number;
  readonly retryAfter: number | null;
  readonly body: {
    readonly type: string;
    readonly title: string;
    readonly status: number;
    readonly code: string;
    readonly values?: Readonly<Record<string, string | number>>;
  };
}

/** What the server's own errors are to a caller, by the code of the server's library. */
const KNOWN: Readonly<Record<string, readonly [status: number, code: string]>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'request.json'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'request.json'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'request.media'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'request.cut'],
  FST_ERR_BAD_URL: [400, 'request.url'],
  FST_ERR_MAX_PARAM_LENGTH: [400, 'request.url'],
  FST_ERR_VALIDATION: [400, 'request.shape'],
  ERR_STREAM_PREMATURE_CLOSE: [400, 'request.cut'],
};

/**
 * Codes of a database that is away, full, or in too much of a crowd: time mends it, or those who
 * run the centre do. Classes of PostgreSQL: 08 connection, 40 serialization, 53 resources, 57P the
 * operator.
 */
const AWAY =
  /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|(08|40|53)\w{3}$|57P\d\d$|55P03$|SQLITE_(FULL|IOERR|BUSY))/;

/** The server's own code for a body that is longer, unpacked, than it takes. */
const TOO_LARGE = 'FST_ERR_CTP_BODY_TOO_LARGE';

/** The refusal an error stands for. What is not known is `server.failed`; no more is said. */
export function refusalOfError(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof Error)) return new Refusal(500, 'server.failed');
  const { code = '', statusCode = 500, validation } = error as Partial<FastifyError>;
  if (validation) {
    // Where, never what: what stands there may be anybody's.
    const [first] = validation;
    return new Refusal(400, 'request.shape', { at: first?.instancePath || '/' });
  }
  if (code === TOO_LARGE) return new Refusal(413, 'request.large', { limit: UNPACKED_BYTES });
  const known = KNOWN[code];
  if (known) return new Refusal(known[0], known[1]);
  if (AWAY.test(code)) return new Refusal(503, 'server.not_ready');
  if (code.startsWith('Z_')) return new Refusal(400, 'request.packed');
  if (error instanceof SyntaxError && statusCode === 400) return new Refusal(400, 'request.json');
  return new Refusal(500, 'server.failed');
}

/** A refusal with its sentence, in the language of those who read an API. */
function problemReplyOf(refusal: Refusal, words: Words): ProblemReply {
  const { status, code, values } = refusal;
  const title = words.problem({ code, values });
  const given = Object.keys(values).length > 0 ? { values } : {};
  const wait = typeof values.seconds === 'number' ? values.seconds : RETRY_S;
  const passes = status === 429 || status === 503;
  return {
    status,
    retryAfter: passes ? wait : null,
    body: { type: `urn:akti:problem:${code}`, title, status, code, ...given },
  };
}

const TYPE = 'application/problem+json';

/** Ends a request with its refusal. */
export function sendProblem(
  refusal: Refusal,
  words: Words,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { status, retryAfter, body } = problemReplyOf(refusal, words);
  request.refused = refusal.code;
  if (retryAfter !== null) reply.header('retry-after', String(retryAfter));
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  // What is left of a body that is too large would be read to its end otherwise.
  if (status === 413) reply.header('connection', 'close');
  return reply.code(status).type(TYPE).send(JSON.stringify(body));
}

/** The whole reply to what is not even a request. */
export function problemOnSocket(words: Words): string {
  const { body } = problemReplyOf(new Refusal(400, 'request.http'), words);
  const text = JSON.stringify(body);
  const head = `HTTP/1.1 400 Bad Request\r\nContent-Type: ${TYPE}\r\nConnection: close\r\n`;
  return `${head}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}
