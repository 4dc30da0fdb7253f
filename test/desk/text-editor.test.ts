import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { step } from '../../src/desk/step';
import type { EditedEvent } from '../../src/desk/text-editor';
import { char, named } from '../../src/keys/key';
import type { Base } from '../../src/store/base';
import { Desk } from '../contract/desk';
import { Bases, IDENTIFIERS } from '../contract/world';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

/** A note about the client with something typed in its long text. */
function atText(): Desk {
  const desk = new Desk(base).type(IDENTIFIERS.client).keys('Enter').command('note.new');
  for (let n = 0; n < 9 && desk.state.entries.diary_note?.focus !== 'text'; n++) desk.keys('Tab');
  return desk.type('alku');
}

const typedIn = (desk: Desk) => desk.state.entries.diary_note?.edit.line.text;

describe('the editor of long texts', () => {
  it('opens from a long text only, and never where there is none', () => {
    const desk = atText();
    expect(typedIn(desk.command('text.edit'))).toBe('alku+');
    expect(desk.keys('Shift+Tab').command('text.edit').state.notice?.problem?.code).toBe(
      'editor.field',
    );
    for (const use of ['off', 'unset', 'lesson'] as const) {
      const other = atText();
      const env = { ...other.env, editor: use };
      const keys = { kind: 'keys' as const, keys: [named('E', { alt: true })] };
      const { state, effects } = step(env, other.state, keys);
      expect([state.notice?.problem?.code, effects]).toEqual([`editor.${use}`, []]);
    }
  });

  it('drops keys read behind the one that opened it, and says so', () => {
    const desk = atText();
    const behind = [named('E', { alt: true }), char('x'), named('F12')];
    const opened = step(desk.env, desk.state, { kind: 'keys', keys: behind });
    expect(opened.effects.map((one) => one.kind)).toEqual(['edit_text']);
    expect(opened.state.queue).toHaveLength(2);
    const came: EditedEvent = { kind: 'edited', slot: 'diary_note', field: 'text', text: 'uusi' };
    const { state, effects } = step(desk.env, opened.state, came);
    expect(state.entries.diary_note?.edit.line.text).toBe('uusi');
    expect(state.notice).toMatchObject({ key: 'notice.editor_keys', values: { lost: 2 } });
    expect([state.queue, state.waiting, effects]).toEqual([[], false, []]);
  });

  it('leaves the field as it was when nothing is to be taken', () => {
    const desk = atText();
    const before = desk.state.entries.diary_note;
    const problem = { code: 'editor.missing', values: { editor: 'nano', status: 127 } };
    for (const more of [{}, { problem }]) {
      const event = { kind: 'edited' as const, slot: 'diary_note', field: 'text', text: null };
      const { state } = step(desk.env, { ...desk.state, waiting: true }, { ...event, ...more });
      expect(state.entries.diary_note).toBe(before);
      expect(state.notice?.problem?.code ?? state.notice?.key).toBe(
        'problem' in more ? 'editor.missing' : 'notice.editor_same',
      );
    }
  });
});
