import { afterEach, expect, test } from 'vitest';
import type { Centre } from '../../src/server/centre';
import { onEachDatabase } from './places';
import { FAR, HERE, makeCentre, Station, said } from './station';

const WHY = 'Käynti tehtiin ennen siirtoa';

onEachDatabase('what is held', (place) => {
  let centre: Centre;
  afterEach(() => centre?.close());

  /** Anna wrote two notes on a client before she was moved away, and they come after it. */
  async function begin() {
    centre = await makeCentre(await place());
    const anna = new Station(centre, 'anna');
    await anna.send(anna.person('p1'));
    await moveAnna(FAR);
    const note = anna.note('n1', 'p1', 'Kotikäynti');
    const amended = { text: ['Kotikäynti', 'Kotikäynti 2'] as [string, string] };
    const more = anna.amend('n1', 0, amended, { form: 'diary_note', bucket: 'p1' });
    expect(said(await anna.send(note, more))).toEqual(['sync.container', 'sync.container']);
    return { anna, bertta: new Station(centre, 'bertta'), ops: [note.op_id, more.op_id] };
  }

  const moveAnna = (unit: string) =>
    centre.saveUser({ id: 'anna', name: 'anna', role: 'worker', unit, active: true });

  const units = async () => (await centre.heldUnits()).map(({ uow_id }) => uow_id);
  const notesOf = async (of: Station) =>
    (await of.feed()).flatMap((item) =>
      item.kind === 'op' && item.op.form === 'diary_note' ? [item.op.patch.text?.[1]] : [],
    );
  const decide = async (by: string, decision: 'let_in' | 'archive', asked?: string[]) =>
    said(await centre.decideHeld(by, { units: asked ?? (await units()), decision, reason: WHY }));

  test('is let in by who sees the client, under the name of its author (R43)', async () => {
    const { anna, bertta } = await begin();
    expect(await centre.heldUnits()).toMatchObject([
      { actor: 'anna', ops: [{ form: 'diary_note', client: 'p1', code: 'sync.container' }] },
      { actor: 'anna', ops: [{ kind: 'amend' }] },
    ]);
    const { head } = await centre.state();
    expect(await decide('bertta', 'let_in')).toEqual(['applied', 'applied']);
    expect(await notesOf(bertta)).toEqual(['Kotikäynti', 'Kotikäynti 2']);
    const items = await bertta.feed(head);
    expect(items.map((item) => item.kind === 'op' && item.op.actor)).toEqual(['anna', 'anna']);
    expect(await anna.containers()).toEqual([]);
    const told = (await anna.feed(head)).map((item) => item.kind === 'answer' && item.result);
    expect(told).toMatchObject([
      { status: 'applied', version: 1 },
      { status: 'applied', version: 2 },
    ]);
    expect(await centre.heldUnits()).toEqual([]);
    expect(await centre.verify()).toBe(true);
  });

  test('goes in by nobody who does not see the client or may not enter it', async () => {
    await begin();
    const all = await units();
    for (const by of ['kalle', 'lukija']) {
      await expect(decide(by, 'let_in')).rejects.toMatchObject({ code: 'held.unseen' });
    }
    await expect(decide('nobody', 'let_in')).rejects.toMatchObject({ code: 'held.user' });
    const one = decide('bertta', 'let_in', ['other']);
    await expect(one).rejects.toMatchObject({ code: 'held.none' });
    expect(await units()).toEqual(all);
  });

  test('is put aside with a reason, its words kept, and its author is told (R43)', async () => {
    const { anna, bertta, ops } = await begin();
    const { head } = await centre.state();
    expect(await decide('bertta', 'archive')).toEqual(['sync.archived', 'sync.archived']);
    expect(await notesOf(bertta)).toEqual([]);
    const told = (await anna.feed(head)).map((item) => item.kind === 'answer' && item.result);
    expect(told).toMatchObject([
      { status: 'rejected', code: 'sync.archived' },
      { status: 'rejected', code: 'sync.archived' },
    ]);
    const kept = await centre.database.read((tx) =>
      tx.selectFrom('held_decision').select(['decided_by', 'decision', 'reason']).execute(),
    );
    const said = { decided_by: 'bertta', decision: 'archive', reason: WHY };
    expect(kept).toEqual([said, said]);
    const texts = await centre.database.read((tx) =>
      tx.selectFrom('op_log').select('payload').where('op_id', 'in', ops).execute(),
    );
    expect(texts.map(({ payload }) => payload).join()).toContain('Kotikäynti 2');
    await expect(decide('bertta', 'archive', ['d-anna-u2'])).rejects.toMatchObject({
      code: 'held.none',
    });
  });

  test('is judged anew when its author asks, by the rights of now', async () => {
    const { anna, bertta, ops } = await begin();
    const again = (of = anna) =>
      centre.held(of.caller, { ops, decision: 'let_in', reason: WHY }).then((one) => one.results);
    expect(said(await again())).toEqual(['sync.container', 'sync.container']);
    await moveAnna(HERE);
    await expect(again(bertta)).rejects.toMatchObject({ code: 'held.none' });
    expect(await again()).toMatchObject([
      { status: 'applied', version: 1, pos: expect.any(Number) },
      { status: 'applied', version: 2, pos: expect.any(Number) },
    ]);
    expect(await notesOf(bertta)).toEqual(['Kotikäynti', 'Kotikäynti 2']);
    expect(said(await again())).toEqual(['applied', 'applied']);
  });

  test('is put aside by its author, with what it holds', async () => {
    const { anna, ops } = await begin();
    const asked = { ops: ops.slice(0, 1), decision: 'archive', reason: WHY } as const;
    expect(said((await centre.held(anna.caller, asked)).results)).toEqual(['sync.archived']);
    expect(await units()).toHaveLength(1);
  });

  test('meets what others have changed since as any change does', async () => {
    const { anna, bertta } = await begin();
    await moveAnna(HERE);
    await anna.send(anna.note('n9', 'p1', 'Vanha'));
    await moveAnna(FAR);
    const of = { form: 'diary_note', bucket: 'p1' };
    const [late] = await anna.send(anna.amend('n9', 1, { text: ['Vanha', 'Annan'] }, of));
    expect(late).toMatchObject({ status: 'held' });
    await bertta.send(bertta.amend('n9', 1, { text: ['Vanha', 'Bertan'] }, of));
    const [, , third] = await units();
    expect(await decide('bertta', 'let_in', [third as string])).toEqual(['conflict']);
    const [conflict] = (await bertta.feed()).flatMap((item) =>
      item.kind === 'conflict' ? [item.conflict.id] : [],
    );
    const settled = { text: ['Bertan', 'Annan'] as [string, string] };
    const how = { ...of, resolves: conflict ?? '', reason: 'oikein' };
    expect(said(await bertta.send(bertta.amend('n9', 2, settled, how)))).toEqual(['applied']);
    // The rest is the author's again, who still does not see the client.
    expect(await decide('bertta', 'let_in', [third as string])).toEqual(['merged']);
  });

  test('an answer’s own place in the feed is not that of its operation', async () => {
    const { anna, ops } = await begin();
    await decide('bertta', 'archive');
    const [first] = ops as [string];
    const note = { ...anna.note('n1', 'p1', 'Kotikäynti'), op_id: first, seq: 2 };
    const again = { ...note, uow_id: 'd-anna-u2' };
    const [result] = await anna.send(again);
    expect(result).toMatchObject({ status: 'rejected', duplicate: true });
    expect([result?.version ?? null, result?.pos ?? null]).toEqual([null, null]);
  });
});
