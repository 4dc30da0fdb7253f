import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { environmentOf } from './environment';
import { bytesOf } from './keys';
import { memoryOf, processTree } from './process';
import { projectRoot } from './root';
import { startTerminal, type Terminal } from './terminal';
import { makeWorld, startNode, type World } from './world';
import { readWriteTrace } from './write-trace';

const ECHO = join(projectRoot(), 'bench/programs/echo-loop.mjs');
const FORM = join(projectRoot(), 'test/lib/programs/small-form.mjs');
const hasNano = spawnSync('nano', ['--version']).status === 0;
const open: { terminal: Terminal; world: World }[] = [];

function start(command: string, args: string[], size: { cols?: number; rows?: number } = {}) {
  const world = makeWorld();
  const terminal = startTerminal({
    command,
    args,
    env: environmentOf({ home: world.home }),
    ...size,
  });
  open.push({ terminal, world });
  return { terminal, world };
}

afterEach(async () => {
  for (const { terminal, world } of open.splice(0)) {
    await terminal.close();
    world.remove();
  }
});

describe('a program in a terminal', () => {
  it('gets every key of one big write, in order, and every byte comes back', async () => {
    const { terminal } = start(process.execPath, [ECHO]);
    await terminal.waitFor('valmis');
    const before = terminal.bytes;
    const line = `${'x'.repeat(99)}\r`;
    terminal.send(`${line.repeat(2000)}loppu`);
    await terminal.waitFor('loppu');
    expect(terminal.bytes - before).toBe(200_005);
    expect(terminal.output(before).toString().startsWith(line)).toBe(true);
  });

  it('gets letters of several bytes split between writes', async () => {
    const { terminal } = start(process.execPath, [FORM]);
    await terminal.waitFor('Aloitus');
    await terminal.sendByteByByte(`${bytesOf('F5')}äö€\tÅ${bytesOf('Ctrl+S')}`);
    await terminal.waitFor('Tallennettu äö€|Å|');
  });

  it('shows rows, cursor, attributes and the alternate screen', async () => {
    const { terminal } = start(process.execPath, [FORM]);
    const screen = await terminal.waitFor(/Kenttä 3/);
    expect(screen.slice(0, 5)).toEqual([
      'Aloitus',
      'Kenttä 1:',
      'Kenttä 2:',
      'Kenttä 3:',
      '80 x 24',
    ]);
    expect(screen).toHaveLength(24);
    expect(terminal.cell(0, 0)).toMatchObject({ text: 'A', inverse: true, width: 1 });
    expect(terminal.cell(1, 0)).toMatchObject({ text: 'l', inverse: false, foreground: null });
    expect(terminal.cursor()).toEqual({ x: 0, y: 5 });
    expect(terminal.onAlternateScreen()).toBe(true);
  });

  it('is told when the window changes its size', async () => {
    const { terminal } = start(process.execPath, [FORM]);
    await terminal.waitFor('80 x 24');
    terminal.resize(132, 43);
    const screen = await terminal.waitFor('132 x 43');
    expect(screen).toHaveLength(43);
  });

  it('tells how the program ended', async () => {
    const left = start(process.execPath, [FORM]).terminal;
    await left.waitFor('Aloitus');
    left.send(bytesOf('Ctrl+Q'));
    expect(await left.exit).toEqual({ code: 7, signal: null });
    expect(left.alive()).toBe(false);
    expect(left.onAlternateScreen()).toBe(false);

    const killed = start(process.execPath, [FORM]).terminal;
    await killed.waitFor('Aloitus');
    killed.kill('SIGKILL');
    expect(await killed.exit).toMatchObject({ signal: 'SIGKILL' });
  });

  it('sees nothing of the machine but PATH, and CI only when asked', async () => {
    const print = 'console.log(Object.keys(process.env).sort().join(" "),process.env.TZ,"loppu")';
    const { terminal, world } = start(process.execPath, ['-e', print], { cols: 400 });
    const [line] = await terminal.waitFor('loppu');
    expect(line).not.toMatch(/\bCI\b|CONTINUOUS|npm_|VITEST/);
    expect(line).toContain('Europe/Helsinki');
    expect(environmentOf({ home: world.home, ci: true }).CI).toBe('true');
    expect(environmentOf({ home: world.home, extra: { TZ: undefined } }).TZ).toBeUndefined();
  });
});

describe('waiting', () => {
  it('shows the screen and the last bytes when the time is over', async () => {
    const { terminal } = start(process.execPath, [FORM]);
    await terminal.waitFor('Aloitus');
    const failed = terminal.waitFor(/ei tule/, { timeoutMs: 200 });
    await expect(failed).rejects.toThrow(/expected \/ei tule\/: not within 200 ms/);
    await expect(failed).rejects.toThrow(/ 0\|Aloitus\n 1\|Kenttä 1:/);
    await expect(failed).rejects.toThrow(/cursor 0,5; last bytes ".*0 x 24/);
  });

  it('ends as soon as the program has ended, after its last bytes', async () => {
    const print = 'process.stdout.write("x".repeat(70000) + "\\r\\nviimeinen")';
    const { terminal } = start(process.execPath, ['-e', print]);
    await expect(terminal.waitFor('ei tule')).rejects.toThrow(/ended \(status 0, signal none\)/);
    expect(terminal.screen().join()).toContain('viimeinen');
  });

  it('takes a question about the screen', async () => {
    const { terminal } = start(process.execPath, [FORM]);
    const screen = await terminal.waitFor((rows) => rows[4] === '80 x 24');
    expect(screen[0]).toBe('Aloitus');
  });
});

describe('counting', () => {
  it('counts bytes per key, idle bytes, clear-screens and write calls', async () => {
    const { terminal } = start(process.execPath, [ECHO]);
    await terminal.waitFor('valmis');
    const cost = await terminal.costOf('a', (rows) => rows[1] === 'a');
    expect(cost.bytes).toBe(1);
    expect(cost.writes).toBeGreaterThanOrEqual(1);
    expect(await terminal.idle(200)).toBe(0);
    expect(terminal.clears()).toBe(0);
    const before = terminal.bytes;
    terminal.send('\x1b[2J\x1b[3J\x1b[Hb');
    await terminal.waitFor((rows) => rows[0] === 'b');
    expect(terminal.clears()).toBe(2);
    expect(terminal.clears(before + 4)).toBe(1);
  });

  it('counts writes to the terminal exactly when asked, by file or by stream', async () => {
    const code = `import { writeSync } from 'node:fs';
      process.stdin.setRawMode(true).on('data', (key) => {
        for (let n = 0; n < Number(key); n++) writeSync(1, 'x');
        if (key == 4) process.stdout.write('yy');
      });
      process.stdout.write('valmis ');`;
    const world = makeWorld();
    writeFileSync(world.file('writer.mjs'), code);
    const terminal = startNode([world.file('writer.mjs')], { world, traceWrites: true });
    open.push({ terminal, world });
    await terminal.waitFor('valmis');
    expect(await terminal.costOf('1', 'valmis x')).toEqual({ bytes: 1, writes: 1 });
    expect(await terminal.costOf('4', 'xxxxxyy')).toEqual({ bytes: 6, writes: 5 });
    expect(readWriteTrace(world.file('tty-writes'))).toEqual([7, 1, 1, 1, 1, 1, 2]);
  });

  it('reads the memory of a program and what it started', async () => {
    const nested = 'require("child_process").spawn("sleep",["60"]);console.log("valmis")';
    const { terminal } = start(process.execPath, ['-e', nested]);
    await terminal.waitFor('valmis');
    const tree = processTree(terminal.pid);
    expect(tree[0]).toBe(terminal.pid);
    expect(tree).toHaveLength(2);
    const memory = memoryOf(terminal.pid);
    expect(memory.rss).toBeGreaterThan(20e6);
    expect(memory.pss).toBeLessThanOrEqual(memory.rss);
    process.kill(tree[1] as number, 'SIGKILL');
  });
});

describe.skipIf(!hasNano)('nano', () => {
  it('takes what is typed ahead, follows a resize and saves', async () => {
    const { terminal } = start('nano', ['-I', 'muistio.txt']);
    await terminal.waitFor('GNU nano');
    const before = terminal.bytes;
    terminal.send(`eka rivi äö${bytesOf('Enter')}toka${bytesOf('Home')}X${bytesOf('End')}!`);
    await terminal.waitFor((rows) => rows.includes('Xtoka!') && rows.includes('eka rivi äö'));
    expect(terminal.bytes).toBeGreaterThan(before);
    terminal.resize(60, 20);
    await terminal.waitFor((rows) => rows.length === 20 && /\^X Exit/.test(rows.join()));
    terminal.send(`${bytesOf('Ctrl+O')}${bytesOf('Enter')}${bytesOf('Ctrl+X')}`);
    expect(await terminal.exit).toEqual({ code: 0, signal: null });
  });
});
