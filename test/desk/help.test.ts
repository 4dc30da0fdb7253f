import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/base/language';
import type { Base } from '../../src/store/base';
import { paintPicture } from '../../src/ui/picture';
import { Desk, HELP, viewOf } from '../contract/desk';
import { Bases, IDENTIFIERS } from '../contract/world';
import { SHIPPED } from '../words/data-words';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

const screenOf = (desk: Desk) =>
  paintPicture(viewOf(desk.env, desk.state)).text().join('\n').replace(/\s+/g, ' ');
const firstWords = (text: string) => text.split(' ').slice(0, 4).join(' ');

describe('help', () => {
  it('is of the field, pressed again of the form, and then gone', () => {
    const desk = new Desk(base).type(IDENTIFIERS.client).keys('Enter', 'F5');
    const of = (field?: string) => HELP.helpFor('fi', 'initiation', field)?.text ?? '';
    expect(screenOf(desk.keys('F1'))).toContain(firstWords(of('type')));
    expect(screenOf(desk.keys('F1'))).toContain(firstWords(of()));
    expect(screenOf(desk)).not.toContain(firstWords(of('type')));
    desk.keys('F1');
    expect(desk.state.overlay).toBe(null);
  });

  it.each(LANGUAGES)('the short one is what the field takes, in %s', (lang) => {
    const { words } = SHIPPED[lang];
    const desk = new Desk(base, { lang }).type(IDENTIFIERS.client).keys('Enter', 'F5', 'Ctrl+E');
    expect(screenOf(desk)).toContain(firstWords(words.t('limit.choice')));
    desk.keys('Esc', 'F9', 'Ctrl+E');
    expect(screenOf(desk)).toContain(firstWords(words.t('limit.date_past')));
  });

  it('of what has not gone is of the row under the hands, and the list comes back', () => {
    const desk = new Desk(base);
    const row = {
      ...{ form: 'service', id: 'x1', name: '', person: null, since: '2026-03-16T07:00:00.000Z' },
      ...{ code: 'sync.frozen', conflict: null, changes: 1, ops: ['o1'], gone: false },
    };
    const rows = [{ ...row, state: 'rejected' as const }];
    const sync = { pending: 0, open: 1, contact: 'ok', since: '08:00' } as const;
    desk.dispatch({ kind: 'sync', sync });
    desk.dispatch({ kind: 'delivery', rows, now: '2026-03-18T10:00:00.000Z' });
    const of = (field?: string) => HELP.helpFor('fi', 'delivery', field)?.text ?? '';
    expect(screenOf(desk.keys('F1'))).toContain(firstWords(of('rejected')));
    expect(screenOf(desk.keys('F1'))).toContain(firstWords(of()));
    desk.keys('F1');
    expect(desk.state.overlay?.kind).toBe('delivery');
    desk.keys('F1', 'Esc');
    expect(desk.state.overlay?.kind).toBe('delivery');
    desk.keys('F1', 'F3');
    expect(desk.state.overlay).toBeNull();
  });
});
