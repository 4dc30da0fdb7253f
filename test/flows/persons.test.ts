import { afterEach, describe, expect, it } from 'vitest';
import type { Flow, Speed } from '../lib/flow';
import { command, type KeyStep, press, type } from '../lib/keys';
import { all } from '../lib/screen-text';
import { shownAfter } from '../lib/shown-after';
import { makeWorld, type World } from '../lib/world';

const worlds: World[] = [];

afterEach(() => {
  for (const world of worlds.splice(0)) world.remove();
});

const SAVE = command('save');
const TAB = press('Tab');

/** A command without a key of its own, by the palette. */
const palette = (text: string): KeyStep[] => [command('palette.open'), type(text), press('Enter')];

/** A child nobody has recorded: missed in a cell, made from it, and back in it with a role. */
function child(name: string, born: string, id: string): Flow['steps'] {
  return [
    { name: `${name} missed`, keys: [type(`Mustikka ${name}`), TAB], expect: /Uusi henkilö: \^W/ },
    {
      name: `${name} made`,
      keys: [command('person.new'), press('Shift+Tab'), type(born), SAVE],
      expect: all(/Rooli/, new RegExp(`${id} Mustik`)),
    },
    { name: `${name} a child`, keys: [type('b'), TAB, TAB], expect: /B \/ Lapsi/ },
  ];
}

/** A family from nothing; then a matter of the daughter recorded on the son, and put right. */
const FLOW: Flow = {
  scenario: 'B3',
  workDate: '160326',
  start: '160326',
  budget: null,
  steps: [
    {
      name: 'nobody',
      keys: [type('Mustikka Maija 120585'), press('Enter')],
      expect: /Uusi henkilö/,
    },
    {
      name: 'mother',
      keys: [command('person.new'), SAVE],
      expect: all(/Henkilö 120585-TP01 Mustikka, Maija/, /avattu asiakkaaksi/),
    },
    { name: 'household', keys: palette('perhe'), expect: all(/Huoltaja/, /R \/ Päämies/) },
    ...child('Eero', '150315', '150315ATP01'),
    ...child('Elli', '160317', '160317ATP01'),
    { name: 'household saved', keys: [SAVE], expect: all(/Tallennettu/, /\[x\]/) },
    {
      name: 'son',
      keys: [command('finder.open'), type('150315'), press('Enter')],
      expect: /Henkilö 150315ATP01/,
    },
    { name: 'initiation', keys: [command('initiation.open')], expect: /Vireillepanon tyyppi/ },
    {
      name: 'initiation saved',
      keys: [type('as'), TAB, TAB, TAB, type('kr'), TAB, SAVE],
      expect: /diaarinumero 1/,
    },
    { name: 'move', keys: palette('siirrä toiselle'), expect: /Siirtyvät +Vireillepano 1/ },
    { name: 'daughter', keys: [type('160317'), press('Enter')], expect: /160317ATP01 Mustikka/ },
    { name: 'reason', keys: [type('vää'), press('Enter')], expect: /siirretty oikealle/ },
    {
      name: 'diary of the daughter',
      keys: [command('finder.open'), type('160317'), press('Enter')],
      expect: /henkilöltä 150315ATP01/,
    },
  ],
};

interface Shown {
  readonly household: readonly { readonly role: string; readonly guardian: boolean }[];
  readonly records: readonly { readonly form: string; readonly values: Record<string, unknown> }[];
}

function ran(speed: Speed): Promise<readonly string[]> {
  const world = makeWorld();
  worlds.push(world);
  const clients = ['150315ATP01', '160317ATP01'];
  return shownAfter({ world, flow: FLOW, speed, now: '2026-03-16T07:10:00.000Z', clients });
}

describe('a family, and a matter recorded on the wrong child', () => {
  it('is entered and put right by keys, at any speed', async () => {
    const steadily = await ran('stepwise');
    expect(await ran('chunk')).toEqual(steadily);
    const [eero, elli] = steadily.map((json) => JSON.parse(json) as Shown) as [Shown, Shown];
    const roles = elli.household.map(
      ({ role, guardian }) => `${role}${guardian ? ' guardian' : ''}`,
    );
    expect(roles).toEqual(['B', 'R guardian', 'B']);
    expect(eero.records.map((rec) => rec.form)).toEqual(['trace']);
    expect(elli.records.map((rec) => rec.form)).toEqual(['initiation', 'trace']);
    expect(elli.records[0]?.values.register_no).toBe(1);
    expect(eero.records[0]?.values).toMatchObject({ kind: 'moved_away', other: '160317ATP01' });
  }, 120_000);
});
