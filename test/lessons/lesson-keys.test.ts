import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { char, keyId, named } from '../../src/keys/key';
import { type Keymap, loadKeymaps } from '../../src/keys/keymap';
import type { LessonStep } from '../../src/lessons/lesson';
import { costOfStep, countedUnder, keysOfDeed, keysOfStep } from '../../src/lessons/lesson-keys';
import { projectRoot } from '../lib/root';

function shipped(name: string): Keymap {
  const file = `keymaps/${name}.json`;
  const text = readFileSync(join(projectRoot(), file), 'utf8');
  return loadKeymaps([{ name: 'shipped', file, text }]).keymap;
}

const effica = shipped('effica');
const leader = shipped('no-function-keys');
/** A keymap that gives no key to anything. */
const keyless = loadKeymaps([]).keymap;
const caption = (command: string) => (command === 'record.void' ? 'Mitätöi' : command);

function step(more: Partial<LessonStep>): LessonStep {
  return {
    ...{ line: 1, name: null, caption: { fi: '', en: '' }, deeds: [], hint: null },
    ...{ expect: { screen: [], absent: [], records: [] }, pause: 2, apart: false, saves: [] },
    ...more,
  };
}

function ids(keymap: Keymap, one: LessonStep): string[] {
  const keys = keysOfStep({ keymap, caption }, one);
  if (!keys.ok) throw new Error(keys.problem.code);
  return keys.value.map(keyId);
}

describe('the keys of a lesson', () => {
  it('are those of the keymap that is played', () => {
    const save = step({ deeds: [{ kind: 'command', command: 'investigation.open' }] });
    expect(ids(effica, save)).toEqual(['F6']);
    expect(ids(leader, save)).toEqual(['Ctrl+V', 's']);
  });

  it('go by the palette where a command has none', () => {
    const void_ = step({ deeds: [{ kind: 'command', command: 'record.void' }] });
    expect(ids(effica, void_)).toEqual(['Ctrl+P', ...'Mitätöi', 'Enter']);
  });

  it('are refused where there is no palette either', () => {
    const deed = { kind: 'command', command: 'record.void' } as const;
    const read = keysOfDeed({ keymap: keyless, caption }, deed);
    expect(read).toMatchObject({
      ok: false,
      problem: { code: 'lesson.command_keyless', values: { command: 'record.void' } },
    });
  });

  it('type a text letter by letter, a line break as Enter', () => {
    expect(ids(effica, step({ deeds: [{ kind: 'text', text: 'äa\n1' }] }))).toEqual([
      ...['ä', 'a', 'Enter', '1'],
    ]);
  });
});

describe('what a lesson counts', () => {
  const cost = (keymap: Keymap, one: LessonStep) => costOfStep({ keymap, caption }, one);

  it('is a key for a key, and two for Ctrl with one or a leader with its letter', () => {
    const f6 = step({ deeds: [{ kind: 'command', command: 'investigation.open' }] });
    const find = step({ deeds: [{ kind: 'command', command: 'field.find' }] });
    expect([cost(effica, f6), cost(leader, f6), cost(effica, find)]).toEqual([1, 2, 2]);
  });

  it('is nothing for running text and for what is only shown', () => {
    const memo = { kind: 'memo', text: 'Hakija soitti.' } as const;
    const typed = { kind: 'text', text: 'pe' } as const;
    expect(cost(effica, step({ deeds: [typed, memo] }))).toBe(2);
    expect(cost(effica, step({ deeds: [typed], apart: true }))).toBe(0);
  });

  it('counts a letter after the leader only where the two are one command', () => {
    const under = (letter: string) =>
      countedUnder(leader, [named('V', { ctrl: true }), char(letter)]);
    expect([under('s'), under('q')]).toEqual([2, 3]);
  });
});
