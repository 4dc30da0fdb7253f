import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConflictOverlay } from '../../src/desk/sync-state';
import { noticeText } from '../../src/desk/view';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import type { ShownConflict } from '../../src/records/sync-state';
import type { Base } from '../../src/store/base';
import { readRecord } from '../../src/store/records';
import { conflictLaid } from '../../src/ui/screens/conflict-rows';
import { Desk, viewOf } from '../contract/desk';
import { Bases, must } from '../contract/world';
import { Feed, linked, receive, send } from '../records/feed';
import { inConflict } from '../records/in-conflict';
import { amend, enterInitiation, enterPerson, makeOffice, saved } from '../records/office';

let bases: Bases;
let base: Base;
beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});
afterAll(() => bases.remove());

const AT = '2026-03-16T07:00:00.000Z';
const words = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => `sana${from + at}`);

/** Two notes of several paragraphs that part in the middle. */
const START = words(100, 60).join(' ');
const END = words(500, 60).join(' ');
const MINE = `${START}\n\nKotikäynnillä sovittiin jatkosta.\n\n${END}`;
const THEIRS = `${START}\n\nPuhelimessa kerrottiin muutosta toiselle paikkakunnalle.\n\n${END}`;

function deskWith(fields: ShownConflict['fields']): Desk {
  const desk = new Desk(base);
  const conflict: ShownConflict = {
    ...{ id: 'c1', form: 'diary_note', record: 'x1', name: '160326', person: null, fields },
    ...{ opened_at: AT, settled: null, version: 3 },
    theirs: { who: 'Pälvinen Östen', at: AT },
    mine: { who: 'Mallila Maija', at: AT, reason: null },
  };
  const sync = { pending: 0, open: 1, contact: 'ok', since: '08:00' } as const;
  desk.dispatch({ kind: 'sync', sync });
  desk.dispatch({ kind: 'conflict', conflict });
  return desk;
}

const overlayOf = (desk: Desk) => desk.state.overlay as ConflictOverlay;

/** Rows of the conflict as they stand on the screen, and what in them is underlined. */
function seen(desk: Desk): { rows: string[]; underlined: string } {
  const { lines } = conflictLaid(viewOf(desk.env, desk.state), overlayOf(desk));
  const rows = lines.map((line) => line.map(({ text }) => text).join(''));
  const underlined = lines.flatMap((line) => line.filter(({ style }) => style?.underline));
  return { rows, underlined: underlined.map(({ text }) => text).join(' ') };
}

const LONG = { field: 'text', base: START, theirs: THEIRS, mine: MINE };

describe('a conflict of long texts', () => {
  it('is read whole at 80×24 by the page key, both sides, and nothing is chosen by it', () => {
    const desk = deskWith([LONG, { field: 'date', base: null, theirs: '2026-03-16', mine: null }]);
    const read = new Set<string>();
    const apart = new Set<string>();
    // It opens where the two part; from there one goes back to the beginning.
    expect(seen(desk).rows.join('\n')).toContain('≠');
    let underlined = '';
    desk.keys('PageUp', 'PageUp', 'PageUp', 'PageUp', 'PageUp');
    expect(overlayOf(desk).scroll).toBe(0);
    for (let page = 0; page < 20 && overlayOf(desk).at === 0; page++) {
      const now = seen(desk);
      expect(now.rows.length).toBeLessThanOrEqual(16);
      for (const row of now.rows) {
        for (const word of row.split(/\s+/u)) read.add(word);
        if (row.includes('≠')) apart.add(row);
      }
      underlined += ` ${now.underlined}`;
      desk.keys('PageDown');
    }
    for (const word of `${MINE} ${THEIRS}`.split(/\s+/u)) expect(read).toContain(word);
    expect(apart.size).toBeGreaterThan(0);
    for (const row of apart) expect(row).not.toMatch(/sana\d/u);
    expect(underlined).toMatch(/Kotikäynnillä sovittiin jatkosta\./u);
    expect(underlined).toMatch(/Puhelimessa kerrottiin/u);
    expect(underlined).not.toMatch(/sana\d/u);
    expect(overlayOf(desk)).toMatchObject({ at: 1, choices: {} });
  });

  it('goes row by row with the arrows, and back', () => {
    const desk = deskWith([LONG]);
    const top = seen(desk).rows;
    const { scroll } = overlayOf(desk);
    desk.keys('Down', 'Down');
    expect(overlayOf(desk).scroll).toBe(scroll + 2);
    expect(seen(desk).rows[3]).toBe(top[5]);
    desk.keys('Up', 'Up');
    expect(seen(desk).rows).toEqual(top);
  });
});

describe('the last choice', () => {
  it('asks the reason at once; Esc comes back to the choices, and nothing is lost', () => {
    const short = { field: 'date', base: null, theirs: '2026-03-16', mine: '2026-03-17' };
    const desk = deskWith([LONG, short]);
    expect(seen(desk).rows[0]).toMatch(/1 Mallila Maija {2}\( \) +2 Pälvinen Östen {2}\( \)/u);
    desk.keys('1');
    expect(overlayOf(desk)).toMatchObject({ kind: 'conflict', at: 1 });
    desk.keys('Up');
    expect(seen(desk).rows[0]).toMatch(/1 Mallila Maija {2}\(\*\) +2 Pälvinen Östen {2}\( \)/u);
    desk.keys('Tab');
    desk.keys('2');
    expect(desk.state.overlay).toMatchObject({ kind: 'prompt', purpose: { kind: 'settle' } });
    desk.keys('Esc');
    expect(overlayOf(desk).choices).toEqual({ text: 'mine', date: 'theirs' });
    desk.keys('1');
    expect(overlayOf(desk)).toMatchObject({ kind: 'conflict', choices: { date: 'mine' } });
    desk.keys('Enter');
    expect(desk.state.overlay?.kind).toBe('prompt');
  });
});

/** Who a matter came from: here a relative, at the centre the police, with a name and a role. */
function initiationInConflict() {
  const feed = new Feed();
  const station = linked(makeOffice());
  const session = station.office.session();
  const rec = enterInitiation(session, enterPerson(session, '140388-9028', 'Koivula', 'Aino'));
  send(station, feed);
  receive(station, feed);
  const initiation = registry.form('initiation');
  const now = () => readRecord(station.office.base, initiation, rec.id) as Rec;
  saved(amend(session, now(), { from: 'omainen' }));
  inConflict({ station, feed }, [
    { field: 'from', base: 'henkilo_itse', theirs: 'poliisi', mine: 'omainen' },
    { field: 'from_name', base: null, theirs: 'Vanhempi konstaapeli', mine: null },
    { field: 'from_role', base: null, theirs: 'Poliisi', mine: null },
  ]);
  return { office: station.office, session, now };
}

describe('a settling that a rule refuses', () => {
  it('comes back to its field with the other choices and the reason, and says which', () => {
    const { office, session, now } = initiationInConflict();
    try {
      const desk = new Desk(office.base);
      desk.dispatch({ kind: 'conflict', conflict: must(session.conflict('conflict-1')) });
      desk.keys('2', '2', '1').type('poliisi oli oikein').keys('Enter');
      const view = viewOf(desk.env, desk.state);
      expect(noticeText(view, desk.state.notice)).toBe(
        '! Ilmoittajan rooli: Kenttä on täytettävä.',
      );
      expect(overlayOf(desk)).toMatchObject({ kind: 'conflict', at: 2 });
      expect(overlayOf(desk).choices).toEqual({ from: 'theirs', from_name: 'theirs' });
      desk.keys('2');
      expect(desk.state.overlay).toMatchObject({ kind: 'prompt', purpose: { kind: 'settle' } });
      desk.keys('Enter');
      expect(desk.state.notice).toMatchObject({ key: 'notice.settled' });
      expect(now().values).toMatchObject({ from: 'poliisi', from_role: 'Poliisi' });
      const { settled } = must(session.conflict('conflict-1'));
      expect(settled?.reason).toBe('poliisi oli oikein');
    } finally {
      office.close();
    }
  });
});
