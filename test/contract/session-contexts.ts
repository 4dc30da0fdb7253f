import type { Desk } from './desk';
import { type Context, inDiary, openClient } from './reach';
import { IDENTIFIERS } from './world';

/** An interrupted initiation of the client, and a newcomer opened in front of it. */
function openSecond(desk: Desk): void {
  openClient(desk).keys('F5').type('aik').keys('F4');
  openClient(desk, IDENTIFIERS.newcomer);
}

/** Several clients open. */
export const WINDOWS: Context[] = [
  {
    name: 'two clients',
    reach: openSecond,
    there: (state) => inDiary(state) && state.windowNo === 2 && state.behind.length === 1,
  },
  {
    name: 'start with a client behind',
    reach: (desk) => openClient(desk).keys('F5').type('aik').keys('F4'),
    there: ({ pane, behind }) => pane === 'start' && behind.length === 1,
  },
  {
    name: 'menu of windows, the one in front chosen',
    reach: (desk) => {
      openSecond(desk);
      desk.keys('F10', 'Left', 'Left', 'Down');
    },
    there: ({ overlay }) => overlay?.kind === 'menu' && overlay.menu === 'ikkuna',
  },
];

/** A screen locked over a half typed entry, in each of the ways it opens. */
export const LOCKED: Context[] = (['enter', 'user', 'passphrase'] as const).map((way) => ({
  name: `locked, opened by ${way}`,
  // The letter behind a leader belongs to the answer there, so key maps differ.
  ...(way === 'enter' ? {} : { options: {} }),
  reach: (desk) => {
    desk.state = { ...desk.state, unlocking: way };
    openClient(desk).keys('F5').type('aik').keys('Ctrl+Space');
    if (way !== 'enter') desk.type('au');
  },
  there: ({ lock, pane }) => lock !== null && pane === 'initiation',
}));
