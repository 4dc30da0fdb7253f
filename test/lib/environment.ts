import { join } from 'node:path';

/** What a child program of a test may know of the machine. */
export interface EnvironmentOptions {
  /** Folder that stands for the user's home; all XDG folders lie in it. */
  readonly home: string;
  /** Sets `CI=true`. Left out, no variable names a build machine. */
  readonly ci?: boolean;
  /** More variables, or `undefined` to take one of the fixed ones away. */
  readonly extra?: Readonly<Record<string, string | undefined>>;
}

/**
 * The whole environment of a child program: nothing is inherited but PATH, so a developer's
 * settings, locale and `CI` cannot change what a test sees.
 */
export function environmentOf(options: EnvironmentOptions): Record<string, string> {
  const { home, ci = false, extra = {} } = options;
  const wanted: Record<string, string | undefined> = {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    TZ: 'Europe/Helsinki',
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_STATE_HOME: join(home, '.local', 'state'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_RUNTIME_DIR: join(home, '.run'),
    TMPDIR: join(home, '.tmp'),
    ...(ci ? { CI: 'true' } : {}),
    ...extra,
  };
  const given = Object.entries(wanted).filter((pair) => pair[1] !== undefined);
  return Object.fromEntries(given) as Record<string, string>;
}
