import { afterAll, it } from 'vitest';
import { Bases, ROLES, undone } from './world';
import { Desk, keymapNamed } from './desk';
import { CONTEXTS } from './contexts';
it('x', () => {
  const bases = new Bases();
  const base = bases.copy();
  for (const role of ROLES) for (const c of CONTEXTS) undone(base, () => {
    const d = new Desk(base, { role, ...(c.name === 'leader pressed' ? { keymap: keymapNamed('no-function-keys') } : {}) });
    try { c.reach(d); } catch (e) { console.log(role, c.name, 'THROW', (e as Error).message); }
    if (!c.there(d.state, d)) console.log(role, '|', c.name, '|', d.state.pane, d.state.overlay?.kind, JSON.stringify(d.state.notice));
  });
  bases.remove();
});
