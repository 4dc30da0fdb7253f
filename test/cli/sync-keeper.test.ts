import { afterEach, expect, it } from 'vitest';
import { noKeyYet } from '../../src/cli/hands-beside';
import { SyncKeeper, shownAtFirst } from '../../src/cli/sync-keeper';
import type { SyncShown } from '../../src/desk/sync-state';
import { makeStation, type Station } from '../records/feed';
import { enterPerson } from '../records/office';

let station: Station;
afterEach(() => station.office.close());

it('counts what was saved among what has not gone, before any thread has begun', async () => {
  station = makeStation(1);
  const { base, world } = station.office;
  const first: SyncShown = { ...shownAtFirst(base, world.clock), contact: 'ok' };
  const lines: SyncShown[] = [];
  const told = { shown: (sync: SyncShown) => lines.push(sync), news: () => {}, decided: () => {} };
  const data = { path: base.path, key: null, lastKey: noKeyYet() };
  const keeper = new SyncKeeper(data, world.clock, first, told, base);
  expect(first).toMatchObject({ pending: 0, contact: 'ok' });
  enterPerson(station.office.session('yhtmalmai'), '140388-9028', 'Koivula', 'Aino');
  keeper.saved();
  // Keys typed ahead may end the program in the same breath.
  base.close();
  expect(lines).toEqual([]);
  await Promise.resolve();
  expect(lines).toMatchObject([{ pending: 1, contact: 'ok' }]);
  keeper.close();
});
