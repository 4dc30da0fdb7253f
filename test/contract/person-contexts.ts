import type { Desk } from './desk';
import { type Context, entryIs, openClient, overlayIs } from './reach';
import { IDENTIFIERS } from './world';

/** Begins a person who has the surname and the first name of the newcomer. */
function beginAlike(desk: Desk): void {
  desk.type('150318 lehto usko').keys('Enter', 'Ctrl+W');
}

/** Places of persons and households. */
export const PERSON_CONTEXTS: readonly Context[] = [
  {
    name: 'a new person',
    reach: (desk) => desk.command('person.new'),
    there: entryIs('person', 'new'),
  },
  {
    name: 'a new person begun in the finder',
    reach: beginAlike,
    there: (state) => entryIs('person', 'new')(state) && !!state.entries.person?.dirty,
  },
  {
    name: 'list of who may be the same',
    reach: (desk) => {
      beginAlike(desk);
      desk.keys('F12');
    },
    there: (state) => state.overlay?.kind === 'list' && state.overlay.purpose === 'alike',
  },
  {
    name: 'question of a merge',
    reach: (desk) => {
      desk.type('150318 mustikka metsä').keys('Enter', 'Ctrl+W', 'F12').command('person.merge');
    },
    there: overlayIs('prompt'),
  },
  {
    name: 'question of a move',
    reach: (desk) => openClient(desk).type('k').command('record.move'),
    there: overlayIs('prompt'),
  },
  {
    name: 'the person being amended',
    reach: (desk) => openClient(desk).command('person.show').keys('Enter'),
    there: entryIs('person', 'amending'),
  },
  {
    name: 'a guarded person being amended',
    reach: (desk) => openClient(desk, IDENTIFIERS.guarded).command('person.show').keys('Enter'),
    there: (state) => entryIs('person', 'amending')(state) && !!state.entries.person?.hidden,
  },
  {
    name: 'household shown',
    reach: (desk) => openClient(desk).command('household.open'),
    there: entryIs('household', 'shown'),
  },
  {
    name: 'household being amended',
    reach: (desk) => openClient(desk).command('household.open').keys('Enter', 'Tab').type('h'),
    there: (state) => entryIs('household', 'amending')(state) && !!state.entries.household?.dirty,
  },
  {
    name: 'a second household',
    reach: (desk) =>
      openClient(desk).command('household.open').command('household.open').type('kataja'),
    there: (state) => entryIs('household', 'new')(state) && !!state.entries.household?.dirty,
  },
  {
    name: 'list of persons for a cell',
    reach: (desk) => {
      openClient(desk).command('household.open').command('household.open').type('kataja');
      desk.keys('Tab');
    },
    there: overlayIs('list'),
  },
];
