import { keyboardFor, keyFor, readKeymap } from '../test/lib/keymap';
import { bytesOf } from '../test/lib/keys';
import { builtProgram } from '../test/lib/root';
import type { Expectation } from '../test/lib/terminal';
import { makeScenarioBase, type World } from '../test/lib/world';
import type { Contestant } from './peers';
import type { Starter } from './start';

/** The client of the scenario base, by identifier. */
const CLIENT = '121255-TP1X';
const SCENARIO = 'B1';
const WORK_DATE = '050508';
const KEYMAP = 'effica';
const USER = 'yhtmalmai';

/** The screen that can be worked on at once after the start. */
const FIRST_FORM: Expectation = WORK_DATE;

/** Flags of the client on the base of a world. */
export function clientFlags({ base }: World, workDate = WORK_DATE): string[] {
  const who = ['--user', USER, '--work-date', workDate];
  return ['--base', base, ...who, '--keymap', KEYMAP];
}

const clientArgs = (world: World): string[] => [builtProgram(), ...clientFlags(world)];

/** Makes the base the client is measured on. */
export function makeBenchBase(world: World): Promise<void> {
  return makeScenarioBase(world, SCENARIO);
}

/** The client's start in a world whose base has been made. */
export function aktiStarter(world: World): Starter {
  return { command: process.execPath, args: clientArgs(world), usable: FIRST_FORM };
}

/** The client, led from its first screen to the text field of an initiation. */
export function aktiContestant(world: World): Contestant {
  const keymap = readKeymap(KEYMAP);
  const initiation = bytesOf(keyFor(keymap, 'initiation.open'), keyboardFor(keymap));
  const [tab, back] = [bytesOf('Tab'), bytesOf('Shift+Tab')];
  return {
    name: 'akti',
    command: process.execPath,
    args: clientArgs(world),
    ready: [
      { expect: FIRST_FORM, keys: `${CLIENT}${bytesOf('Enter')}` },
      { expect: /121255-TP1X\s+Testi, Isä/, keys: initiation },
      { expect: /Vireillepanon tyyppi/, keys: `as${tab}${tab}${tab}kr${tab}` },
      { expect: /Kriisipalvelu/, keys: tab },
    ],
    newLine: bytesOf('Enter'),
    // Up and down the form: at its last stop a Tab goes nowhere.
    fieldKeys: [back, back, back, tab, tab, tab],
  };
}
