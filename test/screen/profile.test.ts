import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { type TerminalProfile, terminalProfile, XTERM } from '../../src/screen/profile';

function profile(environment: Record<string, string>, asciiLines = false): TerminalProfile {
  const result = terminalProfile(environment, asciiLines);
  if (!result.ok) throw new Error(result.problem.code);
  return result.value;
}

/** What a terminal lacks beside xterm, and the sets it differs in. */
function lacks(environment: Record<string, string>): string[] {
  const found = profile(environment);
  return Object.entries(found).flatMap(([name, value]) =>
    value === XTERM[name as keyof TerminalProfile]
      ? []
      : [value === false ? name : `${name} ${value}`],
  );
}

test('a terminal is known by TERM, and what it lacks is not used', () => {
  for (const TERM of ['xterm', 'xterm-256color']) expect(lacks({ TERM })).toEqual([]);
  for (const TERM of ['tmux-256color', 'alacritty', 'konsole']) {
    expect(lacks({ TERM })).toEqual(['altMode']);
  }
  expect(lacks({ TERM: 'screen-256color' })).toEqual(['eraseCharacters', 'altMode']);
  expect(lacks({ TERM: 'putty-256color' })).toEqual(['dim', 'altMode']);
  expect(lacks({ TERM: 'rxvt-unicode-256color' })).toEqual(['dim', 'altMode']);
  expect(lacks({ TERM: 'rxvt' })).toEqual(['dim', 'eraseCharacters', 'bracketedPaste', 'altMode']);
  expect(lacks({ TERM: 'linux' })).toEqual([
    ...['alternateScreen', 'bracketedPaste', 'altMode', 'lines square'],
  ]);
  const vt220 = ['color', 'dim', 'alternateScreen', 'bracketedPaste', 'altMode'];
  for (const TERM of ['vt220', 'vt420', 'vt525']) {
    expect(lacks({ TERM })).toEqual([...vt220, 'lines dec', 'charset ascii']);
  }
  expect(lacks({ TERM: 'vt100' })).toEqual(
    expect.arrayContaining([...vt220, 'partialReset', 'eraseCharacters', 'hiddenCursor']),
  );
});

test('a stranger is asked for nothing it might print, unless its name tells of an xterm', () => {
  expect(lacks({ TERM: 'unheard-of' })).toEqual([
    ...['color', 'dim', 'partialReset', 'eraseCharacters', 'alternateScreen'],
    ...['bracketedPaste', 'wrapOff', 'hiddenCursor', 'altMode'],
  ]);
  expect(profile({ TERM: 'unheard-of', LANG: 'C' }).lines).toBe('ascii');
  expect(profile({ TERM: 'ansi' })).toMatchObject({ color: true, wrapOff: false });
  expect(lacks({ TERM: 'unheard-256color' })).toEqual(['eraseCharacters', 'altMode']);
});

test('NO_COLOR takes the colours, CI nothing; without a cursor there is no screen', () => {
  expect(lacks({ TERM: 'xterm', NO_COLOR: '1' })).toEqual(['color']);
  expect(lacks({ TERM: 'xterm', NO_COLOR: '' })).toEqual([]);
  expect(lacks({ TERM: 'xterm', CI: 'true' })).toEqual([]);
  for (const environment of [{ TERM: 'dumb' }, { TERM: '' }, {}]) {
    expect(terminalProfile(environment)).toEqual({ ok: false, problem: { code: 'tty.dumb' } });
  }
});

test('the locale says which bytes are text, and with them how frames are drawn', () => {
  const sets = (environment: Record<string, string>) => {
    const { charset, lines } = profile({ TERM: 'vt220', ...environment });
    return `${charset} ${lines}`;
  };
  expect(sets({})).toBe('ascii dec');
  expect(sets({ LANG: 'fi_FI.UTF-8' })).toBe('utf-8 unicode');
  expect(sets({ LANG: 'fi_FI.utf8' })).toBe('utf-8 unicode');
  expect(sets({ LANG: 'fi_FI.ISO-8859-1' })).toBe('latin-1 dec');
  expect(sets({ LANG: 'fi_FI' })).toBe('latin-1 dec');
  expect(sets({ LANG: 'fi_FI@euro' })).toBe('latin-9 dec');
  expect(sets({ LANG: 'fi_FI.ISO-8859-15@euro' })).toBe('latin-9 dec');
  expect(sets({ LANG: 'ru_RU.KOI8-R' })).toBe('ascii dec');
  for (const LANG of ['C', 'POSIX', 'C.ASCII']) expect(sets({ LANG })).toBe('ascii dec');
  expect(sets({ LANG: 'C', LC_CTYPE: 'fi_FI.UTF-8' })).toBe('utf-8 unicode');
  expect(sets({ LC_ALL: 'C', LC_CTYPE: 'fi_FI.UTF-8' })).toBe('ascii dec');
  expect(sets({ LC_ALL: '', LC_CTYPE: '', LANG: 'fi_FI.UTF-8' })).toBe('utf-8 unicode');
  expect(profile({ TERM: 'xterm' })).toMatchObject({ charset: 'utf-8', lines: 'unicode' });
  expect(profile({ TERM: 'xterm', LANG: 'C' })).toMatchObject({ charset: 'ascii', lines: 'dec' });
  expect(profile({ TERM: 'xterm' }, true)).toMatchObject({ charset: 'utf-8', lines: 'ascii' });
});

/** Where we go beyond what terminfo says of a terminal; the table of profiles says why. */
const BEYOND: Readonly<Record<string, readonly string[]>> = {
  'tmux-256color': ['eraseCharacters', 'wrapOff'],
  screen: ['bracketedPaste', 'wrapOff'],
  'screen-256color': ['bracketedPaste', 'wrapOff'],
  linux: [],
  xterm: ['altMode'],
  'xterm-256color': ['altMode'],
  vt220: [],
  vt100: [],
  vt102: [],
  rxvt: ['wrapOff'],
};

/** What a terminal has by terminfo, in the words of a profile. */
const BY_TERMINFO: Readonly<Record<string, RegExp>> = {
  color: /^\tcolors#/m,
  dim: /^\tdim=/m,
  partialReset: /^\trmul=\\E\[24m/m,
  eraseCharacters: /^\tech=/m,
  alternateScreen: /^\tsmcup=/m,
  bracketedPaste: /^\tBE=/m,
  wrapOff: /^\trmam=/m,
  hiddenCursor: /^\tcivis=/m,
  altMode: /\[\?1036h/m,
};

const hasInfocmp = spawnSync('infocmp', ['-1', 'xterm']).status === 0;

test.skipIf(!hasInfocmp).each(Object.entries(BEYOND))(
  'nothing is sent that terminfo does not know of %s',
  (TERM, beyond) => {
    const { stdout, status } = spawnSync('infocmp', ['-1', '-x', TERM], { encoding: 'utf8' });
    if (status !== 0) return;
    const known = profile({ TERM });
    const sent = Object.entries(BY_TERMINFO).filter(
      ([name, has]) => known[name as keyof TerminalProfile] && !has.test(stdout),
    );
    expect(sent.map(([name]) => name)).toEqual(beyond);
  },
);
