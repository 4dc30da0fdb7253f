import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unsavedBehind, WINDOWS_MAX, windowsOf } from '../../src/desk/windows';
import { enterMany } from '../../src/records/bulk';
import { openSession } from '../../src/records/session';
import { makeTestId } from '../../src/rules/person-id';
import type { Base } from '../../src/store/base';
import { Desk, keysNamed } from '../contract/desk';
import { Bases, IDENTIFIERS, must, USERS, undone, WORK_DATE, worldOf } from '../contract/world';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

const open = (desk: Desk, identifier: string) => desk.keys('F4').type(identifier).keys('Enter');
const inFront = (desk: Desk) => desk.state.client?.person.identifier ?? null;
const entry = (desk: Desk, slot: string) => desk.state.entries[slot];
const { client: A, newcomer: B, spouse: C } = IDENTIFIERS;

function onDesk(run: (desk: Desk) => void): void {
  undone(base, () => run(new Desk(base)));
}

/** An initiation of A, half typed, the hands inside its type. */
function begin(desk: Desk): void {
  open(desk, A).keys('F5').type('aik');
}

/** Somebody else at work on the same base. */
const colleague = () =>
  must(openSession(worldOf(base, 7), { user: USERS.worker, workDate: WORK_DATE, lang: 'fi' }));

describe('an interrupted entry', () => {
  it('is gone on with after another client, caret and all', () =>
    onDesk((desk) => {
      open(desk, A).type('nk').keys('Tab', 'Tab').type('alku').keys('Left');
      const left = entry(desk, 'diary_note');
      open(desk, B).type('nk').keys('Tab', 'Tab').type('soitti').keys('F12');
      expect(entry(desk, 'diary_note')?.saved).not.toBeNull();
      desk.keys('Ctrl+V');
      expect(inFront(desk)).toBe(A);
      expect(desk.state.pane).toBe('diary_note');
      expect(entry(desk, 'diary_note')?.edit).toEqual(left?.edit);
      desk.type('k').keys('F12');
      const saved = entry(desk, 'diary_note')?.saved;
      expect(saved?.values.text).toBe('alkku');
      expect(saved?.bucket).toBe(desk.state.client?.person.id);
      desk.keys('Ctrl+V');
      expect(inFront(desk)).toBe(B);
      expect(entry(desk, 'diary_note')?.saved?.values.text).toBe('soitti');
    }));

  it('is a draft of its own client, also when both have one of a kind', () =>
    onDesk((desk) => {
      begin(desk);
      open(desk, B).keys('F5').type('las');
      desk.keepDrafts();
      const drafts = colleague().drafts();
      expect(drafts.map((draft) => draft.form)).toEqual(['initiation', 'initiation']);
      expect(new Set(drafts.map((draft) => draft.client)).size).toBe(2);
      const next = new Desk(base);
      open(next, A).keys('F5');
      expect(entry(next, 'initiation')?.edit.line.text).toBe('aik');
      open(next, B).keys('F5');
      expect(entry(next, 'initiation')?.edit.line.text).toBe('las');
    }));

  it('of the grid over all clients stays apart from one inside the same client', () =>
    onDesk((desk) => {
      desk.keys('F9').type(A).keys('Tab', 'Tab').type('puh').keys('Tab');
      open(desk, A).keys('F9', 'Tab').type('asiakas').keys('Tab');
      desk.keepDrafts();
      expect(colleague().drafts()).toHaveLength(2);
      const events = () => entry(desk, 'work_entry')?.values.event;
      const inside = events();
      desk.keys('F4', 'F9');
      expect(events()).not.toBe(inside);
      expect(entry(desk, 'work_entry')?.dirty).toBe(true);
      desk.keys('Ctrl+V');
      expect(events()).toBe(inside);
    }));
});

describe('the open clients', () => {
  it('keep their numbers, and a star tells what is unsaved', () =>
    onDesk((desk) => {
      begin(desk);
      open(desk, B);
      open(desk, C);
      expect(windowsOf(desk.state).map((one) => [one.no, one.client?.person.identifier])).toEqual([
        [1, A],
        [2, B],
        [3, C],
      ]);
      expect(unsavedBehind(desk.state)).toBe(true);
      desk.keys('F10', 'Left', 'Left').type('2');
      expect(inFront(desk)).toBe(B);
      desk.command('window.close');
      expect(inFront(desk)).toBeNull();
      expect(windowsOf(desk.state).map((one) => one.no)).toEqual([1, 3]);
      open(desk, B);
      expect(desk.state.windowNo).toBe(2);
    }));

  it('go round by number, and from the start screen back to the one used last', () =>
    onDesk((desk) => {
      for (const one of [A, B, C]) open(desk, one);
      const round = [1, 2, 3].map(() => inFront(desk.keys('Ctrl+V')));
      expect(round).toEqual([A, B, C]);
      desk.keys('Ctrl+V', 'F4');
      expect(inFront(desk)).toBeNull();
      expect(inFront(desk.keys('Ctrl+V'))).toBe(A);
    }));

  it('are not in front on the start screen: no key means one of them', () =>
    onDesk((desk) => {
      open(desk, A).keys('F4', 'F5');
      expect(desk.state.notice?.problem?.code).toBe('client.none');
      desk.keys('F9');
      expect(entry(desk, 'work_entry')?.client).toBeNull();
    }));

  it('come to the diary when found again, with what is unsaved', () =>
    onDesk((desk) => {
      begin(desk);
      open(desk, A);
      expect(desk.state.pane).toBe('diary');
      expect(windowsOf(desk.state)).toHaveLength(1);
      expect(desk.state.notice).toMatchObject({ key: 'notice.drafts', values: { count: 1 } });
      expect(entry(desk, 'initiation')?.edit.line.text).toBe('aik');
    }));

  it('stay on the node of the tree and the line they were left on', () =>
    onDesk((desk) => {
      open(desk, A).keys('Left', 'Down', 'Right', 'Up');
      const { diary } = desk.state;
      expect(diary.tree).toBe(1);
      open(desk, B).keys('Ctrl+V');
      expect(desk.state.diary).toEqual(diary);
    }));

  it('say when there is no other', () =>
    onDesk((desk) => {
      open(desk, A).keys('Ctrl+V');
      expect(desk.state.notice?.problem?.code).toBe('window.none');
      desk.keys('F4').command('window.close');
      expect(desk.state.notice?.problem?.code).toBe('client.none');
    }));
});

describe('a window that closes', () => {
  it('asks nothing; what is unsaved is a draft, and that is said', () =>
    onDesk((desk) => {
      begin(desk);
      desk.command('window.close');
      expect(desk.state.notice).toMatchObject({
        key: 'notice.window_drafts',
        values: { count: 1 },
      });
      desk.keepDrafts();
      expect(colleague().drafts()).toHaveLength(1);
      open(desk, A).keys('F5');
      expect(entry(desk, 'initiation')?.edit.line.text).toBe('aik');
      open(desk, B).command('window.close');
      expect(desk.state.notice).toMatchObject({ key: 'notice.window_closed' });
    }));

  it('gives way to the tenth client: the oldest without anything unsaved', () => {
    const many = bases.copy();
    const desk = new Desk(many);
    const made = Array.from({ length: 6 }, (_, at) => makeTestId('1970-01-01', 910 + at));
    addPersons(many, made);
    begin(desk);
    for (const one of [B, C, IDENTIFIERS.child, ...made]) open(desk, one);
    expect(desk.state.notice).toMatchObject({ key: 'notice.window_gave_way' });
    expect(windowsOf(desk.state)).toHaveLength(WINDOWS_MAX);
    // A is the oldest, but something lies unsaved there.
    expect(windowsOf(desk.state)[0]?.client?.person.identifier).toBe(A);
    bases.drop(many);
  });
});

/** Persons with nothing but an identifier and a name. */
function addPersons(to: Base, identifiers: readonly string[]): void {
  const entered = enterMany(worldOf(to, 98), (handOf) => {
    for (const value of identifiers) {
      const row = { value, class: 'test', from: null, until: null };
      const named = { last_name: 'Uusi', first_names: 'Asiakas' };
      handOf(USERS.worker, WORK_DATE).enter('person', { identifiers: [row], ...named });
    }
  });
  expect(entered.ok).toBe(true);
}

describe('coming back to a client', () => {
  it('shows what somebody did there meanwhile, and keeps what is typed', () =>
    onDesk((desk) => {
      begin(desk);
      const before = desk.state.client?.records.length ?? 0;
      open(desk, B);
      const other = colleague();
      const person = must(other.findPersons(A)).persons[0]?.id ?? '';
      const client = must(other.openCase(person));
      const values = { person, date: WORK_DATE, attached: null, text: 'kollegan' };
      expect(other.save({ form: 'diary_note', values, client }).kind).toBe('saved');
      desk.keys('Ctrl+V');
      expect(desk.state.client?.records).toHaveLength(before + 1);
      expect(entry(desk, 'initiation')?.client).toBe(desk.state.client);
      expect(entry(desk, 'initiation')?.edit.line.text).toBe('aik');
    }));

  it('shows a saved record as it stands now, and the diary when it is void', () =>
    onDesk((desk) => {
      open(desk, A).keys('Enter');
      const shown = entry(desk, desk.state.pane)?.saved;
      const slot = desk.state.pane;
      open(desk, B);
      const other = colleague();
      const rec = {
        form: shown?.form ?? '',
        id: shown?.id ?? '',
        base_version: shown?.version ?? 0,
      };
      const [reason] = other.facts(null).codes('correction_reasons');
      expect(other.voidRecord({ ...rec, reason: reason?.id ?? '' }).kind).toBe('saved');
      desk.keys('Ctrl+V');
      expect(desk.state.pane).toBe('diary');
      expect(entry(desk, slot)).toBeUndefined();
    }));
});

describe('keys typed ahead over windows', () => {
  it('reach the client they were meant for', () =>
    onDesk((desk) => {
      begin(desk);
      open(desk, B);
      desk.press(...keysNamed('Ctrl+V', 'Tab', 'Tab', 'Tab'));
      expect(inFront(desk)).toBe(A);
      expect(entry(desk, 'initiation')?.values.type).not.toBeNull();
      expect(desk.state.behind).toHaveLength(1);
    }));
});
