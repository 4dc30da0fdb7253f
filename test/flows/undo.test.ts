import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { look } from '../faults/base';
import { Clients, keys, openMemo } from '../faults/client';

const clients = new Clients();

beforeAll(() => clients.share());
afterEach(() => clients.closeAll());
afterAll(() => clients.unshare());

interface Line {
  readonly form: string;
  readonly kind: string;
  readonly reason: string | null;
}

const changes = () =>
  look(clients.lastWorld().base, (base) =>
    base.sql<Line>('SELECT form, kind, reason FROM change ORDER BY seq DESC LIMIT 2').all(),
  );

it('one key takes a saved initiation back into its form, to be saved anew', async () => {
  const terminal = await clients.open(clients.shared);
  await openMemo(terminal);
  terminal.send(keys('=Soittanut itse.', 'F12'));
  await terminal.waitFor(/Diaarinumero 1\/2008|Diaarinumero 1|Tallennettu/);
  terminal.send(keys('Ctrl+R'));
  await terminal.waitFor(/Kumottu kirjaus: Vireillepano/);
  // The form is open again with everything typed, unsaved.
  await terminal.waitFor(/F5\*Vireillepano/);
  expect(terminal.screen().join('\n')).toMatch(/Teksti +Soittanut itse\./);
  expect(changes()).toEqual([
    { form: 'initiation', kind: 'void', reason: 'kumottu' },
    { form: 'initiation', kind: 'create', reason: null },
  ]);
  terminal.send(keys('Ctrl+R'));
  await terminal.waitFor(/ei ole tallennettu mitään kumottavaa/);
  terminal.send(keys('F12'));
  await terminal.waitFor((screen) => /F5 Vireillepano/.test(screen[2] ?? ''));
  terminal.send(keys('F3'));
  await terminal.waitFor(/kosk\.\. Kriisipalvelu/);
});
