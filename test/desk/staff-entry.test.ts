import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Base } from '../../src/store/base';
import { Desk } from '../contract/desk';
import { Bases, undone } from '../contract/world';

let bases: Bases;
let base: Base;
beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});
afterAll(() => bases.remove());

/** The entry in front and the form it is of. */
const front = (desk: Desk) => desk.state.entries[desk.state.pane];

it('work becomes work without a client wherever the hands stand when it is saved', () => {
  const gone: string[] = [];
  for (let downs = 0; downs < 9; downs += 1) {
    undone(base, () => {
      const desk = new Desk(base).keys('F9');
      for (let n = 0; n < downs; n += 1) desk.keys('Down');
      const stood = front(desk)?.focus ?? '';
      desk.keys('F12');
      const entry = front(desk);
      const form = desk.env.registry.form(entry?.form ?? '');
      expect(form.id).toBe('staff_entry');
      expect(Object.keys(form.fields), stood).toContain(entry?.focus);
      if (!(stood in form.fields)) gone.push(stood);
    });
  }
  // The hands were also in fields that only work with a client has.
  expect(gone).toContain('attached');
});
