import { afterEach, describe, expect, it } from 'vitest';
import { type FlowStep, runFlow } from '../lib/flow';
import { readKeymap } from '../lib/keymap';
import { command, type KeyStep, press, type } from '../lib/keys';
import { all } from '../lib/screen-text';
import type { Terminal } from '../lib/terminal';
import { makeScenarioBase, makeWorld, runAkti, startAkti, type World } from '../lib/world';

const CLIENT = '121255-TP1X';
const DAY = '160326';
const worlds: World[] = [];
const open: Terminal[] = [];

afterEach(async () => {
  for (const terminal of open.splice(0)) await terminal.close();
  for (const world of worlds.splice(0)) world.remove();
});

/** The program of one worker on the base of B1. */
function at(world: World, user: string, day = DAY): Terminal {
  const terminal = startAkti({
    world,
    args: ['--base', world.base, '--user', user, '--work-date', day],
  });
  open.push(terminal);
  return terminal;
}

async function steps(terminal: Terminal, start: FlowStep['expect'], list: readonly FlowStep[]) {
  const flow = { scenario: 'B1', workDate: DAY, start: start ?? DAY, budget: null, steps: list };
  return runFlow(terminal, flow, { keymap: readKeymap('effica') });
}

/** A command without a key, by the palette. */
const byPalette = (words: string): KeyStep[] => [
  command('palette.open'),
  type(words),
  press('Enter'),
];

const INITIATION: FlowStep[] = [
  { name: 'client', keys: [type('1212'), press('Enter')], expect: /Testi, Isä/ },
  { name: 'initiation', keys: [command('initiation.open')], expect: /Vireillepanon tyyppi/ },
  { name: 'type', keys: [type('as'), press('Tab')], expect: /AS \/ Aikuissosiaalityön tarve/ },
  { name: 'to the reason', keys: [press('Tab'), press('Tab')] },
  { name: 'reason', keys: [type('kr'), press('Tab'), command('save')], expect: /diaarinumero/ },
];

const TO_QUEUE: FlowStep[] = [
  { name: 'queue', keys: [command('tab.other')], expect: all(/\[Jono\]/, /Testi, Isä/) },
  { name: 'row', keys: [press('Tab')], expect: /Insert ottaa käsittelyyn avaamatta/ },
];

interface Shown {
  readonly records: readonly { readonly form: string; readonly values: Record<string, unknown> }[];
}

async function shown(world: World): Promise<Shown> {
  const args = ['show', CLIENT, '--json', '--base', world.base, '--user', 'yhtmalmai'];
  const out = await runAkti([...args, '--work-date', DAY], { world });
  expect(out.stderr).toBe('');
  return JSON.parse(out.stdout) as Shown;
}

describe('queue, hand-over and parallel processes by keys in real terminals', () => {
  it('is taken once, handed over, accepted, and goes on beside another process', async () => {
    const world = makeWorld();
    worlds.push(world);
    await makeScenarioBase(world, 'B1');
    await steps(at(world, 'yhtsihter'), DAY, INITIATION);

    const maija = at(world, 'yhtmalmai');
    const osten = at(world, 'yhtpälöst');
    await steps(maija, DAY, TO_QUEUE);
    await steps(osten, DAY, TO_QUEUE);
    const take = [command('queue.take')];
    await steps(maija, /Jono/, [{ name: 'take', keys: take, expect: /Otettu käsittelyyn/ }]);
    const late = /Mallila Maija otti tämän \d\d:\d\d/;
    const empty = /Jonossa ei ole mitään otettavaa/;
    await steps(osten, /Jono/, [{ name: 'take', keys: take, expect: all(late, empty) }]);

    await steps(maija, /Otettu/, [
      { name: 'to my list', keys: Array(3).fill(command('tab.other')), expect: /\[Työlista\]/ },
      { name: 'open', keys: [press('Tab'), press('Enter')], expect: /Diaarinumero/ },
      { name: 'hand over', keys: byPalette('siirrä käs'), expect: /Kenelle/ },
      { name: 'to', keys: [type('pälv'), press('Tab')], expect: /Pälvinen Östen/ },
      { name: 'why', keys: [type('tarv'), press('Tab'), type('Iso asia'), command('save')] },
      { name: 'saved', keys: [command('diary.open')], expect: /Siirto: .*→.*Pälvinen Östen/su },
    ]);
    await steps(osten, /Jono/, [
      { name: 'my list', keys: Array(3).fill(command('tab.other')), expect: /siirto +121255/ },
      { name: 'on it', keys: [press('Tab')], expect: /Insert hyväksyy sen avaamatta|hyväksyy/ },
      { name: 'accept', keys: take, expect: /Siirto hyväksytty/ },
      { name: 'open', keys: [press('Enter')], expect: /Diaarinumero/ },
      { name: 'investigate', keys: [command('investigation.open')], expect: /Selvityksen tyyppi/ },
      { name: 'save', keys: [command('save')], expect: /Tallennettu/ },
    ]);

    await steps(maija, /Siirto/, [
      { name: 'start', keys: [command('finder.open')], expect: /Etsi henkilö/ },
      ...INITIATION.slice(0, 1),
      ...INITIATION.slice(1, 3),
      { name: 'to the reason', keys: [press('Tab'), press('Tab'), press('Tab')] },
      { name: 'reason', keys: [type('kr'), press('Tab'), command('save')], expect: /diaarinum/ },
      { name: 'investigate', keys: [command('investigation.open')], expect: /Selvityksen tyyppi/ },
      {
        name: 'save',
        keys: [command('save')],
        expect: all(/Tallennettu/, /Meneillään 2: Selv160326/),
      },
      { name: 'diary', keys: [command('diary.open')], expect: /Selv160326.*Selv160326/su },
      { name: 'the first node', keys: [press('Left'), press('Down')], expect: />\[-\] Selv/ },
      { name: 'decide', keys: [command('decision.open')], expect: /Päätöspäivä/ },
      { name: 'save', keys: [command('save')], expect: /Päätösno/ },
    ]);

    const { records } = await shown(world);
    const of = (form: string) =>
      records.filter((rec) => rec.form === form).map((rec) => rec.values);
    expect(of('initiation').map((values) => values.worker)).toEqual(['yhtpälöst', 'yhtmalmai']);
    expect(of('investigation').map((values) => values.worker)).toEqual(['yhtpälöst', 'yhtmalmai']);
    expect(of('handover')).toMatchObject([{ outcome: 'accepted', answered_by: 'yhtpälöst' }]);
    // The decision belongs to the node that was selected, which is the other worker's.
    expect(of('decision')).toMatchObject([{ investigation: 'investigation-1' }]);
  }, 120_000);
});
