import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { clientArgs, FATHER } from '../faults/base';
import { Clients } from '../faults/client';
import { seenIn, startLines, typeLine } from '../lib/by-lines';
import type { Terminal } from '../lib/terminal';
import { runAkti, startAkti } from '../lib/world';

const clients = new Clients();

beforeAll(() => clients.share());
afterEach(() => clients.closeAll());
afterAll(() => clients.unshare());

test('keeps what is typed at the end, at SIGTERM and SIGHUP, half a text too', async () => {
  const world = clients.world(clients.shared);
  const args = clientArgs(world.base);
  const ends: readonly (readonly [string, (terminal: Terminal) => void, number])[] = [
    ['eka', (terminal) => terminal.send('\x04'), 0],
    ['toka', (terminal) => terminal.kill('SIGTERM'), 143],
    ['kolmas', (terminal) => terminal.kill('SIGHUP'), 129],
  ];
  for (const [at, [text, end, code]] of ends.entries()) {
    const terminal = startLines(clients, world, args);
    await typeLine(terminal, 'numero):', FATHER.find);
    await typeLine(terminal, '//', '/vireillepano');
    if (at === 0) await typeLine(terminal, 'Vireillepanon tyyppi:', '^teksti');
    await typeLine(terminal, at === 0 ? '.):' : '//', text);
    await typeLine(terminal, 'jatko:', `jatkoa ${text}`);
    await terminal.waitFor(() => seenIn(terminal).trimEnd().endsWith('jatko:'));
    end(terminal);
    expect((await terminal.exit).code).toBe(code);
    expect(terminal.output().includes(0x1b)).toBe(false);
  }
  const input = `${FATHER.find}\n/vireillepano\n`;
  const after = await runAkti(['--line', ...args], { world, input });
  const texts = ends.map(([text]) => `${text} / jatkoa ${text}`).join(' / ');
  expect(after.stdout).toContain(`Teksti (lopuksi rivi .): ${texts.slice(0, 50)}`);
  expect(after.stdout).toContain('Kesken jäi Vireillepano, Testi, Isä.');
});

/** An empty real base, and what opens it. */
async function realBase() {
  const world = clients.world();
  writeFileSync(world.file('avain'), Buffer.alloc(32, 7));
  const env = { AKTI_KEY_FILE: world.file('avain') };
  const made = await runAkti(['init', world.base, '--user', 'omatunnus'], { world, env });
  expect(made.code).toBe(0);
  return { world, env };
}

test('an answer to a lock is not shown, and what is open stays out of sight', async () => {
  const { world, env } = await realBase();
  const terminal = startLines(clients, world, ['--base', world.base, '--work-date', '160326'], env);
  await typeLine(terminal, 'numero):', '/lukitse');
  await terminal.waitFor(() => seenIn(terminal).endsWith('Lukittu: '));
  const from = terminal.bytes;
  // Typed with a slip, and corrected.
  terminal.send('omatunnsu\x7f\x7fus\r');
  await terminal.waitFor(() => terminal.output(from).toString('utf8').includes('taas auki'));
  expect(terminal.output(from).toString('utf8')).not.toContain('omatun');
  await typeLine(terminal, 'numero):', '/lopeta');
  expect((await terminal.exit).code).toBe(0);
  expect(terminal.output().includes(0x1b)).toBe(false);
});

test('where what is typed is hidden, Ctrl+C and Ctrl+D end it as anywhere', async () => {
  const { world, env } = await realBase();
  for (const [sign, code] of [
    ['\x03', 130],
    ['\x04', 0],
  ] as const) {
    const args = ['--base', world.base, '--work-date', '160326'];
    const terminal = startLines(clients, world, args, env);
    await typeLine(terminal, 'numero):', '/lukitse');
    await terminal.waitFor(() => seenIn(terminal).endsWith('Lukittu: '));
    terminal.send(sign);
    expect((await terminal.exit).code).toBe(code);
    expect(seenIn(terminal)).toContain('Työ päättyi.');
  }
});

test('who works is asked by lines, and a screen that cannot be names line mode', async () => {
  const world = clients.world(clients.shared);
  const bare = ['--base', world.base, '--work-date', '050508'];
  const asked = await runAkti(['--line', ...bare], { world, input: 'x\n1\n/lopeta\n' });
  expect(asked.stderr).toBe('');
  expect(asked.code).toBe(0);
  expect(asked.stdout).toMatch(/Kuka työskentelee\?\n1\. .*\n2\. [\s\S]*Kirjoita numero 1–/);
  expect(asked.stdout).toContain('Akti, rivitila.');
  const dumb = clients.keep(
    world,
    startAkti({ world, args: [...clientArgs(world.base)], env: { TERM: 'dumb' } }),
  );
  expect((await dumb.exit).code).toBe(1);
  expect(seenIn(dumb).replace(/\s+/g, ' ')).toMatch(/tty\.dumb: .*akti --line/);
});
