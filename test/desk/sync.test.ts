import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listsNow } from '../../src/cli/effects';
import { readAnew } from '../../src/cli/sync-effects';
import { whyNotGone } from '../../src/desk/delivery-text';
import { selectedRecord } from '../../src/desk/diary';
import type { SyncShown } from '../../src/desk/sync-state';
import { syncText } from '../../src/desk/sync-text';
import type { Rec, Values } from '../../src/form/value';
import type { ConflictNews } from '../../src/records/conflict-news';
import { openSession, type Session } from '../../src/records/session';
import { openLog } from '../../src/records/sync-log';
import type { DeliveryRow } from '../../src/records/sync-state';
import type { Base } from '../../src/store/base';
import { Desk } from '../contract/desk';
import { Bases, IDENTIFIERS, must, USERS, undone, WORK_DATE, worldOf } from '../contract/world';
import { Feed, receive, send } from '../records/feed';
import { words } from '../records/office';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

const LINKED: SyncShown = { pending: 0, open: 0, contact: 'ok', since: '08:00' };

let seed = 900;

/** What another wrote, as it stands in this base once it has come in. */
class Others {
  readonly session: Session;

  constructor(private readonly desk: Desk) {
    const world = worldOf(base, seed++);
    const who = { user: USERS.secretary, workDate: WORK_DATE, lang: 'fi' } as const;
    this.session = must(openSession(world, who));
  }

  note(text: string): void {
    const { client } = this.desk.state;
    const person = client?.person.id ?? '';
    const facts = this.session.facts(client);
    const values: Values = { person, date: WORK_DATE, text, node: null };
    const saved = this.session.save({ form: 'diary_note', values, client });
    expect(saved.kind, JSON.stringify([saved, facts.workDate])).toBe('saved');
  }

  amend(rec: Rec, set: Values): void {
    const amend = { id: rec.id, base_version: rec.version, reason: 'kirjausvirhe' };
    const values = { ...rec.values, ...set };
    expect(this.session.save({ form: rec.form, values, client: null, amend }).kind).toBe('saved');
  }

  /** The client reads anew, as after an exchange that brought something. */
  come(): void {
    const { desk } = this;
    const own = must(
      openSession(worldOf(base, seed++), { user: USERS.worker, workDate: WORK_DATE, lang: 'fi' }),
    );
    const hands = { session: own, clock: own.world.clock, state: () => desk.state };
    desk.dispatch({ kind: 'news', ...readAnew(hands, () => listsNow(hands)) });
  }
}

function onDesk(run: (desk: Desk, others: Others) => void): void {
  undone(base, () => {
    const desk = new Desk(base);
    desk.state = { ...desk.state, sync: LINKED };
    desk.type(IDENTIFIERS.client).keys('Enter');
    run(desk, new Others(desk));
  });
}

const count = (desk: Desk) => desk.state.client?.records.length ?? 0;
const entry = (desk: Desk) => desk.state.entries[desk.state.pane];

/** The centre takes what the base has made and gives a record the number it bears already. */
function numberGiven(made: Rec): number {
  const world = worldOf(base, seed++);
  const station = { device: base.deviceId, log: openLog(world) };
  const feed = new Feed();
  send(station, feed);
  const of = feed.items.find((item) => item.kind === 'op' && item.op.record_id === made.id);
  if (of?.kind !== 'op') throw new Error('what was saved has not gone');
  const number = made.values.register_no as number;
  feed.say(of.op, world.ids.next(), { register_no: [number, number] });
  receive(station, feed);
  return made.version;
}

/** Opens the client's note for change, the hands in its text. */
function amendNote(desk: Desk): Rec {
  for (let n = 0; n < 40 && selectedRecord(desk.env, desk.state)?.form !== 'diary_note'; n++) {
    desk.keys('Up');
  }
  desk.keys('Enter', 'Enter');
  for (let n = 0; n < 5 && entry(desk)?.focus !== 'text'; n++) desk.keys('Tab');
  return entry(desk)?.saved as Rec;
}

describe('what others entered', () => {
  it('comes into an open diary, and the hands stay on their line', () =>
    onDesk((desk, others) => {
      desk.keys('Up', 'Up');
      const line = selectedRecord(desk.env, desk.state)?.id;
      const before = count(desk);
      others.note('Puhelu päiväkodista.');
      others.come();
      expect(count(desk)).toBe(before + 1);
      expect(selectedRecord(desk.env, desk.state)?.id).toBe(line);
      expect(desk.state.notice).toMatchObject({ key: 'notice.news', values: { count: 1 } });
    }));

  it('leaves a half typed entry as it is, caret and all', () =>
    onDesk((desk, others) => {
      desk.keys('F5').type('aik').keys('Left');
      const left = entry(desk);
      others.note('Puhelu päiväkodista.');
      others.come();
      expect(entry(desk)?.edit).toEqual(left?.edit);
      expect(entry(desk)?.focus).toBe(left?.focus);
      expect(entry(desk)?.client).toBe(desk.state.client);
      desk.type('x');
      expect(entry(desk)?.edit.line.text).toBe('aixk');
    }));

  it('lies under an open list, a question and a lock, which stay', () =>
    onDesk((desk, others) => {
      desk.keys('F5', 'F2');
      const { overlay } = desk.state;
      others.note('Puhelu päiväkodista.');
      others.come();
      expect(desk.state.overlay).toEqual(overlay);
      desk.keys('Esc', 'Ctrl+Space');
      others.note('Toinen puhelu.');
      const before = count(desk);
      others.come();
      expect(desk.state.lock).not.toBeNull();
      expect(count(desk)).toBe(before + 1);
      expect(desk.state.notice).toBeNull();
    }));

  it('does not come into a case shown as it was', () =>
    onDesk((desk, others) => {
      desk.command('case.past').type('160326').keys('Enter', 'Enter');
      expect(desk.state.past).not.toBeNull();
      const then = desk.state.client;
      others.note('Puhelu päiväkodista.');
      others.come();
      expect(desk.state.client).toBe(then);
    }));

  it('warns who is changing the same record; saving shows it field by field', () =>
    onDesk((desk, others) => {
      const saved = amendNote(desk);
      desk.type('Oma ');
      others.amend(saved, { text: 'Toisen teksti.' });
      others.come();
      expect(desk.state.notice).toMatchObject({ key: 'notice.changed_elsewhere', kind: 'warning' });
      expect(entry(desk)?.edit.line.text).toContain('Oma ');
      // Told once: the next news is another matter.
      desk.type('x');
      others.note('Puhelu päiväkodista.');
      others.come();
      expect(desk.state.notice?.key).not.toBe('notice.changed_elsewhere');
      desk.keys('F12').type('ki').keys('Enter');
      expect(desk.state.overlay?.kind).toBe('stale');
    }));

  it('that is in conflict with an own entry is said of, with the key, under typing hands too', () =>
    onDesk((desk) => {
      const { client } = desk.state;
      const conflict: ConflictNews = {
        ...{ id: 'c1', form: 'service', record: 'x1', name: 'Perussosiaalityö 160326–' },
        ...{ person: client?.person ?? null, who: 'Pälvinen Östen', fields: ['until'] },
      };
      desk.keys('F5').type('ai');
      const news = { kind: 'news', client, lists: null } as const;
      desk.dispatch({ ...news, conflicts: [conflict, { ...conflict, id: 'c2' }] });
      const said = {
        ...{ kind: 'warning', key: 'notice.conflict_came', offer: 'sync.list' },
        values: { who: 'Pälvinen Östen', field: 'Saakka', whose: '', more: 1 },
      };
      expect(desk.state.notice).toMatchObject(said);
      desk.type('k');
      expect(desk.state.notice).toMatchObject(said);
      desk.keys('Tab');
      expect(desk.state.notice).toBeNull();
      desk.dispatch({ ...news, conflicts: [] });
      expect(desk.state.notice).toBeNull();
    }));

  it('that others settle is said of, in place of that it came; an own settling is not', () =>
    onDesk((desk) => {
      const { client } = desk.state;
      const conflict: ConflictNews = {
        ...{ id: 'c1', form: 'service', record: 'x1', name: 'Perussosiaalityö 160326–' },
        ...{ person: client?.person ?? null, who: 'Pälvinen Östen', fields: ['until'] },
      };
      const news = { kind: 'news', client, lists: null } as const;
      desk.dispatch({ ...news, conflicts: [conflict] });
      desk.dispatch({ ...news, conflicts: [{ ...conflict, settled: 'others' }] });
      expect(desk.state.notice).toMatchObject({
        ...{ kind: 'warning', key: 'notice.conflict_settled', offer: 'sync.list' },
        values: { who: 'Pälvinen Östen', form: 'Palvelu', field: 'Saakka', whose: '', more: '' },
      });
      desk.dispatch({ ...news, conflicts: [{ ...conflict, id: 'c2' }] });
      expect(desk.state.notice?.key).toBe('notice.conflict_came');
      desk.dispatch({ ...news, conflicts: [{ ...conflict, id: 'c2', settled: 'own' }] });
      expect(desk.state.notice).toBeNull();
      desk.keys('Ctrl+Space');
      const locked = desk.state;
      desk.dispatch({ ...news, conflicts: [{ ...conflict, settled: 'others' }] });
      expect(desk.state.notice).toEqual(locked.notice);
    }));

  it('may be other workers: their names stand at once, and a change of own rights is said', () =>
    onDesk((desk) => {
      const { client, setting } = desk.state;
      desk.keys('F5').type('aik');
      const left = entry(desk)?.edit;
      const news = { kind: 'news', client, lists: null } as const;
      const workers = setting.workers.map((one) => ({ ...one, name: `${one.name} 2` }));
      desk.dispatch({ ...news, setting: { ...setting, workers } });
      expect(desk.state.setting.workers).toEqual(workers);
      expect(desk.state.notice).toBeNull();
      desk.dispatch({ ...news, setting: { ...setting, me: { ...setting.me, role: 'reader' } } });
      expect(desk.state.notice).toMatchObject({ key: 'notice.rights_changed', lasting: true });
      expect(entry(desk)?.edit).toEqual(left);
    }));

  it('keeps a shown record fresh', () =>
    onDesk((desk, others) => {
      const saved = amendNote(desk);
      desk.keys('Ctrl+X');
      expect(entry(desk)?.mode).toBe('shown');
      others.amend(saved, { text: 'Toisen teksti.' });
      others.come();
      expect(entry(desk)?.values.text).toBe('Toisen teksti.');
    }));

  it('brings the number of the centre to a record whose own was for the time being (R16)', () =>
    onDesk((desk, others) => {
      base
        .sql('INSERT INTO link (one, url, user, device_id) VALUES (1, ?, ?, ?)')
        .run('https://keskus.example', USERS.worker, base.deviceId);
      desk.keys('F5').type('as').keys('Ctrl+F').type('syy').keys('Enter').type('kr').keys('F12');
      const made = entry(desk)?.saved as Rec;
      expect(made.provisional).toBe(true);
      // While it is being changed, too.
      desk.keys('Enter', 'Ctrl+F').type('teks').keys('Enter').type('Kesken.');
      const version = numberGiven(made);
      others.come();
      expect(entry(desk)).toMatchObject({ mode: 'amending', dirty: true, saved: { version } });
      expect(entry(desk)?.saved?.provisional).toBeUndefined();
      expect(entry(desk)?.edit.line.text).toBe('Kesken.');
      expect(desk.state.notice?.key).not.toBe('notice.changed_elsewhere');
      desk.keys('Ctrl+X', 'Ctrl+X');
      expect(entry(desk)?.mode).toBe('shown');
      expect(entry(desk)?.saved?.provisional).toBeUndefined();
    }));

  it('closes a client who has been taken from the base; what is typed stays as a draft', () =>
    onDesk((desk) => {
      desk.keys('F5').type('aik');
      desk.dispatch({ kind: 'news', client: null, lists: null, gone: true });
      expect(desk.state.client).toBeNull();
      expect(desk.state.pane).toBe('start');
      expect(desk.state.behind).toEqual([]);
      expect(desk.state.notice).toMatchObject({ key: 'notice.client_gone', kind: 'warning' });
      expect(desk.effects.map(({ kind }) => kind)).toContain('put_away');
    }));

  it('leaves the hands on their row of the work list', () =>
    onDesk((desk, others) => {
      desk.keys('F4', 'Down', 'Down');
      const row = desk.state.workList[desk.state.start.at];
      others.come();
      expect(desk.state.workList[desk.state.start.at]).toEqual(row);
      expect(desk.state.start.side).toBe('list');
    }));
});

describe('the status of the exchange', () => {
  it('changes nothing but itself, whatever is awaited', () =>
    onDesk((desk) => {
      desk.keys('F5').type('aik');
      const before = { ...desk.state, waiting: true };
      desk.state = before;
      const sync = { ...LINKED, pending: 3, contact: 'offline' as const };
      desk.dispatch({ kind: 'sync', sync });
      expect(desk.state).toEqual({ ...before, sync });
    }));

  it('for which only a password helps asks for it, while nothing else is done', () =>
    onDesk((desk) => {
      const refused = { code: 'auth.sign_in' };
      const sync: SyncShown = { ...LINKED, contact: 'password' };
      const stops = () => desk.dispatch({ kind: 'sync', sync, refused });
      desk.dispatch({ kind: 'sync', sync: { ...LINKED, contact: 'offline' } });
      desk.command('sync.password').type('väärin').keys('Enter');
      expect(desk.effects.at(-1)).toMatchObject({ kind: 'sign_in', password: 'väärin' });
      stops();
      expect(desk.state.overlay).toEqual({ kind: 'password', typed: '' });
      expect(desk.state.notice).toMatchObject({ kind: 'refused', problem: refused });
      desk.type('oikein').keys('Enter');
      desk.dispatch({ kind: 'sync', sync: LINKED });
      expect(desk.state.notice).toMatchObject({ kind: 'done', key: 'notice.signed_in' });
      // Hands that have gone on are not stopped.
      desk.dispatch({ kind: 'sync', sync: { ...LINKED, contact: 'offline' } });
      desk.command('sync.password').type('väärin').keys('Enter', 'F5').type('a');
      stops();
      expect(desk.state.overlay).toBeNull();
      expect(desk.state.notice).toMatchObject({ kind: 'refused', problem: refused });
    }));

  it('that is asked for where nobody is signed in asks for the password', () =>
    onDesk((desk) => {
      desk.dispatch({ kind: 'sync', sync: { ...LINKED, pending: 1, contact: 'password' } });
      desk.command('sync.now');
      expect(desk.state.overlay).toEqual({ kind: 'password', typed: '' });
      desk.type('oikein').keys('Enter');
      expect(desk.effects.at(-1)).toMatchObject({ kind: 'sign_in', password: 'oikein' });
    }));

  it('that was asked for is said to be over, where nothing else was said meanwhile', () =>
    onDesk((desk) => {
      desk.command('sync.now');
      expect(desk.state.notice?.key).toBe('notice.sync_now');
      desk.dispatch({ kind: 'sync', sync: LINKED, asked: true });
      expect(desk.state.notice?.key).toBe('notice.sync_done');
      desk.keys('F5');
      desk.dispatch({ kind: 'sync', sync: LINKED, asked: true });
      expect(desk.state.notice?.key).not.toBe('notice.sync_done');
    }));

  it('says how far a first pull has come, in one line and shorter where there is no room', () => {
    const doing = { stage: 'receive', done: 1500, of: 20_626 } as const;
    const sync: SyncShown = { ...LINKED, doing };
    expect(syncText(words, sync, 60)).toBe('⇅ haetaan 1500/20626');
    expect(syncText(words, { ...sync, pending: 2 }, 60)).toBe('⇅ 2 lähtemättä, haetaan 1500/20626');
    expect(syncText(words, { ...sync, pending: 2 }, 16)).toBe('⇅ 2 lähtemättä');
    expect(syncText(words, LINKED, 60)).toBe('⇅ ✓');
  });
});

describe('the list of what has not gone', () => {
  it('shows what was written in a row, and comes back with the hands on it', () =>
    onDesk((desk, others) => {
      others.note('Puhelu päiväkodista.');
      others.come();
      const rec = desk.state.client?.records.find(({ form }) => form === 'diary_note');
      const row: DeliveryRow = {
        ...{ form: 'diary_note', id: rec?.id ?? '', name: '', person: null, state: 'rejected' },
        ...{ since: '2026-03-16T07:00:00.000Z', code: 'sync.frozen', conflict: null, changes: 1 },
        ...{ ops: ['o1'], gone: false },
      };
      const rows = [{ ...row, gone: true }, row];
      desk.dispatch({ kind: 'delivery', rows, now: '2026-03-18T10:00:00.000Z' });
      desk.keys('Right');
      expect(desk.state.notice).toMatchObject({ problem: { code: 'delivery.gone' } });
      desk.keys('Down', 'Right');
      expect(desk.state.overlay).toMatchObject({ kind: 'history', history: { form: row.form } });
      desk.keys('Esc');
      expect(desk.state.overlay).toMatchObject({ kind: 'delivery', at: 1 });
    }));
});

describe('why an entry has not gone', () => {
  const row: DeliveryRow = {
    ...{ form: 'initiation', id: 'x1', name: '', person: null, state: 'pending' },
    ...{ since: '2026-03-16T07:00:00.000Z', code: null, conflict: null, changes: 1 },
    ...{ ops: ['o1'], gone: false },
  };
  const why = (contact: SyncShown['contact']) => whyNotGone(words, row, row.since, contact);

  it('is not the centre where a password is lacking, and how to sign in is said', () => {
    for (const contact of ['ok', 'offline', 'new'] as const) {
      expect(why(contact)).toMatch(/Lähtee itsestään, kun keskus vastaa\.$/u);
    }
    expect(why('password')).toMatch(/ei ole kirjauduttu\. Valitse Kirjaudu keskukseen\.$/u);
  });
});
