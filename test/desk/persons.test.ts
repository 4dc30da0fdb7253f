import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rowsIn } from '../../src/form/value';
import { readUse } from '../../src/store/use-log';
import { paintPicture } from '../../src/ui/picture';
import { Desk, viewOf } from '../contract/desk';
import { Bases, IDENTIFIERS } from '../contract/world';

let bases: Bases;
let desk: Desk;

beforeAll(() => {
  bases = new Bases();
});
afterAll(() => bases.remove());
beforeEach(() => {
  desk = new Desk(bases.copy());
});

const screen = (of = desk) => paintPicture(viewOf(of.env, of.state)).text().join('\n');
const openClient = (identifier: string) => desk.type(identifier).keys('Enter');
const open = () => desk.state.client?.person.identifier;

describe('the finder', () => {
  test('says what the last character of a wrong identifier would be', () => {
    openClient(`${IDENTIFIERS.client.slice(0, 10)}Å`);
    expect(desk.state.notice?.problem?.code).toBe('person_id.form');
    desk.keys('Esc');
    const wrong = IDENTIFIERS.client.endsWith('A') ? 'B' : 'A';
    openClient(`${IDENTIFIERS.client.slice(0, 10)}${wrong}`);
    expect(screen()).toContain(IDENTIFIERS.client.at(-1));
    expect(desk.state.notice?.problem?.code).toBe('person_id.check');
  });

  test('names the key that makes a person nobody finds', () => {
    desk.type('mustikka').keys('Enter');
    expect(screen()).toContain('Uusi henkilö: ^W');
  });
});

describe('a new person', () => {
  test('begins with what was typed, gets a temporary id and is opened', () => {
    desk.type('150318 mustikka metsä').keys('Enter', 'Ctrl+W', 'F12');
    expect(open()).toBe('150318ATP01');
    expect(desk.state.client?.person.name).toBe('Mustikka, Metsä');
    expect(desk.state.pane).toBe('diary');
  });

  test('begins with the identifier alone, its class read from it', () => {
    desk.type('121255-901n').keys('Enter', 'Ctrl+W').type('mustikka').keys('Tab').type('metsä');
    desk.keys('F12');
    expect(open()).toBe('121255-901N');
  });

  test('is asked about when somebody may be the same, and may be that one', () => {
    desk.type('180455 lehto usko').keys('Ctrl+W', 'F12');
    expect(screen()).toContain(`1  ${IDENTIFIERS.newcomer} Lehto, Usko`);
    desk.keys('Enter');
    expect(open()).toBe(IDENTIFIERS.newcomer);
    expect(desk.state.notice?.key).toBe('notice.draft_kept');
    // What was typed is not lost: it is a draft without a client.
    desk.keys('F4');
    expect(desk.state.workList.filter((row) => row.kind === 'draft')).toHaveLength(1);
  });

  test('is saved all the same when it is none of them', () => {
    desk.type('180455 lehto usko').keys('Ctrl+W', 'F12', 'End', 'Enter');
    expect(open()).toBe('180455-TP01');
  });

  test('keeps the unsaved change of an open one from being covered', () => {
    openClient(IDENTIFIERS.client).command('person.show').keys('Enter').type('x');
    desk.command('person.new');
    expect(desk.state.notice?.problem?.code).toBe('entry.unsaved');
  });
});

describe('the open person', () => {
  test('is amended with a reason, and the client line follows', () => {
    openClient(IDENTIFIERS.client).command('person.show').keys('Enter');
    desk.type('Kuusama').keys('F12').type('ki').keys('Enter');
    expect(desk.state.client?.person.name).toBe('Kuusama, Aada');
    expect(screen()).toContain('Kuusama, Aada');
  });

  test('shows a guarded address only when it is revealed, and keeps it otherwise', () => {
    openClient(IDENTIFIERS.guarded).command('person.show');
    expect(screen()).toContain('•••');
    expect(screen()).not.toContain('Salavatie');
    desk.keys('Enter').type('Salava-Salo').keys('F12').type('ki').keys('Enter');
    desk.command('person.reveal').type('oma').keys('Enter');
    expect(screen()).toContain('Salavatie 1');
    expect(readUse(desk.base, {}).at(-2)?.what).toBe('reveal');
    desk.keys('Enter');
    // Revealed fields are stops now: the street comes after the names and the municipality.
    for (let n = 0; n < 9 && desk.state.entries.person?.focus !== 'street'; n++) desk.keys('Tab');
    desk.type('Uusitie 2').keys('F12').type('ki').keys('Enter');
    expect(desk.state.entries.person?.saved?.version).toBe(3);
    expect(screen()).not.toContain('Uusitie');
  });

  test('goes on from a draft without what had been revealed', () => {
    openClient(IDENTIFIERS.guarded).command('person.reveal').type('oma').keys('Enter', 'Enter');
    desk.type('Salava-Salo').keys('Tab');
    desk.keepDrafts();
    const next = new Desk(desk.base).type(IDENTIFIERS.guarded).keys('Enter');
    const entry = next.state.entries.person;
    expect(entry?.values.last_name).toBe('Salava-Salo');
    expect(entry?.values.street).toBeNull();
    expect([entry?.mode, entry?.hidden]).toEqual(['amending', true]);
    next.command('person.show').keys('F12').type('ki').keys('Enter');
    expect(next.state.entries.person?.saved?.version).toBe(2);
    next.command('person.reveal').type('oma').keys('Enter');
    expect(screen(next)).toContain('Salavatie 1');
  });
});

describe('the household', () => {
  test('of a newcomer begins with the client; a missing child is made on the way', () => {
    openClient(IDENTIFIERS.newcomer).command('household.open').command('household.open');
    desk.type('mustikka metsä').keys('Tab');
    expect(desk.state.notice?.problem?.code).toBe('finder.nobody');
    desk.keys('Ctrl+W');
    expect(desk.state.pane).toBe('person');
    desk.keys('Shift+Tab').type('150318').keys('F12');
    // The child stands in the cell, and the hands are on the role.
    expect(desk.state.pane).toBe('household');
    expect(open()).toBe(IDENTIFIERS.newcomer);
    desk.type('b').keys('F12');
    const saved = desk.state.entries.household?.saved;
    expect(
      rowsIn(saved?.values ?? {}, 'members').map(({ role, guardian }) => [role, guardian]),
    ).toEqual([
      ['R', true],
      ['B', false],
    ]);
    expect(screen()).toContain('150318ATP01 Mustikka');
    expect(desk.state.client?.household.map((one) => one.role)).toEqual(['R', 'B']);
  });

  test('says at its row what is wrong, and the hands stand there', () => {
    openClient(IDENTIFIERS.client).command('household.open').keys('Enter', 'Down', 'Tab');
    desk.type('r').keys('F12');
    const entry = desk.state.entries.household;
    expect(desk.state.notice?.problem?.code).toBe('household.two_heads');
    expect([entry?.edit.row, entry?.edit.col]).toEqual([1, 1]);
    expect(screen()).toContain('Rivi 2, Rooli: Perheessä voi olla');
  });

  test('is left with a date, typed in the row of the one who leaves', () => {
    openClient(IDENTIFIERS.client).command('household.open').keys('Enter', 'Down', 'Down');
    desk.keys('Tab', 'Tab', 'Tab').type('150326').keys('F12').type('ki').keys('Enter');
    expect(desk.state.notice?.key).toBe('notice.saved');
    expect(desk.state.client?.household.map((one) => one.role)).toEqual(['R', 'S']);
    expect(screen()).toContain('150326');
  });

  test('goes on from a draft with the names of those in it', () => {
    openClient(IDENTIFIERS.newcomer).command('household.open').command('household.open');
    desk.type(IDENTIFIERS.child).keys('Tab').type('b').keys('Tab');
    desk.keepDrafts();
    const next = new Desk(desk.base).type(IDENTIFIERS.newcomer).keys('Enter');
    next.command('household.open');
    expect(screen(next)).toContain('Kataja');
    expect(next.state.entries.household?.mode).toBe('new');
  });

  test('of the draft of a change comes back as that change, never as a new household', () => {
    openClient(IDENTIFIERS.client).command('household.open').keys('Enter', 'Tab').type('h');
    desk.keys('Tab');
    desk.keepDrafts();
    const next = new Desk(desk.base).type(IDENTIFIERS.client).keys('Enter');
    expect(next.state.entries.household?.mode).toBe('amending');
    expect(next.state.entries.household?.saved?.version).toBe(1);
  });
});

describe('a dead client', () => {
  test('is told of on every new entry, and takes no key', () => {
    openClient(IDENTIFIERS.client).command('person.show').keys('Enter');
    const died = () => desk.state.entries.person?.focus === 'deceased_on';
    for (let n = 0; n < 20 && !died(); n++) desk.keys('Tab');
    desk.type('150326').keys('F12').type('ki').keys('Enter', 'F5');
    expect(screen()).toContain('Asiakas on kuollut 150326');
  });
});
