import { afterEach, expect, test } from 'vitest';
import { look } from '../faults/base';
import { type Linked, PASSWORD, Stations } from '../flows/stations';
import { promptIn, seenIn, startLines, typeLine } from '../lib/by-lines';
import type { Terminal } from '../lib/terminal';
import { makeScenarioBase, runAkti } from '../lib/world';

const stations = new Stations();
afterEach(() => stations.close());

const argsOf = ({ world, user }: Linked) => [
  ...['--base', world.base, '--user', user, '--work-date', '190326'],
];

/** A worker at another station: the client by lines, with all its answers written beforehand. */
async function beside(station: Linked, ...lines: readonly string[]): Promise<string> {
  const input = [PASSWORD, '050590-9825', ...lines, '/lähetä nyt', '/lopeta', ''].join('\n');
  const done = await runAkti(['--line', ...argsOf(station)], { world: station.world, input });
  expect([done.stderr, done.code]).toEqual(['', 0]);
  // What was asked of the centre is waited for, so that it is said before the next line is read.
  expect(done.stdout).toMatch(/Kirjaudutaan keskukseen…\nYhteys keskukseen toimii/);
  expect(done.stdout).toMatch(/Lähetetään…\n[^:]*Lähetetty ja haettu\./);
  return done.stdout.replace(/\s+/gu, ' ');
}

/** Another end of the running service, with its reason. */
const endOf = (day: string) => ['4', '/korjaa', '', day, '/tallenna', 'tieto'];
/** A new initiation, which asks nothing that it has not proposed. */
const INITIATION = ['/vireillepano', 'as', '@', '^syy', 'kr', '/tallenna'];

/** One client by lines, whose lines are typed at the prompts as they come. */
class Lines {
  private constructor(readonly terminal: Terminal) {}

  static start({ clients }: Stations, station: Linked): Lines {
    return new Lines(startLines(clients, station.world, argsOf(station)));
  }

  /** Types lines, each at a prompt that ends with a colon or a default; gives what was said. */
  async say(...lines: readonly string[]): Promise<string> {
    const { terminal } = this;
    let from = terminal.bytes;
    for (const line of lines) {
      await terminal.waitFor(() => /(?::|\/\/) ?$/u.test(seenIn(terminal)));
      from = terminal.bytes;
      await typeLine(terminal, '', line);
    }
    await terminal.waitFor(() => /\n[^\n]+(?::|\/\/) ?$/u.test(seenIn(terminal, from)), {
      timeoutMs: 20_000,
    });
    return seenIn(terminal, from).replace(/\s+/gu, ' ');
  }

  /** Asks for help until something has been said that came by itself. */
  async hears(wanted: RegExp): Promise<string> {
    const from = this.terminal.bytes;
    const said = () => seenIn(this.terminal, from).replace(/\s+/gu, ' ');
    await expect.poll(async () => [await this.say('?'), said()][1], PATIENCE).toMatch(wanted);
    return said();
  }
}

const PATIENCE = { timeout: 20_000, interval: 100 };

async function signsIn({ terminal }: Lines): Promise<void> {
  await promptIn(terminal, 'Salasana:');
  terminal.send('väärä-salasana\n');
  // It is asked again, and hidden again: a second try is no search for a client.
  await terminal.waitFor(() =>
    /salasana on väärä[^§]*\nKeskuksen salasana[^§]*Salasana: $/u.test(seenIn(terminal)),
  );
  terminal.send(`${PASSWORD}\n`);
  await promptIn(terminal, 'numero):');
  expect(seenIn(terminal)).toContain('Yhteys keskukseen toimii');
  expect(seenIn(terminal)).not.toMatch(/väärä-salasana|kotikäynti-/u);
}

test('by lines beside a centre: news, a lost network, a conflict, a number, the end', async () => {
  const { a, b, network } = await stations.link();
  const lines = Lines.start(stations, a);
  const { terminal } = lines;
  await signsIn(lines);
  await lines.say('050590-9825');

  // Another's entry comes while a line is typed: it is said behind that line.
  terminal.send('/kor');
  await beside(b, 'n k', '', '', 'Puhelu päiväkodista.', '.', '');
  const notes = () =>
    look(a.world.base, (base) => base.sql('SELECT id FROM diary_note').all().length);
  await expect.poll(notes, PATIENCE).toBe(1);
  terminal.send('jaa\n');
  await lines.hears(/Muilta tuli uutta, päiväkirjan rivi 6: 19\.3\.2026 Puhelu päiväkodista\./);
  expect(seenIn(terminal)).toContain('/korjaa\r\n');

  // No network: it is said, work goes on, and numbers are provisional.
  network.plan(() => ({ kind: 'cut request', after: 0 }));
  await lines.say('/päiväkirja', ...endOf('310826'));
  await lines.hears(/Yhteys keskukseen on poikki, lähtemättä 1\./);
  await lines.say(...INITIATION.slice(0, -1));
  expect(await lines.say('/tallenna')).toMatch(/Tallennettu, diaarinumero 1 \(väliaikainen\)\./);
  expect(await lines.say('/lähetä nyt')).toMatch(/Lähetetään… Keskukseen ei saatu yhteyttä\./);
  await beside(b, ...endOf('310526'), ...INITIATION);

  // Back again: both are told, and what the centre made of the number.
  network.plan(() => ({ kind: 'none' }));
  const sent = await lines.say('/lähetä nyt');
  expect(sent).toMatch(/Lähetetty ja haettu\..*Yhteys keskukseen toimii, kaikki on lähetetty\./);
  const back = sent + (await lines.hears(/muutti samaa/));
  expect(back).toMatch(/Pälvinen Östen muutti samaa: Palvelu, Saakka\. Lähetystila: \/lähetystila/);
  const all = seenIn(terminal).replace(/\s+/gu, ' ');
  expect(all).toMatch(/Vireillepano, Diaarinumero on nyt 2; väliaikainen oli 1\./);

  await settles(lines);
  await lines.say('/lähetä nyt', '/lähetystila');
  const settled = await lines.say('1');
  expect(settled).toMatch(/Ratkaissut Mallila Maija [\d :]+: sovittu käynnillä\./);
  expect(settled).toMatch(
    /Saakka\. Mallila Maija: 31\.8\.2026\. Pälvinen Östen: 31\.5\.2026\. Jäi 31\.8\.2026\./,
  );

  await stations.revoke(a.user);
  await lines.say('/päiväkirja', 'n k', '', '', 'Viimeinen.', '.', '');
  expect(await lines.say('/lähetä nyt')).toMatch(/Tämä laite on suljettu keskuksesta/);
  terminal.send('/lopeta\n');
  expect((await terminal.exit).code).toBe(0);
  expect(seenIn(terminal)).toMatch(/Keskukseen lähtemättä 1;/);
  expect(terminal.output().includes(0x1b)).toBe(false);
}, 120_000);

/** The conflict: both values, whose and from when; nothing is chosen beforehand, why is asked. */
async function settles(lines: Lines): Promise<void> {
  const row = await lines.say('/lähetystila');
  expect(row).toMatch(/1\. ristiriita, Palvelu041225 Perussosiaa\., Virta, Ida, \d+ min sitten\./);
  const both = await lines.say('1');
  expect(both).toMatch(/1\. Mallila Maija, \d{6} \d\d:\d\d, odottaa: 31\.8\.2026/);
  expect(both).toMatch(/2\. Pälvinen Östen, \d{6} \d\d:\d\d, keskuksessa: 31\.5\.2026/);
  expect(both).toMatch(/Ennen 30\.6\.2026\./);
  expect(await lines.say('3')).toMatch(/Kirjoita numero 1–2/);
  expect(await lines.say('1')).toMatch(/Saakka on 31\.8\.2026, Mallila Maija\. Miksi näin/);
  expect(await lines.say('')).toMatch(/Kenttä on täytettävä/);
  expect(await lines.say('sovittu käynnillä')).toMatch(/Ristiriita on ratkaistu/);
}

test('two programs on one base: who saves last is told field by field', async () => {
  const { clients } = stations;
  const world = clients.world();
  await makeScenarioBase(world, 'B5');
  const station = { world, user: 'yhtmalmai' };
  const [first, second] = [Lines.start(stations, station), Lines.start(stations, station)];
  for (const one of [first, second]) await one.say('050590-9825', '4', '/korjaa', '');
  await first.say('310826', '^toinen', 'päl', '/tallenna', 'tieto');
  await second.say('310526', '/tallenna');
  const told = await second.say('tieto');
  expect(told).toMatch(/Toinen on tallentanut tiedot tällä välin/);
  expect(told).toMatch(/Saakka\. Oma: 31\.5\.2026\. Tallennettu: 31\.8\.2026\./);
  expect(told).toMatch(/Toinen käsittelijä\. Oma: tyhjä\. Tallennettu: Pälvinen Östen\./);
  // The hands stand where the two part, and nothing is written over before it is saved again.
  expect(told).toMatch(/Palvelu, Saakka: 31\.5\.2026\/\/ $/);
  await second.say('/tallenna', 'tieto');
  const service = look(world.base, (base) =>
    base.sql('SELECT until, second_worker FROM service').get(),
  );
  expect(service).toEqual({ until: '2026-05-31', second_worker: 'yhtpälöst' });
}, 60_000);
