import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registry } from '../../src/forms/index';
import { diaryOf } from '../../src/records/diary';
import type { Session } from '../../src/records/session';
import type { WorkRow } from '../../src/records/work-list';
import { makeTestId } from '../../src/rules/person-id';
import { changesOf } from '../../src/store/changes';
import { readRecord } from '../../src/store/records';
import { saveWorker } from '../../src/store/workers';
import { bundled, start, tidyAfterEach } from '../store/support';
import {
  amend,
  caseOf,
  DAY,
  enter,
  enterCouple,
  enterInitiation,
  enterPerson,
  makeOffice,
  mustEnter,
  type Office,
  reasons,
  saved,
  TEAM,
  words,
} from './office';

tidyAfterEach();

let office: Office;
let session: Session;
let person: string;
beforeEach(() => {
  office = makeOffice();
  session = office.session();
  person = enterCouple(session);
});
afterEach(() => office.close());

function queue(by: Session = session): readonly WorkRow[] {
  const read = by.list('queue');
  if (!read.ok) throw new Error(read.problem.code);
  return read.value.list.rows;
}

/** The initiation of a row as it stands. */
function stored(id: string) {
  return readRecord(office.base, registry.form('initiation'), id)?.values;
}

function take(by: Session, row: WorkRow) {
  const target = { id: row.record ?? '', version: row.version ?? 0 };
  return by.actListed('queue.take', target, row.person?.id ?? '');
}

describe('the queue', () => {
  it('holds what nobody is the worker of, the most urgent first', () => {
    const old = enterPerson(session, '190249-944Y', 'Laaksonen', 'Helmi');
    const notice = { type: 'shl_35', reason: 'arki', date: '2026-03-16', worker: null };
    enterInitiation(session, person, { ...notice, date: '2026-03-02' });
    enterInitiation(session, old, notice);
    enterInitiation(session, person, { worker: null });
    enterInitiation(session, person);
    // Seven working days go before three months, although they began later.
    expect(queue().map(({ kind, due, at }) => [kind, due, at])).toEqual([
      ['queued', '2026-03-25', '11A2Gb'],
      ['queued', '2026-06-02', '11A2Gb'],
      ['queued', '2026-06-16', '11A2Gb'],
    ]);
    expect(session.workList()).toHaveLength(1);
  });

  it('is where an initiation goes that somebody records whose role takes no cases', () => {
    const secretary = office.session('yhtsihter');
    const rec = enterInitiation(secretary, person);
    expect(rec.values).toMatchObject({ worker: null, unit: TEAM });
    expect(queue().map((row) => row.record)).toEqual([rec.id]);
    expect(secretary.workList()).toEqual([]);
    const chosen = enterInitiation(secretary, person, { worker: 'yhtmalmai' });
    expect(chosen.values.worker).toBe('yhtmalmai');
    expect(queue()).toHaveLength(1);
  });

  it('is said in the diary while nobody has taken it', () => {
    enterInitiation(session, person, { worker: null });
    const line = () => {
      const [first] = diaryOf(session.facts(caseOf(session, person)), registry);
      return words.line(first?.line.key ?? '', first?.line.values ?? {});
    };
    expect(line()).toContain('Kriisipalvelu Jonossa; ');
    saved(take(session, queue()[0] as WorkRow));
    expect(line()).toContain('Kriisipalvelu Käsittelijä: Mallila Maija; ');
    enterInitiation(session, person, { worker: null, date: '2026-03-01' });
    mustEnter(session, 'investigation', caseOf(session, person), {});
    expect(line()).not.toContain('Jonossa');
  });

  it('is that of the units the role may see', () => {
    const put = (unit: string) => enterInitiation(session, person, { worker: null, unit }).id;
    const near = put('11a2ga'); // the same head
    const area = put('11a1ga'); // the same area
    const far = put('phsotey'); // another root
    const seen = (user: string) => queue(office.session(user)).map((row) => row.record);
    expect(seen('yhtmalmai')).toEqual([near]);
    expect(seen('yhtsihter')).toEqual([near, area]);
    expect(seen('yhtlukrii')).toEqual([]);
    expect(seen('yhtpälöst')).toEqual([far]);
  });

  it('does not tell where a client under turvakielto belongs', () => {
    const guarded = enterPerson(session, '070775-931J', 'Ranta', 'Onni', { protected: true });
    enterInitiation(session, guarded, { worker: null, unit: '11a2ga' });
    expect(queue()[0]?.at).toBe('Lp Asiakasohjaus');
    expect(JSON.stringify(queue())).not.toMatch(/lahti|11A2Ga/iu);
  });

  it('leaves a line for each person it shows, once a session', () => {
    enterInitiation(session, person, { worker: null });
    enterInitiation(session, person, { worker: null });
    const lines = () => office.uses().filter((use) => use.what === 'list');
    queue();
    queue();
    expect(lines()).toMatchObject([{ person, detail: 'queue', actor: 'yhtmalmai' }]);
    queue(office.session('yhtsihter'));
    expect(lines()).toHaveLength(2);
    session.list('mine');
    expect(lines()).toHaveLength(2);
  });

  it('is cut at what a list holds, and says how many more there are', () => {
    for (let n = 0; n < 203; n++) enterInitiation(session, person, { worker: null });
    const list = session.list('queue');
    expect(list.ok && [list.value.list.rows.length, list.value.list.more]).toEqual([200, 3]);
  });
});

describe('taking', () => {
  it('makes me the worker; the unit stays', () => {
    enterInitiation(session, person, { worker: null, unit: '11a2ga' });
    const [row] = queue() as [WorkRow];
    saved(take(session, row));
    expect(stored(row.record ?? '')).toMatchObject({ worker: 'yhtmalmai', unit: '11a2ga' });
    expect(queue()).toEqual([]);
    expect(session.workList()).toMatchObject([{ kind: 'open', record: row.record }]);
    const [, change] = changesOf(office.base, row.record ?? '');
    expect(change).toMatchObject({ kind: 'amend', patch: { worker: [null, 'yhtmalmai'] } });
  });

  it('tells who was quicker, and when', () => {
    enterInitiation(session, person, { worker: null });
    const [row] = queue() as [WorkRow];
    saved(take(office.session('yhtsihter'), row));
    const late = take(session, row);
    expect(reasons(late)).toEqual(['queue.taken']);
    const values = late.kind === 'refused' ? late.problems[0]?.values : {};
    expect(values).toMatchObject({
      who: 'Sihvola Teresa',
      at: expect.stringMatching(/^\d\d:\d\d$/),
    });
    expect(words.problem({ code: 'queue.taken', values })).toMatch(/^Sihvola Teresa otti tämän \d/);
  });

  it('is refused of what is handled, mine, or not there', () => {
    const rec = enterInitiation(session, person);
    const client = caseOf(session, person);
    const act = (id: string, version: number) =>
      reasons(session.act('queue.take', { id, version }, {}, client));
    expect(act(rec.id, 1)).toEqual(['queue.mine']);
    expect(act('nobody', 1)).toEqual(['record.missing']);
    mustEnter(session, 'investigation', client, {});
    expect(act(rec.id, 2)).toEqual(['queue.handled']);
    const reader = office.session('yhtlukrii');
    const result = reader.act('queue.take', { id: rec.id, version: 2 }, {}, client);
    expect(reasons(result)).toEqual(['role.amend']);
  });

  it('goes on although somebody has changed something else meanwhile', () => {
    const rec = enterInitiation(session, person, { worker: null });
    const [row] = queue() as [WorkRow];
    saved(amend(session, rec, { text: 'Lisätieto' }));
    // What was seen is not what would be taken: the row is read anew first.
    expect(reasons(take(session, row))).toEqual(['record.changed']);
    saved(take(session, queue()[0] as WorkRow));
    expect(stored(rec.id)).toMatchObject({ worker: 'yhtmalmai', text: 'Lisätieto' });
  });

  it('an empty worker can be left again, and the initiation is in the queue', () => {
    const rec = enterInitiation(session, person);
    saved(amend(session, rec, { worker: null }));
    expect(queue()).toHaveLength(1);
    expect(enter(session, 'initiation', caseOf(session, person), { worker: 'nobody' }).kind).toBe(
      'refused',
    );
  });
});

describe('twenty programs that take from one queue', () => {
  const PROGRAMS = 20;
  const ITEMS = 200;

  it('take each item exactly once, and every loser is told who has it', async () => {
    const users = Array.from({ length: PROGRAMS }, (_, n) => `yhtjono${n}`);
    for (const [n, id] of users.entries()) {
      const worker = { id, name: `Jonottaja ${n}`, role: 'worker', unit: TEAM };
      saveWorker(office.base, { ...worker, active: true, os_user: null });
    }
    for (let n = 0; n < ITEMS; n++) {
      const born = `19${50 + Math.floor(n / 100)}-01-02`;
      const client = enterPerson(session, makeTestId(born, 900 + (n % 100)), 'Jono', `N${n}`);
      enterInitiation(session, client, { worker: null });
    }
    const program = await bundled('take-queue', 'records');
    const go = `${office.base.path}-go`;
    const runs = users.map((user, n) =>
      start(program, [office.base.path, user, String(n), DAY, go]),
    );
    await Promise.all(runs.map((run) => run.said(1)));
    writeFileSync(go, '');
    const ends = await Promise.all(runs.map((run) => run.ended));
    expect(ends).toEqual(users.map(() => 0));
    const said = runs.map((run) => run.lines.map((line) => line.split(' ')));
    const winners = new Map<string, string>();
    const took = said.flatMap((lines, n) =>
      lines.filter(([word]) => word === 'took').map(([, id]) => [id ?? '', n] as const),
    );
    for (const [id, n] of took) winners.set(id, `Jonottaja ${n}`);
    expect(took).toHaveLength(ITEMS);
    expect(winners.size).toBe(ITEMS);
    // They ran at the same time: no program had the queue to itself.
    expect(new Set(took.map(([, n]) => n)).size).toBeGreaterThan(PROGRAMS / 2);
    for (const [word, id = '', code, time, ...who] of said.flat()) {
      if (word === 'took' || word === 'ready') continue;
      expect([word, code, who.join(' ')]).toEqual(['lost', 'queue.taken', winners.get(id)]);
      expect(time).toMatch(/^\d\d:\d\d$/);
    }
    for (const [id, name] of winners) {
      const worker = users[Number(name.split(' ')[1])];
      expect(stored(id)?.worker).toBe(worker);
      expect(changesOf(office.base, id)).toHaveLength(2);
    }
    expect(queue()).toEqual([]);
  });
});
