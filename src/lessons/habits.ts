import type { CommandId } from '../keys/commands';
import { readKeyName } from '../keys/key';
import type { Keymap } from '../keys/keymap';
import { readTypedDate } from '../rules/typed-date';
import { countedUnder } from './lesson-keys';
import type { Stroke } from './stroke';

/** A slow way that has a quicker one. */
export type HabitName = 'lists' | 'menus' | 'dates' | 'tabs' | 'corrections';

/** How much a habit would have saved. */
export interface Habit {
  readonly name: HabitName;
  /** Keys that would not have been needed. */
  readonly keys: number;
  /** How often it was met. */
  readonly times: number;
  /** An example of the quicker way: a key, or what could have been typed. */
  readonly better: string;
}

/** Letters by which a code is found, and the key that takes it. */
const CODE_KEYS = 3;
/** So many fields passed one by one are a way that a section key makes short. */
const TABS = 5;
const TABS_KEYS = 2;
const WEEKDAYS = ['ma', 'ti', 'ke', 'to', 'pe', 'la', 'su'];
/** Days before and after the work date that are quicker as a distance. */
const NEAR_DAYS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** What habits are judged by. */
export interface HabitWorld {
  readonly keymap: Keymap;
  /** ISO. */
  readonly workDate: string;
}

/** Every habit that cost keys, the dearest first. */
export function habitsOf(strokes: readonly Stroke[], world: HabitWorld): Habit[] {
  const found = [
    ...lists(strokes, world),
    ...menus(strokes, world),
    ...dates(strokes, world),
    ...tabs(strokes, world),
    ...corrections(strokes),
  ];
  const names: readonly HabitName[] = ['lists', 'menus', 'dates', 'tabs', 'corrections'];
  return names
    .map((name) => together(name, found))
    .filter((habit): habit is Habit => habit !== null)
    .sort((one, other) => other.keys - one.keys);
}

type Met = Pick<Habit, 'name' | 'keys' | 'better'>;

function together(name: HabitName, found: readonly Met[]): Habit | null {
  const mine = found.filter((one) => one.name === name && one.keys > 0);
  const [dearest] = [...mine].sort((one, other) => other.keys - one.keys);
  if (!dearest) return null;
  const keys = mine.reduce((sum, one) => sum + one.keys, 0);
  return { name, keys, times: mine.length, better: dearest.better };
}

const costOf = (strokes: readonly Stroke[]) => strokes.reduce((sum, one) => sum + one.cost, 0);

/** Runs of strokes of one sort, each with the stroke before it. */
function runs(strokes: readonly Stroke[], fits: (stroke: Stroke) => boolean) {
  const found: { before: Stroke | undefined; run: Stroke[] }[] = [];
  let open: Stroke[] | null = null;
  strokes.forEach((stroke, at) => {
    if (!fits(stroke)) open = null;
    else if (open) open.push(stroke);
    else {
      open = [stroke];
      found.push({ before: strokes[at - 1], run: open });
    }
  });
  return found;
}

/** A list that was opened and walked, where the beginning of a code would have done. */
function lists(strokes: readonly Stroke[], { keymap }: HabitWorld): Met[] {
  return runs(strokes, ({ where }) => where === 'list')
    .filter(({ before }) => before?.command === 'list.open' && before.field?.kind === 'code')
    .map(({ before, run }) => ({
      name: 'lists',
      keys: costOf([...(before ? [before] : []), ...run]) - CODE_KEYS,
      better: keymap.keysOf('field.next')[0] ?? '',
    }));
}

/** A command chosen in a menu or the palette that has a key of its own. */
function menus(strokes: readonly Stroke[], { keymap }: HabitWorld): Met[] {
  return runs(strokes, ({ where }) => where === 'menu' || where === 'palette').flatMap(
    ({ before, run }): Met[] => {
      const chosen = run.findLast((one) => one.chosen !== null)?.chosen;
      const key = chosen && keymap.keysOf(chosen)[0];
      if (!key) return [];
      const opened = before ? [before] : [];
      return [
        { name: 'menus', keys: costOf([...opened, ...run]) - costOfKey(keymap, key), better: key },
      ];
    },
  );
}

/** What the key of a command counts. */
function costOfKey(keymap: Keymap, name: string): number {
  const read = readKeyName(name);
  return read.ok ? countedUnder(keymap, read.value) : 1;
}

/** A date in full where a shorter one would have been read the same. */
function dates(strokes: readonly Stroke[], { workDate }: HabitWorld): Met[] {
  return runs(strokes, ({ letter, field }) => letter && field?.kind === 'date').flatMap(
    ({ run }): Met[] => {
      const typed = run.map((one) => one.key).join('');
      const side = run[0]?.field?.side ?? 'any';
      const context = { workDate, side };
      const read = readTypedDate(typed, context);
      if (!read.ok) return [];
      const shorter = shortForms(read.value, workDate)
        .filter((text) => {
          const same = readTypedDate(text, context);
          return text.length < typed.length && same.ok && same.value === read.value;
        })
        .sort((one, other) => one.length - other.length)[0];
      if (shorter === undefined) return [];
      return [{ name: 'dates', keys: typed.length - shorter.length, better: shorter }];
    },
  );
}

/** Shorter ways to write a date. */
function shortForms(iso: string, workDate: string): string[] {
  const [, month = '', day = ''] = iso.split('-');
  const near = NEAR_DAYS.flatMap((days) => [`-${days}`, `+${days}`]);
  const same = iso === workDate ? ['t'] : [];
  return [...same, String(Number(day)), ...WEEKDAYS, ...near, day + month];
}

/** Many fields passed one by one. */
function tabs(strokes: readonly Stroke[], { keymap }: HabitWorld): Met[] {
  return runs(strokes, ({ command }) => command === 'field.next')
    .filter(({ run }) => run.length >= TABS)
    .map(({ run }) => ({
      name: 'tabs',
      keys: costOf(run) - TABS_KEYS,
      better: keymap.keysOf('section.next')[0] ?? '',
    }));
}

/** What was typed and taken away again. */
function corrections(strokes: readonly Stroke[]): Met[] {
  const erasing = (stroke: Stroke) => stroke.key === 'Backspace' || stroke.key === 'Delete';
  return runs(strokes, erasing).map(({ run }) => ({
    name: 'corrections',
    keys: run.length * 2,
    better: '',
  }));
}

/** The command of a stroke where it was reached a slow way, with its quick key. */
export function slowWay(
  stroke: Stroke,
  keymap: Keymap,
): { command: CommandId; key: string } | null {
  const key = stroke.chosen && keymap.keysOf(stroke.chosen)[0];
  return stroke.chosen && key ? { command: stroke.chosen, key } : null;
}
