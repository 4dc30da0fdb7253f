import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPhrases } from '../../src/catalog/phrases';
import { factsOf } from '../../src/records/facts';
import type { LineEdit } from '../../src/screen/line-edit';
import type { Base } from '../../src/store/base';
import { Desk } from './desk';
import { Bases, IDENTIFIERS, undone } from './world';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

const OWN = `
ok: Sovittu.
paikka: "Käynti {työpäivä}: {|} Kirjasi {minä}."
kuka: "{tunnus} {asiakas}, {yksikkö}"
rivit: "Yksi\\nKaksi"
pitkä: ${'x'.repeat(190)}
`;

const own = readPhrases([{ file: 'omat', text: OWN }]).phrases;

/** Runs on the note of a client, the hands in its empty memo. */
function inMemo(run: (desk: Desk) => void, identifier: string = IDENTIFIERS.client): void {
  undone(base, () => {
    const desk = new Desk(base, { phrases: own });
    desk.type(identifier).keys('Enter').command('note.new');
    for (let n = 0; n < 5 && desk.state.entries.diary_note?.focus !== 'text'; n++) desk.keys('Tab');
    run(desk);
  });
}

const lineOf = (desk: Desk): LineEdit => desk.state.entries.diary_note?.edit.line as LineEdit;
const textOf = (desk: Desk): string => lineOf(desk).text;
const split = ({ text, caret }: LineEdit) => `${text.slice(0, caret)}|${text.slice(caret)}`;

describe('a phrase', () => {
  it.each([
    [';ok ', 'Sovittu. '],
    [';OK,', 'Sovittu.,'],
    [';ok.', 'Sovittu.'],
    ['Asia;ok ', 'Asia;ok '],
    ['Asia: ;ok ', 'Asia: Sovittu. '],
    ['(;ok)', '(Sovittu.)'],
    ['";ok"', '"Sovittu."'],
    [';tuntematon ', ';tuntematon '],
    [';ok', ';ok'],
    ['; ok ', '; ok '],
    [';ok;ok ', 'Sovittu.;ok '],
    [';rivit ', 'Yksi\nKaksi '],
  ])('%j gives %j', (typed, text) =>
    inMemo((desk) => {
      desk.type(typed);
      expect(textOf(desk)).toBe(text);
    }),
  );

  it('is put in by Enter, Tab and save too', () =>
    inMemo((desk) => {
      desk.type(';ok').keys('Enter').type(';ok').keys('Tab');
      expect(desk.state.entries.diary_note?.values.text).toBe('Sovittu.\nSovittu.');
      desk.keys('F12');
      const [saved] = desk.state.client?.records.filter((rec) => rec.entry_no > 0).slice(-1) ?? [];
      const texts = desk.state.client?.records.map((rec) => rec.values.text);
      expect([saved, texts].flat()).toContain('Sovittu.\nSovittu.');
    }));

  it('leaves the cursor in its place, and Tab waits there', () =>
    inMemo((desk) => {
      desk.type('Alku ;paikka').keys('Tab');
      expect(split(lineOf(desk))).toBe('Alku Käynti 16.3.2026: | Kirjasi Mallila Maija.');
      desk.type('kotona;').keys('Tab');
      expect(desk.state.entries.diary_note?.values.text).toBe(
        'Alku Käynti 16.3.2026: kotona; Kirjasi Mallila Maija.',
      );
    }));

  it('is taken back by Backspace right after, and only then', () =>
    inMemo((desk) => {
      desk.type(';ok ').keys('Backspace');
      expect(split(lineOf(desk))).toBe(';ok |');
      desk.type('x').keys('Backspace', 'Backspace').type('.');
      expect(textOf(desk)).toBe('Sovittu.');
      desk.keys('Left', 'Right', 'Backspace');
      expect(textOf(desk)).toBe('Sovittu');
    }));

  it('that does not fit is refused with the reason, and what was typed stays', () =>
    undone(base, () => {
      const desk = new Desk(base, { phrases: own });
      desk.type(IDENTIFIERS.client).keys('Enter').command('reminder.new');
      for (let n = 0; n < 5 && desk.state.entries.reminder?.focus !== 'text'; n++) desk.keys('Tab');
      desk.type('Soita pian. ;pitkä ');
      const { line } = desk.state.entries.reminder?.edit ?? {};
      expect(line?.text).toBe('Soita pian. ;pitkä ');
      expect(desk.state.notice?.problem?.code).toBe('phrase.room');
      desk.type(';rivit ');
      expect(desk.state.entries.reminder?.edit.line.text).toBe('Soita pian. ;pitkä Yksi Kaksi ');
    }));

  it('is not looked for in what is pasted', () =>
    inMemo((desk) => {
      desk.press({ kind: 'paste', text: ';ok ' });
      expect(textOf(desk)).toBe(';ok ');
    }));

  it('never tells the place of a client under turvakielto', () =>
    inMemo((desk) => {
      desk.type(';kuka ');
      const { client, setting } = desk.state;
      const unit = (who: typeof client) => factsOf(setting, who, null).unitName(setting.me.unit);
      expect(client?.person.protected).toBe(true);
      expect(unit(client)).not.toBe(unit(null));
      expect(textOf(desk)).toBe(`${IDENTIFIERS.guarded} ${client?.person.name}, ${unit(client)} `);
    }, IDENTIFIERS.guarded));

  it('is chosen from the list, narrowed by what was begun', () =>
    inMemo((desk) => {
      desk.type('Alku ;pa').keys('F2');
      expect(desk.state.overlay).toMatchObject({ kind: 'list', purpose: 'phrase', filter: 'pa' });
      desk.keys('Enter');
      expect(split(lineOf(desk))).toBe('Alku Käynti 16.3.2026: | Kirjasi Mallila Maija.');
      desk.keys('Backspace');
      expect(split(lineOf(desk))).toBe('Alku ;pa|');
      desk.command('phrase.list').keys('Esc');
      expect(split(lineOf(desk))).toBe('Alku ;pa|');
    }));
});
