import { expect, test } from 'vitest';
import { terminalProfile } from '../../src/screen/profile';

test('terminalProfile knows the terminals by TERM', () => {
  const profile = (environment: Record<string, string>) => {
    const result = terminalProfile(environment);
    return result.ok ? result.value : result.problem;
  };
  for (const TERM of ['xterm', 'xterm-256color', 'tmux-256color', 'linux']) {
    expect(profile({ TERM })).toEqual({ color: true, eraseCharacters: true });
  }
  expect(profile({ TERM: 'screen-256color' })).toEqual({ color: true, eraseCharacters: false });
  expect(profile({ TERM: 'vt220' })).toEqual({ color: false, eraseCharacters: true });
  expect(profile({ TERM: 'unheard-of' })).toEqual({ color: false, eraseCharacters: false });
  expect(profile({ TERM: 'unheard-256color' })).toEqual({ color: true, eraseCharacters: false });
  expect(profile({ TERM: 'xterm', NO_COLOR: '1' })).toMatchObject({ color: false });
  expect(profile({ TERM: 'xterm', NO_COLOR: '' })).toMatchObject({ color: true });
  expect(profile({ TERM: 'xterm', CI: 'true' })).toEqual(profile({ TERM: 'xterm' }));
  expect(profile({ TERM: 'dumb' })).toEqual({ code: 'tty.dumb' });
  expect(profile({})).toEqual({ code: 'tty.dumb' });
});
