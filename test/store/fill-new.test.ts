import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bad, good } from '../../src/base/problems';
import { setCounter } from '../../src/store/counters';
import { createFilled } from '../../src/store/fill-new';
import { openBase } from '../../src/store/open';
import { ensureBuilt } from '../lib/build';
import { builtProgram } from '../lib/root';
import { DEVICE, must, newBase, newPath, problemIn, tempFolder, tidyAfterEach } from './support';

tidyAfterEach();

const HOW = { kind: 'demo', deviceId: DEVICE, createdAt: '2026-03-16T08:00:00.000Z' } as const;
const SCHEMA = 'SELECT type, name, sql FROM sqlite_schema ORDER BY type, name';

describe('a base that is filled as it is made', () => {
  it('has the indexes and triggers of any other, and what was put into it', () => {
    const path = newPath();
    const done = createFilled(path, HOW, (base) => {
      setCounter(base, { series: 'sarja', year: 2026, root: 'juuri' }, 7);
      return good('valmis');
    });
    expect(must(done)).toBe('valmis');
    const base = must(openBase(path));
    expect(base.sql(SCHEMA).all()).toEqual(newBase().sql(SCHEMA).all());
    expect(base.sql("SELECT last FROM counter WHERE series = 'sarja'").get()).toEqual({ last: 7 });
    expect(base.sql('PRAGMA integrity_check').raw().all()).toEqual([['ok']]);
  });

  it('leaves nothing when the filling is refused, or fails', () => {
    const folder = tempFolder();
    const path = join(folder, 'base.akti');
    expect(problemIn(createFilled(path, HOW, () => bad('base.full')))).toEqual({
      code: 'base.full',
    });
    expect(() =>
      createFilled(path, HOW, () => {
        throw new Error('a fault');
      }),
    ).toThrow('a fault');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not fill over another', () => {
    const path = newPath();
    must(createFilled(path, HOW, () => good(null)));
    let ran = false;
    const again = createFilled(path, HOW, () => {
      ran = true;
      return good(null);
    });
    expect(problemIn(again).code).toBe('base.exists');
    expect(ran).toBe(false);
  });

  it('killed while it is filled, has not got its name, and can be made again', async () => {
    ensureBuilt();
    const folder = tempFolder();
    const path = join(folder, 'base.akti');
    const args = [builtProgram(), 'demo', '--persons', '20000', path];
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    const begun = () => readdirSync(folder).some((name) => name === 'base.akti.making');
    while (!begun() && child.exitCode === null) await new Promise((go) => setTimeout(go, 5));
    child.kill('SIGKILL');
    await new Promise((gone) => child.once('exit', gone));
    expect(existsSync(path)).toBe(false);
    // It may have been killed a moment earlier.
    writeFileSync(`${path}.making.laite.new`, '');
    must(createFilled(path, HOW, () => good(null)));
    expect(readdirSync(folder)).toEqual(['base.akti']);
  });
});
