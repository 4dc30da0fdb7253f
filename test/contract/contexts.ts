import { linesOf, selectedRecord } from '../../src/desk/diary';
import type { DeskState } from '../../src/desk/state';
import type { Rec } from '../../src/form/value';
import { ACTIONS } from '../../src/forms/actions';
import { PANES, SMALL_PANES } from '../../src/forms/panes';
import type { CommandId } from '../../src/keys/commands';
import { MENU_ORDER } from '../../src/keys/menus';
import { openSession } from '../../src/records/session';
import { type Desk, keymapNamed } from './desk';
import { LIST_CONTEXTS } from './list-contexts';
import { PAST } from './past-contexts';
import { PERSON_CONTEXTS } from './person-contexts';
import { type Context, entryIs, inDiary, openClient, overlayIs } from './reach';
import { LOCKED, WINDOWS } from './session-contexts';
import { SYNC } from './sync-contexts';
import { IDENTIFIERS, must, USERS, WORK_DATE, worldOf } from './world';

/** Goes up the diary to the newest line whose record is wanted. */
function selectLine(desk: Desk, wanted: (rec: Rec) => boolean): void {
  for (let left = linesOf(desk.env, desk.state).length; left > 0; left--) {
    const rec = selectedRecord(desk.env, desk.state);
    if (rec && wanted(rec)) return;
    desk.keys('Up');
  }
}

/** Opens a saved record of a form read-only, as Enter in the diary does. */
function showRecord(desk: Desk, wanted: (rec: Rec) => boolean): void {
  openClient(desk);
  selectLine(desk, wanted);
  desk.keys('Enter');
}

const PANE_FORMS = [...PANES, ...SMALL_PANES].flatMap(({ command, form }) =>
  form === null ? [] : [{ command: command as CommandId, form }],
);

function openTab(desk: Desk, command: CommandId): void {
  openClient(desk).command(command);
}

/** Walks back and forth until the focused field answers to F2, and opens its list. */
function openListOf(desk: Desk, field: string): void {
  for (let n = 0; n < 40 && desk.state.entries[desk.state.pane]?.focus !== field; n++) {
    desk.keys('Tab');
  }
  for (let n = 0; n < 60 && desk.state.entries[desk.state.pane]?.focus !== field; n++) {
    desk.keys('Shift+Tab');
  }
  // A group is entered at its last cell from below: its first cells are the ones with lists.
  for (let n = 0; n < 9 && (desk.state.entries[desk.state.pane]?.edit.col ?? 0) > 0; n++) {
    desk.keys('Shift+Tab');
  }
  desk.keys('F2');
}

/** Opens the diary note for change and writes into its text. */
function amendNote(desk: Desk, text: string): void {
  showRecord(desk, (rec) => rec.form === 'diary_note');
  desk.keys('Enter');
  for (let n = 0; n < 5 && desk.state.entries.diary_note?.focus !== 'text'; n++) desk.keys('Tab');
  desk.type(text).keys('F12');
}

/** First field of a tab's form that is of a kind. */
function fieldOf(desk: Desk, kind: string): string {
  const { state, env } = desk;
  const form = state.entries[state.pane]?.form;
  const fields = form === undefined ? {} : env.registry.form(form).fields;
  return Object.keys(fields).find((id) => fields[id]?.kind === kind) ?? '';
}

const START: Context[] = [
  { name: 'start', reach: () => {}, there: ({ pane }) => pane === 'start' },
  {
    name: 'finder with text',
    reach: (desk) => desk.type('kat'),
    there: ({ start }) => start.finder.text === 'kat',
  },
  {
    name: 'work list',
    reach: (desk) => desk.keys('Tab', 'Down'),
    there: ({ start }) => start.side === 'list',
  },
  {
    name: 'list of persons',
    reach: (desk) => desk.type('kataja').keys('Enter'),
    there: overlayIs('list'),
  },
  {
    name: 'a window too small',
    reach: (desk) => {
      openTab(desk, 'initiation.open');
      desk.dispatch({ kind: 'size', cols: 20, rows: 5 });
    },
    there: ({ size, pane }) => size.cols === 20 && pane === 'initiation',
  },
];

const DIARY: Context[] = [
  { name: 'diary', reach: (desk) => openClient(desk), there: inDiary },
  {
    name: 'diary with a line selected',
    reach: (desk) => openClient(desk).keys('Up'),
    there: (state) => inDiary(state) && state.diary.at >= 0,
  },
  {
    name: 'diary of a newcomer',
    reach: (desk) => openClient(desk, IDENTIFIERS.newcomer),
    there: inDiary,
  },
  {
    name: 'diary filtered',
    reach: (desk) => openClient(desk).type('a'),
    there: (state) => inDiary(state) && state.diary.filter === 'A',
  },
  {
    name: 'diary making a new one',
    reach: (desk) => openClient(desk).type('n'),
    there: (state) => inDiary(state) && state.diary.making,
  },
  {
    name: 'diary with the whole record',
    reach: (desk) => openClient(desk).keys('Ctrl+O'),
    there: (state) => inDiary(state) && state.diary.whole,
  },
  {
    name: 'tree',
    reach: (desk) => openClient(desk).keys('Left'),
    there: (state) => inDiary(state) && state.diary.side === 'tree',
  },
  {
    name: 'tree with a node',
    reach: (desk) => openClient(desk).keys('Left', 'Down'),
    there: (state) => inDiary(state) && state.diary.tree === 1,
  },
  {
    name: 'the person shown',
    reach: (desk) => openClient(desk).command('person.show'),
    there: entryIs('person', 'shown'),
  },
];

const TABS: Context[] = PANE_FORMS.flatMap(({ command, form }) => [
  {
    name: `${form} empty`,
    reach: (desk: Desk) => openTab(desk, command),
    there: entryIs(form, 'new'),
  },
  {
    name: `${form} typing`,
    reach: (desk: Desk) => {
      openTab(desk, command);
      const { focus } = desk.state.entries[form] ?? {};
      const kind = focus && desk.env.registry.form(form).fields[focus]?.kind;
      desk.type(kind === 'links' || kind === 'flag' ? ' ' : '1');
    },
    there: (state: DeskState) => entryIs(form, 'new')(state) && !!state.entries[form]?.dirty,
  },
  {
    name: `${form} with something unreadable`,
    reach: (desk: Desk) => {
      openTab(desk, command);
      for (let n = 0; n < 5 && !Object.keys(desk.state.entries[form]?.typed ?? {}).length; n++) {
        desk.type('zzz').keys('Tab');
      }
    },
    there: entryIs(form, 'new'),
  },
  {
    name: `${form} shown`,
    reach: (desk: Desk) => showRecord(desk, (rec) => rec.form === form),
    there: entryIs(form, 'shown'),
  },
  {
    name: `${form} being amended`,
    reach: (desk: Desk) => {
      showRecord(desk, (rec) => rec.form === form && rec.values.notice_given !== true);
      desk.keys('Enter');
    },
    there: entryIs(form, 'amending'),
  },
]).filter(({ name }) => !/^(reminder|stand_in) (shown|being)/.test(name));

/** A question of a command, on a record that lets it be asked. */
const PROMPTS: Context[] = [
  {
    name: 'prompt of a reason to amend',
    reach: (desk) => amendNote(desk, 'muutos'),
    there: overlayIs('prompt'),
  },
  {
    name: 'list opened in a prompt',
    reach: (desk) => {
      amendNote(desk, 'muutos');
      desk.keys('F2');
    },
    there: overlayIs('list'),
  },
  {
    name: 'prompt of a reason to void',
    reach: (desk) => openClient(desk).keys('Up').command('record.void'),
    there: overlayIs('prompt'),
  },
  {
    name: 'prompt of a reason to look',
    reach: (desk) => openClient(desk, IDENTIFIERS.guarded).command('person.reveal'),
    there: overlayIs('prompt'),
  },
  {
    name: 'prompt of the work date',
    reach: (desk) => openClient(desk).command('day.change'),
    there: overlayIs('prompt'),
  },
  {
    name: 'prompt of a changed cell',
    reach: (desk) => desk.keys('F9', 'Up').type('75').keys('F12'),
    there: overlayIs('prompt'),
  },
  ...ACTIONS.filter(({ command }) => /dismiss|lend|enforcement/.test(command)).map(
    ({ command }): Context => ({
      name: `prompt of ${command}`,
      reach: (desk) => openClient(desk).command(command as CommandId),
      there: overlayIs('prompt'),
    }),
  ),
  {
    name: 'list of what blocks',
    reach: (desk) => openClient(desk).command('investigation.end'),
    there: overlayIs('blockers'),
  },
];

/** Somebody else saves the note that is being amended. */
function makeStale(desk: Desk): void {
  amendNote(desk, 'minun');
  const rec = desk.state.entries.diary_note?.saved;
  if (!rec) return;
  const options = { user: USERS.worker, workDate: WORK_DATE, lang: 'fi' } as const;
  const other = must(openSession(worldOf(desk.base, 5), options));
  const [reason] = other.facts(null).codes('correction_reasons');
  const amend = { id: rec.id, base_version: rec.version, reason: reason?.id ?? '' };
  other.save({ form: rec.form, values: { ...rec.values, text: 'toisen' }, client: null, amend });
  desk.type(reason?.text.slice(0, 5) ?? '').keys('Enter');
}

const LISTS: Context[] = (['code', 'codes', 'rows'] as const).map((kind) => ({
  name: `list of a field of kind ${kind}`,
  reach: (desk) => {
    openTab(desk, kind === 'code' ? 'initiation.open' : 'work.open');
    openListOf(desk, fieldOf(desk, kind));
  },
  there: overlayIs('list'),
}));

const OVERLAYS: Context[] = [
  ...LISTS,
  {
    name: 'list narrowed to nothing',
    reach: (desk) => {
      openTab(desk, 'initiation.open');
      openListOf(desk, fieldOf(desk, 'code'));
      desk.type('zzz');
    },
    there: overlayIs('list'),
  },
  {
    name: 'record changed meanwhile',
    reach: makeStale,
    there: overlayIs('stale'),
  },
  { name: 'palette', reach: (desk) => desk.keys('Ctrl+P'), there: overlayIs('palette') },
  {
    name: 'palette in a form, narrowed',
    reach: (desk) => openClient(desk).keys('F5', 'Ctrl+P').type('ta'),
    there: overlayIs('palette'),
  },
  {
    name: 'palette narrowed to nothing',
    reach: (desk) => desk.keys('Ctrl+P').type('zzz'),
    there: overlayIs('palette'),
  },
  ...MENU_ORDER.map(
    (menu): Context => ({
      name: `menu ${menu}`,
      reach: (desk) => {
        openClient(desk).keys('F10');
        for (let n = 0; n < MENU_ORDER.indexOf(menu); n++) desk.keys('Right');
      },
      there: ({ overlay }) => overlay?.kind === 'menu' && overlay.menu === menu,
    }),
  ),
  { name: 'help of the start', reach: (desk) => desk.keys('F1'), there: overlayIs('help') },
  {
    name: 'help of a field',
    reach: (desk) => openClient(desk).keys('F5', 'F1'),
    there: overlayIs('help'),
  },
  {
    name: 'list of keys',
    reach: (desk) => desk.command('keys.show'),
    there: overlayIs('keys'),
  },
];

const ROWS: Context[] = [
  {
    name: 'work grid over all clients',
    reach: (desk) => desk.keys('F9'),
    there: (state) => entryIs('work_entry', 'new')(state) && state.client === null,
  },
  {
    name: 'button row',
    reach: (desk) => {
      openClient(desk).command('initiation.open');
      for (let left = 30; left > 0 && desk.state.button === null; left--) desk.keys('Down');
    },
    there: (state) => state.button !== null,
  },
  {
    name: 'grid rows',
    reach: (desk) => desk.keys('F9', 'Up'),
    there: ({ grid }) => grid !== null,
  },
  {
    name: 'grid rows, a cell changed',
    reach: (desk) => desk.keys('F9', 'Up', 'Up').type('9'),
    there: ({ grid }) => grid?.changed === true,
  },
  {
    name: 'grid row opened',
    reach: (desk) => desk.keys('F9', 'Up', 'Home', 'Enter'),
    there: (state) => entryIs('work_entry', 'amending')(state),
  },
  {
    name: 'leader pressed',
    options: { keymap: keymapNamed('no-function-keys') },
    reach: (desk) => openClient(desk).keys('Ctrl+V'),
    there: ({ leader }) => leader.length === 1,
  },
  {
    name: 'cancel pressed once',
    reach: (desk) => openClient(desk).keys('F5').type('a').keys('Ctrl+X'),
    there: ({ cancelling }) => cancelling,
  },
];

/** Every context of the program. */
export const CONTEXTS: readonly Context[] = [
  ...START,
  ...WINDOWS,
  ...LIST_CONTEXTS,
  ...LOCKED,
  ...DIARY,
  ...PERSON_CONTEXTS,
  ...SYNC,
  ...TABS,
  ...ROWS,
  ...PAST,
  ...PROMPTS,
  ...OVERLAYS,
];
