import { afterEach, expect, test } from 'vitest';
import type { Centre } from '../../src/server/centre';
import { type Op, pushRequest } from '../../src/sync/protocol';
import { onEachDatabase } from './places';
import { makeCentre, Station } from './station';

onEachDatabase('a bad unit', (place) => {
  let centre: Centre;
  afterEach(() => centre?.close());

  async function begin() {
    centre = await makeCentre(await place());
    const anna = new Station(centre, 'anna');
    await anna.send(anna.person('p1'));
    return anna;
  }

  /** Sends units as they come over HTTP: read by the schema, whatever they are. */
  async function sendRaw(anna: Station, ...units: object[]) {
    const { epoch } = await centre.state();
    const request = pushRequest.parse({ device_id: anna.device, epoch, units });
    const { results } = await centre.push(anna.caller, request);
    return results.map(({ op_id, status, code }) => `${op_id.split('-op')[1]} ${code ?? status}`);
  }

  const alone = (op: object) => ({ uow_id: (op as Op).uow_id, ops: [op] });

  test('is refused with its code, and those beside it go in (R38)', async () => {
    const anna = await begin();
    const notes = [2, 3, 4, 5].map((seq) => ({ ...anna.note(`n${seq}`, 'p1', 'x'), seq }));
    const [good, , , last] = notes as [Op, Op, Op, Op];
    const bad = { ...notes[1], claimed_at: 'eilen' };
    const half = { uow_id: 'half', ops: [{ ...notes[2], uow_id: 'half' }] };
    const nul = { ...anna.note('n\u0000', 'p1', 'x'), seq: 5, uow_id: 'half', actor: 'a\u0000' };
    const units = [alone(good), alone(bad), { ...half, ops: [...half.ops, nul] }];
    const sent = await sendRaw(anna, ...units, alone({ ...last, seq: 6 }));
    expect(sent).toEqual([
      '2 applied',
      '3 sync.malformed',
      '4 sync.unit',
      '6 sync.malformed',
      '5 applied',
    ]);
    expect(await sendRaw(anna, ...units)).toEqual(sent.slice(0, 4));
    expect((await anna.send({ ...anna.note('n9', 'p1', 'y'), seq: 7 }))[0]).toMatchObject({
      status: 'applied',
    });
  });

  test('refused for its size alone takes its place in the order, too', async () => {
    const anna = await begin();
    const notes = Array.from({ length: 5001 }, (_, at) => ({
      ...anna.note(`m${at}`, 'p1', 'x'),
      ...{ seq: at + 2, uow_id: 'huge' },
    }));
    const sent = await sendRaw(anna, { uow_id: 'huge', ops: notes });
    expect(new Set(sent.map((line) => line.split(' ')[1]))).toEqual(new Set(['sync.too_large']));
    const next = { ...anna.note('n1', 'p1', 'x'), seq: 5003 };
    expect((await sendRaw(anna, alone(next)))[0]).toMatch(/applied$/);
  });

  test('takes along what stands on it, which shows why', async () => {
    const anna = await begin();
    const person = { ...anna.person('p2'), seq: 2, work_on: 'ei päivä' };
    const note = { ...anna.note('n1', 'p2', 'x'), seq: 3 };
    const other = { ...anna.note('n2', 'p1', 'x'), seq: 4 };
    expect(await sendRaw(anna, ...[person, note, other].map(alone))).toEqual([
      '2 sync.malformed',
      '3 sync.no_record',
      '4 applied',
    ]);
  });

  test('that names a worker or a record by what is no id is refused for its value', async () => {
    const anna = await begin();
    const reminder = anna.op({
      ...{ kind: 'create', form: 'reminder', record_id: 'r1', bucket: 'p1', seq: 2 },
      patch: {
        ...{ person: [null, 'p1'], due_on: [null, '2026-04-01'], text: [null, 'Soita'] },
        ...{ owner: [null, 'an\u0000na w:kalle'], done: [null, false] },
      },
    });
    expect(await sendRaw(anna, alone(reminder))).toEqual(['2 sync.value']);
  });

  test('that links to what is no id, or has nothing where a row should be, is judged', async () => {
    const anna = await begin();
    const note = anna.note('n1', 'p1', 'x');
    const astray = { ...note, seq: 2, patch: { ...note.patch, person: [null, 'p1\u0000'] } };
    const empty: Op['patch'] = { identifiers: [null, [null]] };
    const person = { ...anna.person('p2', empty), seq: 3 };
    // What a newer program says is not judged by the limits of this one.
    const newer = { ...anna.person('p3', empty), seq: 4, form_version: 99 };
    const good = { ...anna.note('n2', 'p1', 'y'), seq: 5 };
    expect(await sendRaw(anna, ...[astray, person, newer, good].map(alone))).toEqual([
      '2 sync.value',
      '3 sync.value',
      '4 applied',
      '5 applied',
    ]);
  });

  test('under the id of another one takes its place in the order', async () => {
    const anna = await begin();
    const [note, more] = [anna.note('n1', 'p1', 'x'), anna.note('n2', 'p1', 'y')];
    await anna.send(note);
    const changed = { ...note, seq: 3, reason: 'other' };
    const sent = await sendRaw(anna, alone(changed), alone({ ...more, seq: 4 }));
    expect(sent).toEqual(['2 sync.op_changed', '3 applied']);
  });
});
