import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environmentOf } from '../lib/environment';
import { bytesOf } from '../lib/keys';
import { processTree } from '../lib/process';
import { builtProgram } from '../lib/root';
import { startTerminal, type Terminal } from '../lib/terminal';
import { makeWorld, runAkti, type World } from '../lib/world';

let world: World;

beforeAll(() => {
  world = makeWorld();
});
afterAll(() => world.remove());

interface Told {
  readonly kind: string;
  readonly keys: readonly string[];
  readonly command: string | null;
  readonly bytes: string;
  readonly does: readonly { readonly places: readonly string[]; readonly deed: object }[];
  readonly cut?: boolean;
}

/** Runs `akti keys` on bytes and gives what it prints: its first line, the rest, the last. */
async function piped(input: string | Uint8Array, ...flags: string[]) {
  const run = await runAkti(['keys', '--json', '--checklist', ...flags], { world, input });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const lines = run.stdout.trim().split('\n');
  const parsed = lines.map((line) => JSON.parse(line) as unknown);
  return {
    head: parsed[0] as { keymap: string; terminal: { term: string } },
    told: parsed.slice(1, -1) as Told[],
    missing: (parsed.at(-1) as { missing: { key: string; commands: string[] }[] }).missing,
  };
}

describe('akti keys without a terminal', () => {
  it('tells each key with its bytes and its command, one object a line', async () => {
    const bytes = Buffer.from('\x1b[15~ä\x1b[200~kaksi\nriviä\x1b[201~\x1b[99y\x16\xe4', 'utf8');
    const input = Buffer.concat([bytes, Buffer.from([0xe4])]);
    const { head, told, missing } = await piped(input);
    expect(head).toMatchObject({
      keymap: 'effica',
      terminal: { term: 'xterm-256color', charset: 'utf-8' },
    });
    expect(told.map((one) => [one.kind, one.keys.join(), one.command])).toEqual([
      ['key', 'F5', 'initiation.open'],
      ['text', 'ä', null],
      ['paste', 'Paste', null],
      ['unknown', '', null],
      ['key', 'Ctrl+V', 'window.next'],
      ['text', 'ä', null],
      ['not_utf8', '', null],
    ]);
    expect(told[0]?.bytes).toBe('1b5b31357e');
    expect(told[0]?.does).toEqual([
      {
        places: ['form', 'memo', 'list', 'diary', 'start'],
        deed: { command: 'initiation.open' },
      },
    ]);
    const keys = missing.map((one) => one.key);
    expect(keys).not.toContain('F5');
    expect(missing.find((one) => one.key === 'F6')?.commands).toEqual(['investigation.open']);
  });

  it('tells sequences of another key map, and what may be a key cut in two', async () => {
    const { told, missing } = await piped('\x1bOPs\x1b[B\x1b', '--keymap', 'gold');
    expect(told.map((one) => [one.keys.join(' '), one.command])).toEqual([
      ['F1', null],
      ['F1 s', 'save'],
      ['Down', null],
      ['Esc', 'back'],
    ]);
    expect(missing.map((one) => one.key)).not.toContain('Down');
    const cut = await piped('\x1b\x1b');
    expect(cut.told.map((one) => one.keys.join())).toEqual(['Esc', 'Esc']);
  });

  it('reads a letter of one byte where the locale says so', async () => {
    const input = Uint8Array.from([0xe4, 0xa4]);
    const env = { LC_ALL: 'fi_FI.ISO8859-15' };
    const run = await runAkti(['keys', '--json'], { world, env, input });
    const [head, ...told] = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(head.terminal.charset).toBe('latin-9');
    expect(told.map((one) => [one.kind, one.keys.join(), one.bytes])).toEqual([
      ['text', 'ä', 'e4'],
      ['text', '€', 'a4'],
    ]);
  });

  it('refuses a key map that is not there', async () => {
    const run = await runAkti(['keys', '--keymap', 'emacs'], { world, input: '' });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain('keymap.unknown');
  });
});

describe('akti check keymaps', () => {
  it('finds nothing in those that ship, and one’s own faults by file and line', async () => {
    const fine = await runAkti(['check', 'keymaps'], { world });
    expect(fine).toMatchObject({ code: 0, stderr: '' });
    const folder = join(world.home, '.config', 'akti', 'keymaps');
    mkdirSync(folder, { recursive: true });
    const mine = ['{"name": "mine", "extends": "gold",', '"bindings": {"save": ["F1"],'];
    writeFileSync(join(folder, 'mine.json'), [...mine, '"quit": ["Ctrl+H"]}}'].join('\n'));
    writeFileSync(join(folder, 'other.json'), '{"name": "other",\n}');
    const run = await runAkti(['check', 'keymaps', '--json'], { world });
    rmSync(folder, { recursive: true });
    expect(run.code).toBe(1);
    const found = JSON.parse(run.stdout) as { file: string; line: number; problem: object }[];
    const clash = found.filter(({ problem }) => JSON.stringify(problem).includes('key_prefix'));
    expect(clash.length).toBeGreaterThan(10);
    const others = found.filter((one) => !clash.includes(one));
    expect(others.map(({ file, line, problem }) => ({ file, line, problem }))).toMatchObject([
      { file: join(folder, 'other.json'), line: 2, problem: { code: 'keymap.not_json' } },
      { file: join(folder, 'mine.json'), line: 3, problem: { code: 'keymap.key_forbidden' } },
    ]);
    expect(new Set(clash.map(({ line }) => line))).toEqual(new Set([2]));
  }, 30_000);
});

describe('akti keys in a terminal', () => {
  const script = (flags: string) =>
    `stty -a > before; '${process.execPath}' '${builtProgram()}' keys ${flags}; ` +
    'echo "status $?"; stty -a > after; cmp before after && echo same';

  async function started(flags: string, lang = 'fi'): Promise<Terminal> {
    const extra = { AKTI_LANG: lang, AKTI_ESCAPE_MS: '400' };
    const env = environmentOf({ home: world.home, extra });
    const args = ['-c', script(flags)];
    return startTerminal({ command: '/bin/bash', args, env, cwd: world.home, rows: 60 });
  }

  it('shows what each key is and does, joins what was cut, and leaves when told', async () => {
    const terminal = await started('--checklist');
    try {
      await terminal.waitFor(/Lopetus: q[\s\S]*Näppäinkartta effica/);
      expect(terminal.screen().join('\n')).toMatch(/Pääte xterm-256color, 80×60, värit/);
      for (const byte of bytesOf('F12')) terminal.send(byte);
      await terminal.waitFor(/F12 +ESC \[ 2 4 ~ +1b 5b 32 34 7e\n.*pitkässä.*: Tallenna\n +\[1\//);
      terminal.send('\x1b');
      await terminal.waitFor(/Esc +ESC +1b\n +kaikkialla: Takaisin/);
      terminal.send('[');
      await terminal.waitFor(/escapeTimeMs\.\n/);
      terminal.send('\x1b[200~kaksi\nriviä\x1b[201~\x1b[99y\r');
      await terminal.waitFor(/Merkkejä 11, rivejä 2[\s\S]*Tuntematon sarja[\s\S]*uusi rivi/);
      terminal.send('q');
      await terminal.waitFor(/q +q +71/);
      terminal.send('q');
      await terminal.waitFor(/ei ole tullut \(\d+\/\d+\):[\s\S]*status 0\n[\s\S]*same/);
      expect((await terminal.exit).code).toBe(0);
      const modes = terminal.output().toString().split('\x1b[?2004');
      expect(modes.slice(1).map((one) => one[0])).toEqual(['h', 'l']);
      const alt = terminal.output().toString().split('\x1b[?1036');
      expect(alt.slice(1).map((one) => one[0])).toEqual(['s', 'h', 'r']);
    } finally {
      await terminal.close();
    }
  }, 60_000);

  it('gives the terminal back to whoever stops it, its lines in a file', async () => {
    const terminal = await started('--json > told', 'en');
    try {
      await terminal.waitFor(/To leave: q/);
      terminal.send('\x04');
      const pid = processTree(terminal.pid).at(-1) as number;
      const told = () => readFileSync(`${world.home}/told`, 'utf8');
      while (!told().includes('value.dup')) await terminal.idle(20);
      process.kill(pid, 'SIGTERM');
      await terminal.waitFor(/status 143\n[\s\S]*same/);
      expect(
        told()
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ).toHaveLength(2);
    } finally {
      await terminal.close();
    }
  }, 60_000);
});
