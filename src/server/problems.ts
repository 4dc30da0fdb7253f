import type { FastifyError } from 'fastify';
import type { Words } from '../words/words';
import { Refusal } from './refusal';

/** Seconds to wait after a refusal that time mends, when its values do not say how many. */
const RETRY_S = 5;

/** A refusal as it goes out: RFC 9457, with the code that is the promise. */
export interface ProblemReply {
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
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'request.large'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'request.cut'],
  FST_ERR_BAD_URL: [400, 'request.url'],
  FST_ERR_MAX_PARAM_LENGTH: [400, 'request.url'],
  FST_ERR_VALIDATION: [400, 'request.shape'],
  ECONNRESET: [400, 'request.cut'],
  ERR_STREAM_PREMATURE_CLOSE: [400, 'request.cut'],
};

/** The refusal an error stands for. What is not known is `server.failed`, and nothing more is said. */
export function refusalOfError(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { code = '', statusCode = 500, validation } = error as Partial<FastifyError>;
  if (validation) {
    // Where, never what: what stands there may be anybody's.
    const [first] = validation;
    return new Refusal(400, 'request.shape', { at: first?.instancePath || '/' });
  }
  const known = KNOWN[code];
  if (known) return new Refusal(known[0], known[1]);
  if (code.startsWith('Z_')) return new Refusal(400, 'request.packed');
  if (error instanceof SyntaxError && statusCode === 400) return new Refusal(400, 'request.json');
  return new Refusal(500, 'server.failed');
}

/** A refusal with its sentence, in the language of those who read an API. */
export function problemReplyOf(refusal: Refusal, words: Words): ProblemReply {
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
