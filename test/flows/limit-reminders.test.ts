import { afterEach, describe, expect, it } from 'vitest';
import { type Flow, runFlow, type Speed } from '../lib/flow';
import { readKeymap } from '../lib/keymap';
import { command, press, type } from '../lib/keys';
import { all } from '../lib/screen-text';
import { makeScenarioBase, makeWorld, runAkti, startAkti, type World } from '../lib/world';

const worlds: World[] = [];

afterEach(() => {
  for (const world of worlds.splice(0)) world.remove();
});

/** Steps 1 to 4 of B3: from the notice to the two reminders of its investigation. */
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
      name: 'reason',
      keys: [type('op'), press('Tab'), type('Olli Ope'), press('Tab'), type('po'), press('Tab')],
    },
    {
      name: 'save',
      keys: [command('save')],
      expect: all(/diaarinumero 1/, /Määräaika 260326 Palvelutarpeen arvioinnin aloitus · ja/),
    },
    { name: 'copy', keys: [command('initiation.copy'), command('save')], expect: /Kopioitu/ },
    { name: 'investigation', keys: [command('investigation.open')], expect: /Päämies/ },
    {
      name: 'save investigation',
      keys: [command('save')],
      expect: all(/Tallennettu/, /1301\/2014 36 § 3 mom · jos erityisen tuen tarve/),
    },
    {
      name: 'propose',
      keys: [command('reminder.new')],
      expect: all(
        /\[x\] 260326\? Palvelutarpeen arvioinnin/,
        /\[x\] 170626\? Palvelutarpeen arviointi/,
      ),
    },
    {
      name: 'remind',
      keys: [command('save')],
      expect: all(/Muistutuksia kirjattu 2/, /Selvityksen tyyppi/),
    },
    {
      name: 'again',
      keys: [command('reminder.new')],
      expect: all(/Määräajoista on jo muistutukset/, /Koskee +Selv170326/),
    },
  ],
};

async function ran(speed: Speed): Promise<string> {
  const world = makeWorld();
  worlds.push(world);
  await makeScenarioBase(world, 'B3');
  const args = ['--base', world.base, '--user', 'yhtmalmai', '--work-date', FLOW.workDate];
  const env = { AKTI_NOW: '2026-03-17T07:10:00.000Z', AKTI_SEED: '7' };
  const terminal = startAkti({ world, args, env });
  try {
    await runFlow(terminal, FLOW, { keymap: readKeymap('effica'), speed });
    terminal.send('\x11');
    expect((await terminal.exit).code).toBe(0);
  } finally {
    await terminal.close();
  }
  const out = await runAkti(['show', '030915A915K', '--json', ...args], { world, env });
  expect(out.stderr).toBe('');
  return out.stdout;
}

interface Shown {
  readonly records: readonly { readonly form: string; readonly values: Record<string, unknown> }[];
}

describe('reminders of the time limits of B3', () => {
  it('are made by three keys from the investigation just saved, at any speed', async () => {
    const steadily = await ran('stepwise');
    expect(await ran('chunk')).toBe(steadily);
    const { records } = JSON.parse(steadily) as Shown;
    const made = records.filter(({ form }) => form === 'reminder').map(({ values }) => values);
    expect(made.map(({ due_on, text }) => `${due_on} ${text}`).sort()).toEqual([
      '2026-03-26 Palvelutarpeen arvioinnin aloitus, 1301/2014 36 § 3 mom',
      '2026-06-17 Palvelutarpeen arviointi valmis, 1301/2014 36 §',
    ]);
  });
});
