import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { cleanText, leftFolders, TEXT_MAX_BYTES, TextFolder } from '../../src/cli/editor-files';
import { makeWorld, type World } from '../lib/world';

const PLACE = { base: '/base.akti', user: 'yhtmalmai', form: 'note', record: 'r1', field: 'text' };
const made: TextFolder[] = [];
let world: World;

beforeAll(() => {
  world = makeWorld();
  vi.stubEnv('XDG_RUNTIME_DIR', join(world.home, '.run'));
});
afterEach(() => {
  for (const folder of made.splice(0)) folder.remove();
});
afterAll(() => {
  vi.unstubAllEnvs();
  world.remove();
});

function folderWith(text: string): TextFolder {
  const folder = TextFolder.make(text, PLACE);
  made.push(folder);
  return folder;
}

/** Makes the folder one of a program that died; process 1 never was ours. */
function orphaned(folder: TextFolder): TextFolder {
  const file = join(folder.path, 'note.json');
  const note = JSON.parse(readFileSync(file, 'utf8'));
  const dead = { pid: note.owner.pid, started: 'another boot 1' };
  writeFileSync(file, JSON.stringify({ ...note, owner: dead }));
  return folder;
}

const leftPaths = () => leftFolders().map((folder) => folder.path);

describe('a text as an editor left it', () => {
  it.each([
    ['yksi\r\nkaksi\r\n', 'yksi\nkaksi'],
    ['yksi\rkaksi', 'yksi\nkaksi'],
    ['\ufeffyksi\n', 'yksi'],
    ['yksi\n\n', 'yksi\n'],
    ['a\x00b\x1b[31mc\td\x7f', 'ab[31mc\td'],
    ['', ''],
  ])('%j is %j', (text, clean) => {
    expect(cleanText(Buffer.from(text), 'given')).toBe(clean);
  });

  it('keeps the end it was given with, and reads ISO 8859-1 where it is no UTF-8', () => {
    expect(cleanText(Buffer.from('yksi\n'), 'alku\n')).toBe('yksi\n');
    expect(cleanText(Buffer.from('pää', 'latin1'), '')).toBe('pää');
  });
});

describe('a private folder', () => {
  it('is for this user alone, in the user’s own place, and goes without a trace', () => {
    const folder = folderWith('salainen');
    expect(folder.path.startsWith(join(world.home, '.run'))).toBe(true);
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    expect(statSync(folder.file).mode & 0o777).toBe(0o600);
    expect(folder.read('salainen')).toEqual({ kind: 'same' });
    writeFileSync(folder.file, 'uusi\n');
    expect(folder.read('salainen')).toEqual({ kind: 'changed', text: 'uusi' });
    mkdirSync(join(folder.path, 'kansio'));
    folder.remove();
    expect(existsSync(folder.path)).toBe(false);
    expect(folder.read('salainen')).toEqual({ kind: 'none' });
  });

  it('is looked for elsewhere where the user’s own place is open to others', () => {
    const own = join(world.home, '.run');
    chmodSync(own, 0o755);
    const folder = folderWith('x');
    chmodSync(own, 0o700);
    expect(folder.path.startsWith(own)).toBe(false);
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
  });

  it('tells what an editor rescued when it was hung up, and refuses what is no text', () => {
    const folder = folderWith('alku');
    writeFileSync(`${folder.file}.save`, 'pelastettu\n');
    expect(folder.read('alku')).toEqual({ kind: 'same' });
    expect(folder.read('alku', true)).toEqual({ kind: 'changed', text: 'pelastettu' });
    writeFileSync(folder.file, Buffer.alloc(TEXT_MAX_BYTES + 1));
    expect(folder.read('alku')).toEqual({ kind: 'too_big' });
  });
});

describe('what is left', () => {
  it('is of dead programs only, and of this user', () => {
    const lives = folderWith('elää');
    const dead = orphaned(folderWith('kuollut'));
    expect(leftPaths()).toContain(dead.path);
    expect(leftPaths()).not.toContain(lives.path);
    dead.editedBy(process.pid);
    expect(leftPaths()).not.toContain(dead.path);
    const open = orphaned(folderWith('auki'));
    chmodSync(open.path, 0o755);
    expect(leftPaths()).not.toContain(open.path);
  });

  it('is not taken from a program that is just making it', () => {
    const path = join(world.home, '.run', 'akti-editor-uusi');
    mkdirSync(path, { mode: 0o700 });
    made.push(new TextFolder(path));
    expect(leftPaths()).not.toContain(path);
  });

  it('is known as changed or not without the text it was', () => {
    for (const text of ['', 'yksi', 'yksi\n', 'yksi\nkaksi']) {
      const folder = orphaned(folderWith(text));
      expect(folder.read(null, true), JSON.stringify(text)).toEqual({ kind: 'same' });
      writeFileSync(folder.file, `${text}lisää\n`);
      expect(folder.read(null, true)).toEqual({ kind: 'changed', text: `${text}lisää` });
    }
  });
});
