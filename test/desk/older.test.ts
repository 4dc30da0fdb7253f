import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random';
import { lineAt, linesOf } from '../../src/desk/diary';
import { enterMany } from '../../src/records/bulk';
import { openSession } from '../../src/records/session';
import type { Base } from '../../src/store/base';
import { Desk, keysNamed, typed } from '../contract/desk';
import { Bases, IDENTIFIERS, must, USERS, undone, WORK_DATE, worldOf } from '../contract/world';
import { seedFrom } from '../lib/seed';

const NOTES = 260;

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
  const desk = new Desk(base);
  desk.type(IDENTIFIERS.client).keys('Enter');
  const person = desk.state.client?.person.id ?? '';
  must(
    enterMany(worldOf(base, 7), (handOf) => {
      for (let count = 0; count < NOTES; count++) {
        const day = `20${20 + Math.floor(count / 52)}-0${1 + (count % 9)}-11`;
        handOf(USERS.worker, day).enter('diary_note', { person, text: `Käynti ${count}.` });
      }
    }),
  );
});

afterAll(() => bases.remove());

const open = (desk: Desk) => desk.type(IDENTIFIERS.client).keys('Enter');
const notes = (desk: Desk) => linesOf(desk.env, desk.state).filter((line) => line.letter === 'K');
const here = (desk: Desk) => {
  const line = linesOf(desk.env, desk.state)[lineAt(desk.env, desk.state)];
  const { filter, tree, side, whole } = desk.state.diary;
  return { on: line?.on, rec: line?.rec.id, key: line?.line.key, filter, tree, side, whole };
};

function whole(person: string) {
  const how = { user: USERS.worker, workDate: WORK_DATE, lang: 'fi' } as const;
  return must(must(openSession(worldOf(base), how)).reloadCase(person, true));
}

/** Something done on a desk, taken back afterwards. */
function onDesk(run: (desk: Desk) => void): void {
  undone(base, () => run(open(new Desk(base))));
}

describe('a long case', () => {
  it('opens with the newest events, and says that there are more', () =>
    onDesk((desk) => {
      expect(notes(desk).length).toBeLessThan(NOTES / 2);
      expect(desk.state.client?.older).toBeDefined();
      expect(desk.effects.map((effect) => effect.kind)).not.toContain('older');
    }));

  it('has all of them when the hands go to its beginning', () =>
    onDesk((desk) => {
      desk.keys('Home');
      expect(notes(desk)).toHaveLength(NOTES + 1);
      expect(lineAt(desk.env, desk.state)).toBe(0);
      expect(here(desk).on).toBe('2020-01-11');
      expect(desk.effects.filter((effect) => effect.kind === 'older')).toHaveLength(1);
    }));

  it('keeps the line the hands are on when the others come', () =>
    onDesk((desk) => {
      while (lineAt(desk.env, desk.state) > 0 && desk.state.client?.older) desk.keys('Up');
      const first = here(desk);
      desk.keys('Up');
      expect(desk.state.client?.older).toBeUndefined();
      expect(lineAt(desk.env, desk.state)).toBeGreaterThan(100);
      desk.keys('Down');
      expect(here(desk)).toEqual(first);
    }));

  it('shows all of a kind, and all of a node', () =>
    onDesk((desk) => {
      desk.type('k');
      expect(linesOf(desk.env, desk.state)).toHaveLength(NOTES + 1);
    }));

  it('goes on with all of them after a save', () =>
    onDesk((desk) => {
      desk.keys('Home');
      desk.type('nk').keys('Tab', 'Tab').type('uusi').keys('F12', 'F3');
      expect(notes(desk)).toHaveLength(NOTES + 2);
      expect(desk.state.client?.older).toBeUndefined();
      expect(desk.effects.filter((effect) => effect.kind === 'older')).toHaveLength(1);
    }));

  it('stays with the newest after a save when it was not looked at further', () =>
    onDesk((desk) => {
      const before = notes(desk).length;
      desk.type('nk').keys('Tab', 'Tab').type('uusi').keys('F12', 'F3');
      expect(desk.state.client?.older).toBeDefined();
      expect(notes(desk)).toHaveLength(before + 1);
      expect(notes(desk).at(-1)?.line.values.text).toBe('uusi');
    }));

  it('of a client who has been put away meanwhile changes nothing', () =>
    onDesk((desk) => {
      const person = desk.state.client?.person.id ?? '';
      const client = whole(person);
      desk.state = { ...desk.state, client: null };
      desk.dispatch({ kind: 'older', client, key: keysNamed('Home')[0] as never });
      expect(desk.state.client).toBeNull();
    }));

  it('is the same typed at once, typed slowly, and read whole at the beginning', () => {
    const seed = seedFrom(20_260_316);
    const random = seededRandom(seed);
    const named = ['Up', 'Down', 'PageUp', 'PageDown', 'Home', 'End', 'Left', 'Right', 'Enter'];
    for (let round = 0; round < 25; round++) {
      const keys = Array.from({ length: 9 }, () =>
        random.int(4) === 0 ? typed(random.pick([...'vspak*n'])) : keysNamed(random.pick(named)),
      ).flat();
      const places = [1, keys.length, 0].map((chunk) =>
        undone(base, () => {
          const desk = open(new Desk(base));
          if (chunk === 0) {
            const person = desk.state.client?.person.id ?? '';
            const client = whole(person);
            desk.state = { ...desk.state, client };
          }
          const size = chunk || 1;
          for (let at = 0; at < keys.length; at += size) desk.press(...keys.slice(at, at + size));
          return { seed, round, pane: desk.state.pane, ...here(desk) };
        }),
      );
      expect(places[1]).toEqual(places[0]);
      expect(places[2]).toEqual(places[0]);
    }
  });
});
