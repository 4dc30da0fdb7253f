import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Problem } from '../base/problems';
import { registry } from '../forms/index';
import { openLog } from '../records/sync-log';
import { ALONE, type Slicing } from '../records/sync-slices';
import type { World } from '../records/world';
import type { Base } from '../store/base';
import { giveWay } from '../store/give-way';
import { keepRefresh, readLink, readRefresh } from '../store/sync-link';
import { type Exchange, makeExchange, type Stopped } from '../sync/exchange';
import { type HttpWire, httpWire } from '../sync/http-wire';
import type { Log } from '../sync/ports';
import type { Stage } from '../sync/talk';

/** Name and version of this program as the centre logs it. */
const APP = 'akti 1';

/** A linked base and its centre. */
export interface Connected {
  readonly wire: HttpWire;
  readonly exchange: Exchange;
  readonly log: Log;
}

/**
 * The refresh token of a base: an encrypted one keeps it, a practice base only as long as the
 * program runs.
 */
function tokenPlace(base: Base) {
  let held: string | null = null;
  return {
    refresh: () => held ?? readRefresh(base),
    keep: (token: string) => {
      if (base.kind === 'real') keepRefresh(base, token);
      else held = token;
    },
  };
}

/**
 * Joins a linked base to its centre.
 * @param progress told of each step of a longer stage
 * @param slicing how what comes in is taken beside whoever works on the base
 * @throws Error when the base has no centre
 */
export function connectStation(
  world: World,
  progress?: (stage: Stage, done: number, of: number) => void,
  slicing: Slicing = { ...ALONE, pause: () => giveWay() },
): Connected {
  const { base, clock, ids } = world;
  const link = readLink(base);
  if (!link) throw new Error('a base without a centre has nothing to exchange');
  const wire = httpWire({
    url: link.url,
    deviceName: hostname(),
    deviceId: () => readLink(base)?.device_id ?? link.device_id,
    ...tokenPlace(base),
  });
  const forms = Object.fromEntries(registry.all.map((form) => [form.id, form.version]));
  const log = openLog(world, slicing);
  const exchange = makeExchange(log, wire, {
    clock,
    newDevice: () => ids.next(),
    app: APP,
    forms,
    ...(progress ? { progress } : {}),
  });
  return { wire, exchange, log };
}

/** True when nobody is signed in: only a password helps. */
export function needsPassword({ code, status }: Pick<Stopped, 'code' | 'status'>): boolean {
  return status === 401 || code.startsWith('auth.');
}

/** Why an exchange stopped, as a problem that has a sentence. */
export function stoppedProblem({ code, values }: Pick<Stopped, 'code' | 'values'>): Problem {
  return code === 'network' ? { code: 'sync.network' } : { code, values };
}

/** The password a file holds, without the end of its line; null when it cannot be read. */
export function passwordIn(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/u, '');
  } catch {
    return null;
  }
}
