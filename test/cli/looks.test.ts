import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { looksOf } from '../../src/cli/looks';
import { hasPlainCaptions, THEMES } from '../../src/screen/theme';
import { makeWorld, runAkti, type World } from '../lib/world';

let world: World;
beforeAll(() => {
  world = makeWorld();
});
afterAll(() => world.remove());

describe('theme and lines', () => {
  it('are what the flag says, else the settings', () => {
    const settings = { theme: 'projector', lines: 'auto' };
    expect(looksOf(settings)).toEqual({
      ok: true,
      value: { theme: 'projector', asciiLines: false },
    });
    expect(looksOf({ ...settings, lines: 'ascii' }, 'color')).toEqual({
      ok: true,
      value: { theme: 'color', asciiLines: true },
    });
    expect(THEMES.filter(hasPlainCaptions)).toEqual(['plain']);
  });

  it.each([
    ['the flag', ['--theme', 'sateenkaari'], {}, /--theme.*plain\|color\|high-contrast\|projector/],
    ['the environment', [], { AKTI_THEME: 'sateenkaari' }, /theme.*plain, color, high-contrast/],
    ['lines', [], { AKTI_LINES: 'kauniit' }, /lines.*auto, ascii/],
  ] as const)('that do not exist end the start with those there are: %s', async (...given) => {
    const [, args, env, said] = given;
    const ran = await runAkti([...args, '--base', world.base], { world, env });
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toMatch(said);
    expect(ran.stderr).toMatch(/sateenkaari|kauniit/);
  });

  it('are read from the settings file', async () => {
    const folder = join(world.home, '.config', 'akti');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ theme: 'tumma' }));
    const ran = await runAkti(['--base', world.base], { world });
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toMatch(/usage\.setting.*tumma/);
  });
});
