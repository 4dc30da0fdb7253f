import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/base/language';
import { languageAsked } from '../../src/cli/usage';
import { environmentOf } from '../lib/environment';
import { builtProgram } from '../lib/root';
import { makeWorld, runAkti, type World } from '../lib/world';
import { SHIPPED } from '../words/data-words';

let world: World;

beforeAll(() => {
  world = makeWorld();
});

afterAll(() => world.remove());

/** Wrong lines, the code each is refused with, and the values its sentence must hold. */
const WRONG: readonly (readonly [line: string, code: string, holds: readonly string[]])[] = [
  ['--nonsense', 'usage.option_unknown', ['--nonsense']],
  ['show x --nonsense', 'usage.option_unknown', ['--nonsense']],
  ['nonsense', 'usage.command_unknown', ['nonsense']],
  ['user nonsense', 'usage.command_unknown', ['nonsense']],
  ['demo', 'usage.argument_missing', []],
  ['--base', 'usage.value_missing', ['--base']],
  ['init kanta.akti', 'usage.option_missing', ['--user']],
  ['show one two', 'usage.arguments_many', ['1', '2']],
  ['demo --seed x kanta.akti', 'usage.value', ['--seed', 'x']],
  ['demo --scenario B9 kanta.akti', 'usage.value', ['--scenario', 'B9', 'B1|B2|']],
  ['show x --work-date kissa', 'usage.value', ['--work-date', 'kissa', '160326']],
  ['check rubbish', 'usage.value', ['rubbish', 'data|keymaps']],
];

/** What the library says in English, and no sentence of ours does. */
const LIBRARY = /error:|missing required|not specified|too many arguments|is invalid|Did you mean/;

describe.each(LANGUAGES)('the command line in %s', (lang) => {
  const { words } = SHIPPED[lang];

  it.each(WRONG)('refuses "%s" with a sentence and its usage', async (line, code, holds) => {
    const done = await runAkti(['--lang', lang, ...line.split(' ')], { world });
    expect(done.code).toBe(2);
    expect(done.stdout).toBe('');
    const [sentence = '', gap, usage = ''] = done.stderr.split('\n');
    expect(sentence.startsWith(`akti: ${code}: `), sentence).toBe(true);
    for (const value of holds) expect(sentence).toContain(value);
    expect(sentence).toMatch(/\.$/);
    expect(done.stderr).not.toMatch(LIBRARY);
    expect(done.stderr).not.toMatch(/[‹›{}]/);
    expect(gap).toBe('');
    const [command = ''] = line
      .split(' ')
      .filter((word) => /^(demo|init|show|check|user)$/.test(word));
    expect(usage.startsWith(`${words.t('cli.help.usage')} akti ${command}`.trim()), usage).toBe(
      true,
    );
  });

  it.each([[[]], [['demo']], [['init']], [['show']], [['check']], [['user']], [['user', 'add']]])(
    'tells all about %j in 80 columns',
    async (line) => {
      const done = await runAkti(['--lang', lang, ...line, '--help'], { world });
      expect([done.code, done.stderr]).toEqual([0, '']);
      expect(done.stdout.startsWith(`${words.t('cli.help.usage')} akti`)).toBe(true);
      expect(done.stdout).toContain(words.t('cli.help.options'));
      expect(done.stdout).toContain(words.t('cli.use.help'));
      for (const row of done.stdout.split('\n')) expect(row.length, row).toBeLessThanOrEqual(80);
      if (lang !== 'en') expect(done.stdout).not.toMatch(/Usage|Options|<file>|default/);
      expect(done.stdout).not.toMatch(/[‹›{}]/);
    },
  );
});

/** The commands the help of a line lists. */
function commandsIn(help: string): string[] {
  const listed = help.split(`${SHIPPED.fi.words.t('cli.help.commands')}\n`)[1] ?? '';
  return [...listed.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name = '']) => name);
}

/** Every command below a line with its help, deepest last. */
async function helpBelow(line: readonly string[]): Promise<[line: string, help: string][]> {
  const { stdout } = await runAkti(['--lang', 'fi', ...line, '--help'], { world });
  const below: [string, string][][] = [];
  for (const name of commandsIn(stdout)) below.push(await helpBelow([...line, name]));
  return [[line.join(' '), stdout], ...below.flat()];
}

it('no command names a value by a key or in English', { timeout: 120_000 }, async () => {
  const all = await helpBelow([]);
  expect(all.length).toBeGreaterThan(30);
  for (const [line, help] of all) {
    expect(help, line).not.toMatch(/[‹›{}]/);
    const named = [...help.matchAll(/[<[]([a-z]+)(?:\.\.\.)?[>\]]/gu)].map(([, name]) => name);
    const { words } = SHIPPED.fi;
    const isKey = (name = '') => words.has(`cli.value.${name}`);
    expect(named.filter((name) => isKey(name) && words.t(`cli.value.${name}`) !== name)).toEqual(
      [],
    );
  }
});

describe('the language of the line', () => {
  it.each([
    [['demo', '--lang', 'sv'], 'sv'],
    [['--lang=en', 'x'], 'en'],
    [['--lang', 'fi', '--lang', 'sv'], 'sv'],
    [['--lang', 'xx'], undefined],
    [['--lang'], undefined],
    [['demo'], undefined],
  ])('%j', (args, lang) => {
    expect(languageAsked(args)).toBe(lang);
  });
});

it.each([
  ['en_GB.UTF-8', 'en'],
  ['sv_FI.UTF-8', 'sv'],
  ['C.UTF-8', 'fi'],
] as const)('the usage is in the language of the locale %s', async (LANG, lang) => {
  const done = await runAkti(['--help'], { world, env: { LANG } });
  expect(done.stdout.startsWith(SHIPPED[lang].words.t('cli.help.usage'))).toBe(true);
});

it('errors of a run are in the language of the environment', async () => {
  for (const [env, says] of [
    [{ AKTI_LANG: 'sv' }, 'Databasen finns inte här'],
    [{ LANG: 'en_GB.UTF-8' }, 'Kantaa ei ole tässä paikassa'],
    [{}, 'Kantaa ei ole tässä paikassa'],
  ] as const) {
    const done = await runAkti(['show', 'x', '--base', world.file('none.akti')], { world, env });
    expect(done.code).toBe(1);
    expect(done.stderr).toContain(says);
  }
});

describe('a reader that has seen enough', () => {
  it('ends the command without a word', async () => {
    const child = spawn(process.execPath, [builtProgram(), 'check', 'data'], {
      env: environmentOf({ home: world.home }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect({ said, status }).toEqual({ said: '', status: 0 });
  });
});
