import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/**
 * The log of the centre: one line of JSON for each event. Nothing of a record, no id of a client
 * and no name or id of a worker goes in: routes, not addresses; codes, not sentences.
 * @param to where lines go: a file descriptor, or a stream
 */
export function makeLog(level: string, to: number | DestinationStream): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return pino(options, typeof to === 'number' ? pino.destination({ dest: to, sync: true }) : to);
}

/**
 * What of an error may stand in a log. Its message may not: a database says in it what it was
 * given.
 */
export function errorForLog(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: error.name,
    ...(typeof code === 'string' ? { error_code: code } : {}),
    at: frames.slice(0, 12).map((line) => line.trim()),
  };
}
