import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { bad, good, type Result } from '../base/problems';
import type { App } from '../server/app';
import { type CentreFlags, openNewest, warnOfPassword } from './open-centre';
import { DONE, print, REFUSED, refuse, wordsIn } from './say';
import { readSettings } from './settings';

/** Flags of `akti serve`. */
export interface ServeFlags extends CentreFlags {
  readonly file?: string;
  readonly port?: number;
  readonly host?: string;
  readonly behindProxy?: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly openMetrics?: boolean;
  readonly log?: string;
}

const PORT = 8420;
const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;
/** How long requests under way may take to end after a signal to stop, in ms. */
const STOP_MS = 15_000;

/**
 * `akti serve`: runs the centre until it is told to stop (SIGTERM, SIGINT). Prints where it listens
 * to stdout, its log to stderr.
 * @returns the exit status: 0 stopped as told with every request answered, 1 not started, or
 *   requests were cut off
 */
export async function runServe(flags: ServeFlags): Promise<number> {
  const words = wordsIn(flags.lang ?? readSettings().lang);
  warnOfPassword(flags, words);
  const tls = tlsOf(flags);
  if (!tls.ok) return refuse(words, tls.problem);
  const host = flags.host ?? '127.0.0.1';
  if (!tls.value && !flags.behindProxy && !LOOPBACK.test(host)) {
    return refuse(words, { code: 'serve.plain', values: { host } });
  }
  const asked: ServeFlags = { ...flags, centre: flags.file ?? flags.centre };
  const opened = await openNewest(asked, words);
  if (!opened.ok) return refuse(words, opened.problem);
  try {
    // The packages of the shell: who keeps users and backups does without them.
    const { shellOf } = await import('./shell');
    const app = await shellOf(opened.value, asked, tls.value);
    const told = stopSignal();
    const url = await listening(app, flags.port ?? PORT, host);
    if (!url.ok) return refuse(words, url.problem);
    print(words.t('cli.serve.listening', { url: url.value }));
    await told;
    return await stopped(app);
  } finally {
    await opened.value.close();
  }
}

/**
 * The certificate and its key, null without one. Problems: `serve.tls_both`, `serve.tls_file`
 * {file}, `serve.tls` {reason} with the code of the library.
 */
function tlsOf({ tlsCert, tlsKey }: ServeFlags): Result<{ cert: string; key: string } | null> {
  if (!tlsCert && !tlsKey) return good(null);
  if (!tlsCert || !tlsKey) return bad('serve.tls_both');
  const read = (file: string) => readFileSync(file, 'utf8');
  try {
    const pair = { cert: read(tlsCert), key: read(tlsKey) };
    createSecureContext(pair);
    return good(pair);
  } catch (error) {
    const { path, code = '' } = error as NodeJS.ErrnoException;
    return path ? bad('serve.tls_file', { file: path }) : bad('serve.tls', { reason: code });
  }
}

/** Problems: `serve.host` {host, reason}, `serve.port` {port, reason}, the reason a system code. */
async function listening(app: App, port: number, host: string): Promise<Result<string>> {
  try {
    return good(await app.listen({ port, host }));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const isHost = /^(EADDRNOTAVAIL|ENOTFOUND|EAI_\w+|EINVAL)$/.test(code);
    return isHost
      ? bad('serve.host', { host, reason: code })
      : bad('serve.port', { port, reason: code });
  }
}

/** Settles at the first signal to stop. A second one ends the program as if this were not here. */
function stopSignal(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => done());
  });
}

async function stopped(app: App): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<number>((done) => {
    timer = setTimeout(() => {
      app.server.closeAllConnections();
      done(REFUSED);
    }, STOP_MS);
  });
  const closed = app.close().then(() => DONE);
  const status = await Promise.race([closed, late]);
  clearTimeout(timer);
  return status;
}
