import { afterEach, expect, test } from 'vitest';
import type { Centre } from '../../src/server/centre';
import type { Conflict, Item, Op, OpResult } from '../../src/sync/protocol';
import { onEachDatabase } from './places';
import { DAY, makeCentre, Station, said } from './station';

const conflictsIn = (items: readonly Item[]): Conflict[] =>
  items.flatMap((item) => (item.kind === 'conflict' ? [item.conflict] : []));
const idOf = (results: readonly OpResult[]) =>
  String(results.find((one) => one.conflict)?.conflict);

const answersIn = (items: readonly Item[]) =>
  items.flatMap((item) =>
    item.kind === 'answer' ? [[item.result.op_id, item.result.status]] : [],
  );

onEachDatabase('merging', (place) => {
  let centre: Centre;
  afterEach(() => centre?.close());

  /** One client in the centre, seen by both. */
  async function begin() {
    centre = await makeCentre(await place());
    const anna = new Station(centre, 'anna');
    const bertta = new Station(centre, 'bertta');
    await anna.send(anna.person('p1', { city: [null, 'Lahti'], phone: [null, '1'] }));
    return { anna, bertta };
  }

  const decision = (anna: Station, id: string, notice: boolean) =>
    anna.op({
      ...{ kind: 'create', form: 'decision', record_id: id, bucket: 'p1' },
      patch: {
        ...{ person: [null, 'p1'], investigation: [null, 'i1'], type: [null, 'paatos'] },
        ...{ decided_on: [null, DAY], outcome: [null, 'myonteinen'], valid_from: [null, DAY] },
        ...{ notice_given: [null, notice], decider: [null, 'anna'], unit: [null, '11a2gb'] },
        persons: [null, ['p1']],
      },
    });

  /** What the record holds by the feed: the fold of its versions. */
  async function held(station: Station, id: string): Promise<Record<string, unknown>> {
    const items = await station.feed();
    return items.reduce<Record<string, unknown>>((values, item) => {
      if (item.kind !== 'op' || item.op.record_id !== id) return values;
      for (const [field, [, now]] of Object.entries(item.op.patch)) values[field] = now;
      return values;
    }, {});
  }

  test('other groups merge, equal values go in, a seen change is no conflict (R9)', async () => {
    const { anna, bertta } = await begin();
    await anna.send(anna.amend('p1', 0, { city: ['Lahti', 'Hollola'] }));
    const results = await bertta.send(
      bertta.amend('p1', 1, { phone: ['1', '2'] }),
      bertta.amend('p1', 1, { city: ['Lahti', 'Hollola'] }),
      bertta.amend('p1', 2, { city: ['Hollola', 'Heinola'] }),
    );
    expect(said(results)).toEqual(['merged', 'merged', 'applied']);
    expect(await held(anna, 'p1')).toMatchObject({ city: 'Heinola', phone: '2' });
  });

  test('the same group changed apart is a conflict with both sides (R10)', async () => {
    const { anna, bertta } = await begin();
    await anna.send(anna.amend('p1', 0, { city: ['Lahti', 'Hollola'] }));
    const results = await bertta.send(
      bertta.amend('p1', 1, { street: [null, 'Katu 1'], phone: ['1', '2'] }, { reason: 'mine' }),
    );
    expect(said(results)).toEqual(['conflict']);
    expect(await held(anna, 'p1')).toMatchObject({ city: 'Hollola', phone: '1' });
    const [conflict] = conflictsIn(await anna.feed());
    expect(conflict).toMatchObject({
      id: idOf(results),
      record_id: 'p1',
      bucket: 'p1',
      fields: [
        { field: 'street', base: null, theirs: null, mine: 'Katu 1' },
        { field: 'city', base: 'Lahti', theirs: 'Hollola', mine: 'Lahti' },
      ],
      theirs: { actor: 'anna', version: 2 },
      mine: { actor: 'bertta', reason: 'mine' },
      status: 'open',
    });
  });

  test('what one device wrote before is seen by what it writes after', async () => {
    const { anna } = await begin();
    const results = await anna.send(
      anna.amend('p1', 0, { city: ['Lahti', 'Hollola'] }),
      anna.amend('p1', 0, { city: ['Hollola', 'Heinola'] }),
    );
    expect(said(results)).toEqual(['applied', 'applied']);
  });

  test('a settled conflict lets the rest in, without what was decided (R11)', async () => {
    const { anna, bertta } = await begin();
    await anna.send(anna.amend('p1', 0, { city: ['Lahti', 'Hollola'] }));
    const opened = await bertta.sendUnits([
      bertta.amend('p1', 1, { city: ['Lahti', 'Heinola'], phone: ['1', '2'] }),
      bertta.note('n1', 'p1', 'Muutti'),
    ]);
    expect(said(opened)).toEqual(['conflict', 'sync.unit']);
    expect(opened.map(({ status }) => status)).toEqual(['conflict', 'waiting']);
    expect(new Set(opened.map(({ conflict }) => conflict)).size).toBe(1);
    const id = idOf(opened);
    const settle = anna.amend('p1', 2, { city: ['Hollola', 'Vääksy'] }, { resolves: id });
    const before = (await centre.state()).head;
    expect(said(await anna.send(settle))).toEqual(['applied']);
    const news = await bertta.feed(before);
    expect(
      news.map((item) =>
        item.kind === 'op' ? [item.op.record_id, Object.keys(item.op.patch)] : 0,
      ),
      // Last, to their author alone: that both of them are in.
    ).toEqual([['p1', ['city']], 0, ['p1', ['phone']], ['n1', ['person', 'date', 'text']], 0, 0]);
    expect(conflictsIn(news)).toMatchObject([
      { id, status: 'resolved', resolution: { actor: 'anna', reason: 'typing' } },
    ]);
    expect(await held(bertta, 'p1')).toMatchObject({ city: 'Vääksy', phone: '2' });
    const late = bertta.amend('p1', 3, {}, { resolves: id });
    expect(said(await bertta.send(late))).toEqual(['sync.resolved']);
    expect(await centre.verify()).toBe(true);
  });

  test('what its author wrote later stands when the rest goes in (R35)', async () => {
    const { anna, bertta } = await begin();
    await anna.send(anna.amend('p1', 0, { city: ['Lahti', 'Hollola'] }));
    const opened = await bertta.send(
      bertta.amend('p1', 1, {
        city: ['Lahti', 'Heinola'],
        phone: ['1', '2'],
        language: [null, 'fi'],
      }),
      bertta.amend('p1', 1, { phone: ['2', '3'] }),
    );
    expect(said(opened)).toEqual(['conflict', 'merged']);
    await anna.send(anna.amend('p1', 0, {}, { resolves: idOf(opened) }));
    expect(await held(anna, 'p1')).toMatchObject({ city: 'Hollola', phone: '3', language: 'fi' });
  });

  test('what was written later and decided is not asked about again (R35)', async () => {
    const { anna, bertta } = await begin();
    await anna.send(anna.amend('p1', 0, { city: ['Lahti', 'Hollola'] }));
    const change = { city: ['Lahti', 'Heinola'], phone: ['1', '2'] } as Op['patch'];
    const first = idOf(await bertta.send(bertta.amend('p1', 1, change)));
    await anna.send(anna.amend('p1', 0, { phone: ['1', '9'] }));
    const second = idOf(await bertta.send(bertta.amend('p1', 1, { phone: ['2', '3'] })));
    for (const resolves of [second, first]) await anna.send(anna.amend('p1', 3, {}, { resolves }));
    expect(conflictsIn(await anna.feed()).filter(({ status }) => status === 'open')).toEqual([]);
    expect(await held(bertta, 'p1')).toMatchObject({ city: 'Hollola', phone: '9' });
  });

  test('what waited can meet a new conflict when it goes in', async () => {
    const { anna, bertta } = await begin();
    await anna.send(anna.amend('p1', 0, { city: ['Lahti', 'Hollola'] }));
    const opened = await bertta.send(
      bertta.amend('p1', 1, { city: ['Lahti', 'Heinola'], phone: ['1', '2'] }),
    );
    await anna.send(anna.amend('p1', 0, { phone: ['1', '3'] }));
    await anna.send(anna.amend('p1', 0, {}, { resolves: idOf(opened) }));
    const all = conflictsIn(await bertta.feed());
    expect(all.map(({ status, fields }) => [status, fields.map(({ field }) => field)])).toEqual([
      ['resolved', ['city']],
      ['resolved', ['city']],
      ['open', ['phone']],
    ]);
    expect(await held(bertta, 'p1')).toMatchObject({ city: 'Hollola', phone: '3' });
    const second = all.at(-1) as Conflict;
    await anna.send(anna.amend('p1', 0, { phone: ['3', '2'] }, { resolves: second.id }));
    expect((await bertta.feed()).slice(-2)).toMatchObject([
      { kind: 'op', op: { actor: 'bertta', patch: {} } },
      { kind: 'answer', result: { status: 'merged' } },
    ]);
  });

  test('void against a change is a conflict either way; a decided void voids nothing', async () => {
    const { anna, bertta } = await begin();
    await anna.send(anna.note('n1', 'p1', 'a'), anna.note('n2', 'p1', 'b'));
    const of = { form: 'diary_note', bucket: 'p1' };
    await anna.send(anna.amend('n1', 0, { text: ['a', 'aa'] }, of));
    const voided = await bertta.send(bertta.amend('n1', 1, {}, { ...of, kind: 'void' }));
    expect(conflictsIn(await anna.feed())[0]?.fields).toEqual([
      { field: '$voided', base: false, theirs: false, mine: true },
    ]);
    await anna.send(anna.amend('n1', 0, {}, { ...of, resolves: idOf(voided) }));
    expect((await anna.feed()).at(-1)).toMatchObject({ op: { kind: 'amend', patch: {} } });
    await anna.send(anna.amend('n2', 0, {}, { ...of, kind: 'void' }));
    const late = await bertta.send(bertta.amend('n2', 1, { text: ['b', 'bb'] }, of));
    expect(said(late)).toEqual(['conflict']);
    expect(conflictsIn(await anna.feed()).at(-1)?.fields).toEqual([
      { field: '$voided', base: false, theirs: true, mine: false },
      { field: 'text', base: 'b', theirs: 'b', mine: 'bb' },
    ]);
  });

  test('what stands on a record that waits, waits with it and goes in with it (R12)', async () => {
    const { anna, bertta } = await begin();
    await anna.send(anna.amend('p1', 0, { city: ['Lahti', 'Hollola'] }));
    const opened = await bertta.sendUnits([
      bertta.amend('p1', 1, { city: ['Lahti', 'Heinola'] }),
      bertta.person('p2'),
    ]);
    const on = await bertta.send(bertta.note('n2', 'p2', 'Uusi'), bertta.note('n1', 'p1', 'Muu'));
    expect(on.map(({ status }) => status)).toEqual(['waiting', 'applied']);
    await anna.send(anna.amend('p1', 0, {}, { resolves: idOf(opened) }));
    const ids = (await anna.feed()).flatMap((item) =>
      item.kind === 'op' ? item.op.record_id : [],
    );
    expect(ids).toEqual(['p1', 'p1', 'n1', 'p1', 'p1', 'p2', 'n2']);
  });

  test('a frozen record takes nothing; freezing beside an unseen change asks (R13)', async () => {
    const { anna, bertta } = await begin();
    const of = { form: 'decision', bucket: 'p1' };
    expect(said(await anna.send(decision(anna, 'x1', true), decision(anna, 'x2', false)))).toEqual([
      'applied',
      'applied',
    ]);
    const numbers = (await anna.feed()).flatMap((item) =>
      item.kind === 'op' && item.op.actor === 'centre' ? [[item.op.record_id, item.op.patch]] : [],
    );
    expect(numbers).toEqual([
      ['x1', { decision_no: [null, 1] }],
      ['x2', { decision_no: [null, 2] }],
    ]);
    const grounds = bertta.amend('x1', 2, { grounds: [null, 'Lisäys'] }, of);
    expect(said(await bertta.send(grounds))).toEqual(['sync.frozen']);
    const seen = bertta.amend('x2', 2, { grounds: [null, 'Perustelu'] }, of);
    const freeze = anna.amend('x2', 0, { notice_given: [false, true], notice_on: [null, DAY] }, of);
    expect(said([...(await bertta.send(seen)), ...(await anna.send(freeze))])).toEqual([
      'applied',
      'conflict',
    ]);
    expect(conflictsIn(await bertta.feed())[0]?.fields.map(({ field }) => field)).toEqual([
      'notice_given',
      'notice_on',
    ]);
  });

  test('what was decided and waits on for something else is answered so (R12)', async () => {
    const { anna, bertta } = await begin();
    await anna.send(anna.amend('p1', 0, { city: ['Lahti', 'Hollola'] }));
    const note = bertta.note('n1', 'p1', 'Muutti');
    const voided = bertta.op({ kind: 'void', form: 'diary_note', record_id: 'n1', patch: {} });
    const [made, , undone] = await bertta.sendUnits(
      [bertta.amend('p1', 1, { city: ['Lahti', 'Heinola'] }), note],
      [bertta.amend('p1', 1, { city: ['Heinola', 'Lahti'] }), { ...voided, bucket: 'p1' }],
    );
    const head = (await centre.state()).head;
    await anna.send(anna.amend('p1', 0, {}, { resolves: String(undone?.conflict) }));
    expect(answersIn(await bertta.feed(head))).toEqual([
      [undone?.op_id, 'waiting'],
      [voided.op_id, 'waiting'],
    ]);
    // With what it stands on it goes in.
    await anna.send(anna.amend('p1', 0, {}, { resolves: String(made?.conflict) }));
    expect(answersIn(await bertta.feed(head)).slice(2)).toEqual([
      [made?.op_id, 'merged'],
      [note.op_id, 'applied'],
      [undone?.op_id, 'merged'],
      [voided.op_id, 'applied'],
    ]);
  });

  test('what waited and is refused in the end is answered to its author alone', async () => {
    const { anna, bertta } = await begin();
    const of = { form: 'decision', bucket: 'p1' };
    await anna.send(decision(anna, 'x1', false));
    await anna.send(anna.amend('x1', 0, { grounds: [null, 'a'] }, of));
    const opened = await bertta.sendUnits([
      bertta.amend('x1', 2, { grounds: [null, 'b'] }, of),
      bertta.note('n1', 'p1', 'x'),
    ]);
    const on = { form: 'diary_note', bucket: 'p1' };
    const later = await bertta.send(bertta.amend('n1', 0, { text: ['x', 'y'] }, on));
    expect(later).toMatchObject([{ status: 'waiting' }]);
    const { head } = await centre.state();
    await anna.send(anna.amend('x1', 2, { notice_given: [false, true] }, of));
    await anna.send(anna.amend('x1', 2, {}, { ...of, resolves: idOf(opened) }));
    const answers = (await bertta.feed(head)).flatMap((item) =>
      item.kind === 'answer' ? [[item.result.op_id, item.result.status, item.result.code]] : [],
    );
    const [change, note] = opened.map(({ op_id }) => op_id);
    expect(answers).toEqual([
      [change, 'rejected', 'sync.frozen'],
      [note, 'rejected', 'sync.unit'],
      [later[0]?.op_id, 'rejected', 'sync.no_record'],
    ]);
    expect((await anna.feed(head)).map(({ kind }) => kind)).not.toContain('answer');
    expect(await centre.verify()).toBe(true);
  });
});
