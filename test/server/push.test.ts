import { afterEach, expect, test } from 'vitest';
import type { Centre } from '../../src/server/centre';
import { LIMITS } from '../../src/sync/terms';
import { onEachDatabase } from './places';
import { DAY, FAR, makeCentre, Station, said } from './station';

onEachDatabase('push', (place) => {
  let centre: Centre;
  afterEach(() => centre?.close());

  async function begin() {
    centre = await makeCentre(await place());
    return {
      anna: new Station(centre, 'anna'),
      bertta: new Station(centre, 'bertta'),
      kalle: new Station(centre, 'kalle'),
    };
  }

  test('a new client goes in and comes to a colleague', async () => {
    const { anna, bertta } = await begin();
    const results = await anna.send(anna.person('p1'), anna.note('n1', 'p1', 'Tavattu'));
    expect(results).toMatchObject([
      { status: 'applied', version: 1, pos: 1 },
      { status: 'applied', version: 1, pos: 2 },
    ]);
    expect((await bertta.feed()).map((item) => item.kind === 'op' && item.op.record_id)).toEqual([
      'p1',
      'n1',
    ]);
    expect(await bertta.containers()).toEqual(['p1']);
    expect(await centre.verify()).toBe(true);
  });

  test('sent again it gets the answers of then; what differs is refused (R3, R4)', async () => {
    const { anna } = await begin();
    const op = anna.person('p1');
    const [first] = await anna.send(op);
    expect(await anna.send(op)).toEqual([{ ...first, duplicate: true }]);
    const other = { ...op, patch: { ...op.patch, city: [null, 'Lahti'] as [null, string] } };
    expect(said(await anna.send(other))).toEqual(['sync.op_changed']);
    expect((await centre.state()).head).toBe(1);
  });

  test('it is the same without what stood there before, which its base gave up (R4)', async () => {
    const { anna } = await begin();
    await anna.send(anna.person('p1', { city: [null, 'Lahti'] }));
    const op = anna.amend('p1', 1, { city: ['Lahti', 'Hollola'] });
    const [first] = await anna.send(op);
    const bare = { ...op, patch: { city: [null, 'Hollola'] as [null, string] } };
    expect(await anna.send(bare)).toEqual([{ ...first, duplicate: true }]);
    const other = { ...op, patch: { city: [null, 'Heinola'] as [null, string] } };
    expect(said(await anna.send(other))).toEqual(['sync.op_changed']);
  });

  test('a new identity sends what an old one had sent already, and it is the same', async () => {
    const { anna } = await begin();
    const op = anna.person('p1');
    const [first] = await anna.send(op);
    await centre.registerDevice({ id: 'd-new', user: 'anna', name: 'copy' });
    const copy = new Station(centre, 'anna', 'd-new');
    expect(await copy.send(op)).toEqual([{ ...first, duplicate: true }]);
  });

  test('a gap in the order of a device is refused, and so is a copied base (R5, R6)', async () => {
    const { anna } = await begin();
    const one = anna.person('p1');
    await anna.send(one);
    const gap = anna.send({ ...anna.person('p3'), seq: 3 });
    await expect(gap).rejects.toMatchObject({ status: 409, code: 'sync.order' });
    await anna.send(anna.person('p2'));
    const forked = anna.send({ ...one, seq: 1, op_id: 'copied', uow_id: 'copied' });
    await expect(forked).rejects.toMatchObject({ status: 409, code: 'sync.forked' });
  });

  test('a copied base shows also where what both hold came by the other (R6)', async () => {
    const { anna } = await begin();
    await anna.send(anna.person('p1'));
    // Both copies hold it as their second: one has sent it under a new identity, one goes on.
    const both = anna.note('n1', 'p1', 'of both');
    await centre.registerDevice({ id: 'd-new', user: 'anna', name: 'copy' });
    await new Station(centre, 'anna', 'd-new').send({ ...both, seq: 1 });
    await anna.send({ ...anna.note('n2', 'p1', 'of one'), seq: 2 });
    const later = { ...anna.note('n3', 'p1', 'of the other'), seq: 3 };
    const forked = anna.send({ ...both, seq: 2 }, later);
    await expect(forked).rejects.toMatchObject({ status: 409, code: 'sync.forked' });
  });

  test('a unit of work goes in whole or not at all (R2)', async () => {
    const { anna } = await begin();
    const bad = anna.note('n1', 'p1', 'x'.repeat(20_001));
    const results = await anna.sendUnits([anna.person('p1'), bad]);
    expect(said(results)).toEqual(['sync.unit', 'sync.value']);
    expect(await anna.feed()).toEqual([]);
    expect((await centre.state()).head).toBe(0);
  });

  test('what does not hold is refused with its code and nothing of it goes in', async () => {
    const { anna } = await begin();
    await anna.send(anna.person('p1'));
    const cases = [
      [anna.op({ ...anna.note('n1', 'p1', 'x'), actor: 'bertta' }), 'sync.actor'],
      [anna.note('n2', 'p1', ''), 'sync.value'],
      [anna.op({ ...anna.note('n3', 'p1', 'x'), patch: { text: [null, 'x'] } }), 'sync.value'],
      [anna.op({ ...anna.note('n4', 'p1', 'x'), bucket: 'p2' }), 'sync.bucket'],
      [anna.person('p1'), 'sync.exists'],
      [anna.person('p 2'), 'sync.malformed'],
      [anna.note('n5', 'p1', 'x'.repeat(LIMITS.bytes)), 'sync.too_large'],
      [anna.amend('p1', 7, { city: [null, 'Lahti'] }), 'sync.base_version'],
      [anna.amend('p1', 1, {}, { resolves: 'nothing' }), 'sync.no_conflict'],
    ] as const;
    for (const [op, code] of cases) {
      await centre.registerDevice({ id: `d-${op.op_id}`, user: 'anna', name: 'one more' });
      const other = new Station(centre, 'anna', `d-${op.op_id}`);
      expect([code, said(await other.send(op))]).toEqual([code, [code]]);
    }
    expect((await centre.state()).head).toBe(1);
  });

  test('the role decides: a reader enters nothing, a secretary decides nothing (R14)', async () => {
    await begin();
    const reader = new Station(centre, 'lukija');
    expect(said(await reader.send(reader.person('p1')))).toEqual(['sync.right']);
    const secretary = new Station(centre, 'sihteeri');
    const decision = secretary.op({
      ...{ kind: 'create', form: 'decision', record_id: 'x1', bucket: 'p1' },
      patch: {},
    });
    expect(said(await secretary.send(secretary.person('p1'), decision))).toEqual([
      'applied',
      'sync.right',
    ]);
  });

  test('fields and forms of a newer program are kept as they are (R17)', async () => {
    const { anna, bertta } = await begin();
    const person = anna.person('p1', { shoe_size: [null, 43] });
    const future = anna.op({
      ...{ kind: 'create', form: 'shoe_order', form_version: 3, record_id: 's1', bucket: 'p1' },
      patch: { sizes: [null, [{ left: 43, right: 44 }]] },
    });
    const newer = anna.op({
      ...anna.note('n1', 'p1', 'x'),
      form_version: 9,
      patch: { text: [null, 7], person: [null, 'p1'] },
    });
    // A form the matrix does not name is nobody's to enter.
    expect(said(await anna.send(person, future, newer))).toEqual([
      'applied',
      'sync.form',
      'applied',
    ]);
    const items = await bertta.feed();
    expect(items).toMatchObject([{ op: { patch: person.patch } }, { op: { patch: newer.patch } }]);
  });

  test('what is written on a client not seen is held, with what stands on it (R15)', async () => {
    const { anna, kalle } = await begin();
    await anna.send(anna.person('p1'), anna.note('n1', 'p1', 'Tavattu'));
    await centre.saveUser({ id: 'anna', name: 'anna', role: 'worker', unit: FAR, active: true });
    const held = await anna.send(
      anna.note('n2', 'p1', 'Kirjattu vielä'),
      anna.amend('n1', 0, { text: ['Tavattu', 'Nähty'] }, { form: 'diary_note', bucket: 'p1' }),
    );
    expect(held.map(({ status }) => status)).toEqual(['held', 'held']);
    expect(await kalle.containers()).toEqual([]);
    const later = anna.amend('n2', 0, { text: ['x', 'y'] }, { form: 'diary_note', bucket: 'p1' });
    expect((await anna.send(later)).map(({ status }) => status)).toEqual(['held']);
  });

  test('a change of a record that is not here waits for it', async () => {
    const { anna, bertta } = await begin();
    const early = bertta.amend(
      'n1',
      0,
      { text: ['x', 'Muutettu'] },
      { form: 'diary_note', bucket: 'p1' },
    );
    expect(await bertta.send(early)).toMatchObject([{ status: 'waiting', code: 'sync.no_record' }]);
    const note = anna.note('n1', 'p1', 'Muuta');
    await anna.send(
      anna.person('p1'),
      anna.op({ ...note, patch: { ...note.patch, date: [null, DAY] } }),
    );
    expect(await bertta.send(early)).toMatchObject([{ status: 'conflict', duplicate: true }]);
  });

  test('of another user, device or epoch nothing is taken', async () => {
    const { anna } = await begin();
    const op = anna.person('p1');
    const request = {
      device_id: 'd-anna',
      epoch: 'another',
      units: [{ uow_id: op.uow_id, ops: [op] }],
    };
    const asked = (user: string, device: string) => centre.push({ user, device }, request);
    await expect(asked('anna', 'd-anna')).rejects.toMatchObject({ code: 'sync.epoch' });
    await expect(asked('anna', 'd-bertta')).rejects.toMatchObject({ code: 'sync.device' });
    await centre.revokeDevice('d-anna');
    await expect(asked('anna', 'd-anna')).rejects.toMatchObject({ code: 'sync.device' });
    await centre.saveUser({ id: 'bertta', name: 'b', role: 'worker', unit: FAR, active: false });
    const other = { ...request, device_id: 'd-bertta' };
    await expect(centre.push({ user: 'bertta', device: 'd-bertta' }, other)).rejects.toMatchObject({
      status: 403,
      code: 'sync.disabled',
    });
  });

  test('a unit larger than a push goes in whole, as a merge of persons is one', async () => {
    const { anna, bertta } = await begin();
    const many = Array.from({ length: LIMITS.page + 700 }, (_, at) => at);
    const notes = many.map((at) => anna.note(`n${at}`, 'p1', 'x'));
    const results = await anna.sendUnits([anna.person('p1'), ...notes]);
    expect(new Set(said(results))).toEqual(new Set(['applied']));
    const page = await centre.pull(bertta.caller, 0, 10);
    expect(page).toMatchObject({ to: notes.length + 1, done: true });
    expect(page.items).toHaveLength(notes.length + 1);
    const two = anna.sendUnits(
      notes.map((op) => ({ ...op, op_id: `${op.op_id}b` })),
      [anna.person('p2')],
    );
    await expect(two).rejects.toMatchObject({ status: 413, code: 'sync.too_large' });
  });
});
