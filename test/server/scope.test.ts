import { afterEach, expect, test } from 'vitest';
import { seededRandom } from '../../src/base/random';
import type { Centre } from '../../src/server/centre';
import { checksumOf, digestOf } from '../../src/sync/checksum';
import type { Item, Op } from '../../src/sync/protocol';
import { LIMITS } from '../../src/sync/terms';
import { onEachDatabase } from './places';
import { centreOn, FAR, HERE, makeCentre, Station, said } from './station';

const SEED = Number(process.env.AKTI_SEED ?? 11);

const recordsIn = (items: readonly Item[]) =>
  items.map((item) =>
    item.kind === 'op' ? item.op.record_id : item.kind === 'left' ? `-${item.record_id}` : '?',
  );

onEachDatabase('scope', (place) => {
  let centre: Centre;
  afterEach(() => centre?.close());

  async function begin() {
    centre = await makeCentre(await place());
    const anna = new Station(centre, 'anna');
    const kalle = new Station(centre, 'kalle');
    await anna.send(anna.person('p1'), anna.person('p2'));
    return { anna, kalle, bertta: new Station(centre, 'bertta') };
  }

  const reminder = (of: Station, id: string, client: string, owner: string) =>
    of.op({
      ...{ kind: 'create', form: 'reminder', record_id: id, bucket: client },
      patch: {
        ...{ person: [null, client], due_on: [null, '2026-04-01'], text: [null, 'Soita'] },
        ...{ owner: [null, owner], done: [null, false] },
      },
    });

  const member = (person: string, role: string, until: string | null = null) => ({
    ...{ person, role, from: null, until, guardian: false },
  });

  test('a client is seen by the unit that entered it and by a worker it names (R18)', async () => {
    const { anna, kalle, bertta } = await begin();
    expect(await bertta.containers()).toEqual(['p1', 'p2']);
    expect(await kalle.containers()).toEqual([]);
    expect(await kalle.feed()).toEqual([]);
    await anna.send(reminder(anna, 'r1', 'p1', 'kalle'));
    expect(await kalle.containers()).toEqual(['p1']);
    const of = { form: 'reminder', bucket: 'p1' };
    await anna.send(anna.amend('r1', 0, { owner: ['kalle', 'anna'] }, of));
    expect(await kalle.containers()).toEqual([]);
    expect((await kalle.centre.pull(kalle.caller, 0, 10)).to).toBe(4);
  });

  test('a client who is seen brings the household, but not who has left it (R19)', async () => {
    const { anna, kalle } = await begin();
    await anna.send(anna.person('p3'), anna.person('p4'));
    const home = anna.op({
      ...{ kind: 'create', form: 'household', record_id: 'h1' },
      patch: {
        members: [null, [member('p1', 'R'), member('p2', 'B'), member('p3', 'H', '2026-01-31')]],
      },
    });
    await anna.send(home, reminder(anna, 'r1', 'p1', 'kalle'));
    expect(await kalle.containers()).toEqual(['h1', 'p1', 'p2']);
    const apart = [member('p1', 'R'), member('p2', 'B', '2026-03-15')];
    const of = { form: 'household', bucket: null };
    const { grants } = await centre.state();
    await anna.send(anna.amend('h1', 0, { members: [home.patch.members?.[1] ?? null, apart] }, of));
    expect((await centre.state()).grants).toBeGreaterThan(grants);
    expect(await kalle.containers()).toEqual(['h1', 'p1']);
    await anna.send(anna.note('n1', 'p2', 'x'));
    expect(recordsIn(await kalle.feed())).not.toContain('n1');
  });

  test('another unit or a disabled user changes at once what is seen', async () => {
    const { anna, kalle } = await begin();
    const before = await kalle.centre.pull(kalle.caller, 0, 10);
    expect(before.scope).toEqual({ digest: digestOf([]), count: 0 });
    await centre.saveUser({ id: 'kalle', name: 'k', role: 'worker', unit: HERE, active: true });
    const after = await kalle.centre.pull(kalle.caller, 2, 10);
    expect(after.scope).toEqual({ digest: digestOf(['p2', 'p1']), count: 2 });
    await centre.saveUser({ id: 'anna', name: 'a', role: 'worker', unit: FAR, active: false });
    await expect(anna.containers()).rejects.toMatchObject({ code: 'sync.disabled' });
  });

  test('more work for a client who is seen already changes no grants', async () => {
    const { anna } = await begin();
    await anna.send(anna.note('n1', 'p1', 'x'));
    const { grants } = await centre.state();
    await anna.send(anna.note('n2', 'p1', 'y'), anna.note('n3', 'p1', 'z'));
    expect((await centre.state()).grants).toBe(grants);
    await anna.send(anna.person('p9'));
    expect((await centre.state()).grants).toBeGreaterThan(grants);
  });

  test('a snapshot is a whole history, by pages, as of one position (R19)', async () => {
    const { anna, bertta } = await begin();
    const notes = Array.from({ length: LIMITS.page + 5 }, (_, at) =>
      anna.note(`n${at}`, 'p1', 'x'),
    );
    for (let at = 0; at < notes.length; at += 100) await anna.sendUnits(notes.slice(at, at + 100));
    const first = await centre.snapshot(bertta.caller, 'p1', 0, null);
    expect(first.items).toHaveLength(LIMITS.page);
    await anna.send(anna.note('late', 'p1', 'later'));
    const second = await centre.snapshot(bertta.caller, 'p1', first.next ?? 0, first.at);
    expect(second).toMatchObject({ at: first.at, next: null });
    expect(first.items.length + second.items.length).toBe(notes.length + 1);
    expect(recordsIn(second.items)).not.toContain('late');
  });

  test('a container that is not seen is not given, nor told from one not here (R18)', async () => {
    const { kalle } = await begin();
    for (const id of ['p1', 'nobody']) {
      const asked = centre.snapshot(kalle.caller, id, 0, null);
      await expect(asked).rejects.toMatchObject({ status: 403, code: 'sync.container' });
    }
    const { sums } = await centre.checksums(kalle.caller, { containers: ['p1', 'nobody'] });
    expect(sums).toEqual([]);
  });

  test('a moved record leaves one container and comes whole into the other', async () => {
    const { anna, kalle, bertta } = await begin();
    await anna.send(reminder(anna, 'r0', 'p1', 'kalle'), anna.note('n1', 'p2', 'x'));
    const of = { form: 'diary_note', bucket: 'p2' };
    await anna.send(anna.amend('n1', 0, { text: ['x', 'xx'] }, of));
    // What comes along says where it stands itself, as it does to who has seen it all the time.
    const places = (await bertta.feed()).slice(-2).map(({ pos }) => pos);
    const { head } = await centre.state();
    const moved = { person: ['p2', 'p1'] as [string, string] };
    expect(said(await anna.send(anna.amend('n1', 0, moved, { ...of, bucket: 'p1' })))).toEqual([
      'applied',
    ]);
    const items = await kalle.feed(head);
    const shown = (item: Item) => item.kind === 'op' && [item.version, item.pos, item.place];
    expect(items.map(shown)).toEqual([
      [1, head + 1, places[0]],
      [2, head + 1, places[1]],
      [3, head + 1, undefined],
    ]);
    const back = { person: ['p1', 'p2'] as [string, string] };
    await anna.send(anna.amend('n1', 0, back, { ...of, bucket: 'p2' }));
    expect(await kalle.feed(head + 1)).toEqual([
      { kind: 'left', pos: head + 2, record_id: 'n1', container: 'p1' },
    ]);
    expect(recordsIn(await kalle.feed()).filter((id) => id === 'n1')).toEqual([]);
    expect(recordsIn(await bertta.feed()).filter((id) => id === 'n1').length).toBeGreaterThan(3);
  });

  test('sums are those of the records as they stand (R21)', async () => {
    const { anna, bertta } = await begin();
    const person = anna.person('p3', { later: [null, 'kept'] });
    await anna.send(person, anna.note('n1', 'p3', 'x'));
    await anna.send(anna.amend('n1', 0, {}, { form: 'diary_note', bucket: 'p3', kind: 'void' }));
    const now = (patch: typeof person.patch) =>
      Object.fromEntries(Object.entries(patch).map(([id, [, value]]) => [id, value]));
    const note = anna.note('n1', 'p3', 'x');
    const of = { bucket: 'p3' };
    const expected = [
      { ...of, record_id: 'p3', version: 1, voided: false, values: now(person.patch) },
      { ...of, record_id: 'n1', version: 2, voided: true, values: now(note.patch) },
    ];
    const { sums, at } = await centre.checksums(bertta.caller, { containers: ['p3'] });
    expect(sums).toEqual([{ container: 'p3', count: 2, checksum: checksumOf(expected) }]);
    expect(at).toBe((await centre.state()).head);
  });

  test('a page ends with a unit of work, and every position is passed once (R8)', async () => {
    const { anna, kalle } = await begin();
    const unit = ['a', 'b', 'c', 'd'].map((id) => anna.note(id, 'p1', 'x'));
    await anna.sendUnits(unit);
    const page = await centre.pull(anna.caller, 2, 2);
    expect(page).toMatchObject({ from: 2, to: 6, done: true });
    expect(await centre.pull(kalle.caller, 0, 1)).toMatchObject({ to: 6, items: [], done: true });
    const beyond = centre.pull(anna.caller, 99, 10);
    await expect(beyond).rejects.toMatchObject({ status: 409, code: 'sync.cursor' });
  });

  test(`what is kept of a scope is what one worked out anew would be (seed ${SEED})`, async () => {
    const { anna, kalle, bertta } = await begin();
    const random = seededRandom(SEED);
    const persons = ['p1', 'p2'];
    const members = new Map<string, Op['patch'][string][0]>();
    const reminders = new Map<string, string>();
    const of = (form: string, bucket: string | null) => ({ form, bucket });
    const someMembers = () =>
      persons
        .filter(() => random.int(3) === 0)
        .map((id) => member(id, 'H', random.int(3) === 0 ? '2026-01-01' : null));
    const steps = [
      async (at: number) => {
        persons.push(`p${at + 10}`);
        await anna.send(anna.person(`p${at + 10}`));
      },
      async (at: number) => {
        const home = [member('p1', 'R'), ...someMembers()];
        members.set(`h${at}`, home);
        const patch = { members: [null, home] as [null, typeof home] };
        await anna.send(anna.op({ kind: 'create', form: 'household', record_id: `h${at}`, patch }));
      },
      async () => {
        const [id, was] = [...members].at(random.int(members.size + 1)) ?? [];
        if (!id || !was) return;
        const now = [member('p2', 'R'), ...someMembers()];
        members.set(id, now);
        await anna.send(anna.amend(id, 0, { members: [was, now] }, of('household', null)));
      },
      async (at: number) => {
        const client = persons[random.int(persons.length)] as string;
        reminders.set(`r${at}`, client);
        await anna.send(reminder(anna, `r${at}`, client, 'kalle'));
      },
      async () => {
        const [id, client] = [...reminders].at(random.int(reminders.size + 1)) ?? [];
        if (!id || !client) return;
        reminders.delete(id);
        const taken = { owner: ['kalle', 'anna'] as [string, string] };
        await anna.send(anna.amend(id, 0, taken, of('reminder', client)));
      },
      async (at: number) => {
        const unit = at % 2 ? HERE : FAR;
        await centre.saveUser({ id: 'bertta', name: 'b', role: 'worker', unit, active: true });
      },
    ];
    let most = 0;
    for (let at = 0; at < 80; at += 1) {
      const step = steps[random.int(10)] ?? steps[random.int(5)];
      await step?.(at);
      const fresh = await centreOn(centre.database, 9);
      for (const { caller } of [kalle, bertta]) {
        const { scope } = await centre.pull(caller, 0, 1);
        expect(scope).toEqual((await fresh.pull(caller, 0, 1)).scope);
        expect(scope.digest).toBe(digestOf((await fresh.scope(caller)).containers));
        if (caller === kalle.caller) most = Math.max(most, scope.count);
      }
    }
    expect(most).toBeGreaterThan(3);
  });
});
