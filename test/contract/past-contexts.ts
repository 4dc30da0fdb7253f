import type { Desk } from './desk';
import { type Context, entryIs, inDiary, openClient, overlayIs } from './reach';

/** The case as it was at the end of the work date, which is what the base holds. */
function lookBack(desk: Desk): void {
  openClient(desk).command('case.past').type('160326').keys('Enter');
}

/** Where a case is shown as it was, and the history of a record. */
export const PAST: Context[] = [
  {
    name: 'prompt of the day looked back to',
    reach: (desk) => openClient(desk).command('case.past'),
    there: overlayIs('prompt'),
  },
  {
    name: 'diary of the past',
    reach: lookBack,
    there: (state) => inDiary(state) && state.past !== null,
  },
  {
    name: 'tree of the past',
    reach: (desk) => {
      lookBack(desk);
      desk.keys('Left', 'Down');
    },
    there: (state) => state.past !== null && state.diary.tree === 1,
  },
  {
    name: 'record of the past',
    reach: (desk) => {
      lookBack(desk);
      desk.keys('F5');
    },
    there: (state) => state.past !== null && entryIs('initiation', 'shown')(state),
  },
  {
    name: 'work entry of the past',
    reach: (desk) => {
      lookBack(desk);
      desk.keys('F9');
    },
    there: (state) => state.past !== null && entryIs('work_entry', 'shown')(state),
  },
  {
    name: 'person of the past',
    reach: (desk) => {
      lookBack(desk);
      desk.command('person.show');
    },
    there: (state) => state.past !== null && entryIs('person', 'shown')(state),
  },
  {
    name: 'history of a record',
    reach: (desk) => openClient(desk).keys('Up').command('history.show'),
    there: overlayIs('history'),
  },
];
