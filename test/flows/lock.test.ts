import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Clients, keys, openMemo } from '../faults/client';
import { runAkti, startAkti, type World } from '../lib/world';

const clients = new Clients();

beforeAll(() => clients.share());
afterEach(() => clients.closeAll());
afterAll(() => clients.unshare());

const LOCK = '\x00';
/** Texts of the case that stand on the screen before it is locked. */
const SECRETS = /Testi|121255|Kriisipalvelu|Salaisuus|Vireillepano/;

describe('the locked client', () => {
  it('shows nothing of the case, also when resized, and opens where it was', async () => {
    const terminal = await clients.open(clients.shared);
    await openMemo(terminal);
    terminal.send('Salaisuus7391');
    await terminal.waitFor('Salaisuus7391');
    const seen = terminal.bytes;
    terminal.send(LOCK);
    await terminal.waitFor('Näyttö on lukittu');
    terminal.send('Kirjoitettu55');
    terminal.send(keys('F12', 'Ctrl+L', 'Ctrl+P', 'Ctrl+Q'));
    terminal.resize(60, 20);
    await terminal.waitFor((screen) => screen.length === 20 && /lukittu/.test(screen.join('\n')));
    expect(terminal.screen().join('\n')).not.toMatch(SECRETS);
    const after = terminal.output(seen).toString('utf8');
    expect(after).not.toMatch(SECRETS);
    expect(after).not.toContain('Kirjoitettu55');
    terminal.send(keys('Enter'));
    await terminal.waitFor('Salaisuus7391');
  });

  it('locks by itself when no key has come for the time that is set', async () => {
    const terminal = await clients.open(clients.shared, { env: { AKTI_LOCK_MINUTES: '0.05' } });
    await terminal.waitFor('Näyttö on lukittu', { timeoutMs: 15_000 });
    expect(terminal.screen().join('\n')).not.toMatch(SECRETS);
    terminal.send(keys('Enter'));
    await terminal.waitFor(/Testi, Isä/);
  });
});

describe('a lost line while locked', () => {
  it('keeps what was typed, and leaves nothing of it on the page', async () => {
    const terminal = await clients.open(clients.shared);
    await openMemo(terminal);
    terminal.send('Kesken8264');
    await terminal.waitFor('Kesken8264');
    terminal.send(LOCK);
    await terminal.waitFor('Näyttö on lukittu');
    const seen = terminal.bytes;
    terminal.kill('SIGHUP');
    expect((await terminal.exit).code).toBe(129);
    expect(terminal.output(seen).toString('utf8')).not.toMatch(/Kesken8264|Testi|121255/);
    const again = await clients.open(clients.lastWorld().base);
    await openMemo(again);
    await again.waitFor('Kesken8264');
  });
});

describe('on a real base', () => {
  const PASSPHRASE = 'neljä sanaa yhdessä 7';
  const args = (world: World) => ['--base', world.base, '--work-date', '160326'];

  it('the passphrase is asked for again, a wrong one never quits', async () => {
    const world = clients.world();
    const making = startAkti({ world, args: ['init', world.base, '--user', 'omatunnus'] });
    clients.keep(world, making);
    await making.waitFor('Uuden kannan tunnuslause');
    making.send(`${PASSPHRASE}\r`);
    await making.waitFor('Tunnuslause uudelleen');
    making.send(`${PASSPHRASE}\r`);
    expect((await making.exit).code).toBe(0);
    const terminal = clients.keep(world, startAkti({ world, args: args(world) }));
    await terminal.waitFor('Kannan tunnuslause');
    terminal.send(`${PASSPHRASE}\r`);
    await terminal.waitFor('Etsi henkilö');
    terminal.send(`kirjoitettua${LOCK}`);
    await terminal.waitFor(/Kirjoita kannan tunnuslause/);
    expect(terminal.screen().join('\n')).toMatch(/oikea kanta[\s\S]*omatunnus/);
    terminal.send(`omatunnus\r${PASSPHRASE}\r`);
    await terminal.waitFor('Ei täsmännyt');
    expect(terminal.screen().join('\n')).not.toContain(PASSPHRASE);
    // The right one was typed ahead: it waited its time and opened.
    await terminal.waitFor('kirjoitettua');
    expect(terminal.output().toString('utf8')).not.toContain(PASSPHRASE);
  });

  it('opened by a key file, the own user id opens it, and it says what that is worth', async () => {
    const world = clients.world();
    writeFileSync(world.file('avain'), Buffer.alloc(32, 7), { mode: 0o600 });
    const env = { AKTI_KEY_FILE: world.file('avain') };
    const made = await runAkti(['init', world.base, '--user', 'omatunnus'], { world, env });
    expect(made.code).toBe(0);
    const terminal = clients.keep(world, startAkti({ world, args: args(world), env }));
    await terminal.waitFor('Etsi henkilö');
    terminal.send(LOCK);
    await terminal.waitFor(/lukitse myös kone/);
    terminal.send('toinen\r');
    await terminal.waitFor('Ei täsmännyt');
    terminal.send('omatunnus\r');
    await terminal.waitFor('Etsi henkilö');
  });
});
