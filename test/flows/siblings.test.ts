import { afterEach, describe, expect, it } from 'vitest';
import { type Flow, flowKeys, type Speed } from '../lib/flow';
import { readKeymap } from '../lib/keymap';
import { command, memo, press, type } from '../lib/keys';
import { all } from '../lib/screen-text';
import { shownAfter } from '../lib/shown-after';
import { typedTwice } from '../lib/typed-twice';
import { makeWorld, type World } from '../lib/world';

const worlds: World[] = [];

afterEach(() => {
  for (const world of worlds.splice(0)) world.remove();
});

const COPY: Flow['steps'] = [
  {
    name: 'copy',
    keys: [command('initiation.copy')],
    expect: all(/Kopioi vireillepano sisaruksille/, /\[x\] 221118A926K Koivula, Enni/),
  },
  { name: 'save', keys: [command('save')], expect: /Kopioitu, diaarinumerot: Koivula, Enni 2/ },
];

/** Steps 1 and 2 of B3: a notice about Eetu, then the same about Enni. */
const FLOW: Flow = {
  scenario: 'B3',
  workDate: '170326',
  start: '170326',
  budget: null,
  steps: [
    { name: 'client', keys: [type('0309', 'person', '030915A915K'), press('Enter')] },
    { name: 'initiation', keys: [command('initiation.open')], expect: /Vireillepanon tyyppi/ },
    { name: 'type', keys: [type('35', 'type:initiation', 'shl_35'), press('Tab'), press('Tab')] },
    {
      name: 'from',
      keys: [type('op'), press('Tab'), type('Olli Ope'), press('Tab')],
      expect: /Ilmoittajan rooli +Opettaja/,
    },
    { name: 'reason', keys: [type('po'), press('Tab'), press('Tab')] },
    {
      name: 'save',
      keys: [memo('Poissaoloja.'), command('save')],
      expect: /diaarinumero 1 · Kopioi vireillepano sisaruksille/,
    },
    ...COPY,
  ],
};

function ran(speed: Speed): Promise<readonly string[]> {
  const world = makeWorld();
  worlds.push(world);
  const clients = ['030915A915K', '221118A926K'];
  return shownAfter({ world, flow: FLOW, speed, now: '2026-03-17T07:10:00.000Z', clients });
}

interface Shown {
  readonly records: readonly { readonly form: string; readonly values: Record<string, unknown> }[];
}

describe('a notice about two children', () => {
  it('is typed once, and the copy takes at most five keys', async () => {
    const steadily = await ran('stepwise');
    expect(await ran('chunk')).toEqual(steadily);
    const [eetu, enni] = steadily.map(
      (json) =>
        (JSON.parse(json) as Shown).records.find((rec) => rec.form === 'initiation')?.values,
    );
    const same = ['type', 'date', 'from', 'from_name', 'from_role', 'reason', 'text', 'worker'];
    for (const field of same) expect(enni?.[field], field).toEqual(eetu?.[field]);
    expect([eetu?.register_no, enni?.register_no]).toEqual([1, 2]);
    expect(enni?.copied_from).toMatch(/030915A915K/);
    expect(eetu?.copied_to).toEqual([expect.stringMatching(/221118A926K/)]);
    expect(typedTwice(FLOW.steps)).toBe(0);
    for (const name of ['effica', 'no-function-keys']) {
      expect(flowKeys({ ...FLOW, steps: COPY }, readKeymap(name)), name).toBeLessThanOrEqual(5);
    }
  });
});
