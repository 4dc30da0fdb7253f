import { rowUnderHands } from '../../src/desk/start-list';
import type { ListKind } from '../../src/records/work-list';

import type { Desk } from './desk';
import type { Context } from './reach';

/** Changes the list below the finder until it is the wanted one, or all have been there. */
function openList(desk: Desk, wanted: ListKind): Desk {
  for (let n = 0; n < 6 && desk.state.start.list !== wanted; n++) desk.keys('Ctrl+O');
  return desk;
}

/** The lists below the finder, and what is opened from them. */
export const LIST_CONTEXTS: readonly Context[] = [
  {
    name: 'queue',
    reach: (desk) => desk.keys('Ctrl+O', 'Tab'),
    there: ({ start }) => start.list === 'queue' && start.side === 'list',
  },
  {
    name: 'list of what is given',
    reach: (desk) => openList(desk, 'given').keys('Tab'),
    there: ({ start }) => start.list === 'given' && start.side === 'list',
  },
  {
    name: 'list of running cases',
    reach: (desk) => openList(desk, 'cases').keys('Tab'),
    there: ({ start }) => start.list === 'cases' && start.side === 'list',
  },
  {
    name: 'list of somebody away',
    reach: (desk) => openList(desk, 'standing').keys('Tab'),
    there: ({ start }) => start.list === 'standing' && start.side === 'list',
  },
  {
    name: 'a hand-over in the work list',
    reach: (desk) => desk.keys('Tab'),
    there: ({ start, workList }) => start.side === 'list' && workList[0]?.kind === 'offered',
  },
  {
    name: 'a hand-over opened from the work list',
    reach: (desk) => desk.keys('Tab', 'Enter'),
    there: ({ pane, entries }) => pane === 'handover' && entries.handover?.mode === 'shown',
  },
  {
    name: 'a stand-in opened from the list',
    reach: (desk) => {
      openList(desk, 'given').keys('Tab');
      for (let n = 0; n < 20 && rowUnderHands(desk.state)?.kind !== 'cover'; n++) desk.keys('Down');
      desk.keys('Enter');
    },
    there: ({ pane, client }) => pane === 'stand_in' && client === null,
  },
];
