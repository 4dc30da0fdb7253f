import { KINDS } from '../form/kinds/kinds';
import type { Rec } from '../form/value';
import { OPENED_ON, PANES, type Pane, SMALL_PANES } from '../forms/panes';
import { caretAtEnd } from '../screen/line-edit';
import { menusNow } from './choosing';
import { sidesOf } from './conflict-text';
import { askDelivery } from './delivery';
import { NEW_DIARY, selectedNode, selectedRecord, showRec } from './diary';
import { amendEntry, openEntry, sectionStop, showRecord } from './entry';
import {
  activeEntry,
  awaiting,
  type Env,
  factsHere,
  only,
  over,
  putEntry,
  refusing,
  telling,
  worldOf,
} from './env';
import { saveCell } from './grid';
import { askHistory } from './history';
import { changeLanguage } from './language';
import { listForField } from './list';
import { lockNow } from './lock';
import { finishField, goBack, goTo } from './moving';
import { openFind } from './palette';
import { askPast, showNewest, showPastPerson, toPresent } from './past';
import { newPerson, openHousehold } from './persons';
import { promptFor, startAction } from './prompts';
import { recall } from './recall';
import { askMerge, askMove } from './relocate';
import { remind } from './remind';
import { askPassword } from './sign-in';
import { actOnRow, nextList, rowUnderHands } from './start-list';
import type { Command, DeskState, Entry, Stepped } from './state';
import { editText } from './text-editor';
import { askUndo } from './undo';
import { recordHere, whyNot } from './why-not';
import { closeWindow, goToWindow, nextWindow, toStart } from './windows';
import { askDay } from './work-day';

type Handler = (env: Env, state: DeskState) => Stepped;

/** The selected record a new entry is prefilled from: the tree node, or the line's own record. */
function nodeOf(env: Env, state: DeskState) {
  if (state.diary.side === 'tree' || selectedNode(env, state)) {
    return selectedNode(env, state)?.rec ?? null;
  }
  return state.diary.at >= 0 ? selectedRecord(env, state) : null;
}

/** A command that would only do again what stands there already. */
function alreadyHere(state: DeskState): DeskState {
  return telling(state, 'notice.already_here', {}, 'warning');
}

/** Opens a tab: goes on with an unsaved entry of the kind, else makes a new one. */
function openPane(env: Env, state: DeskState, form: string, node: Rec | null): Stepped {
  if (state.past) return showNewest(env, state, form);
  const bare = {
    ...over(state, null),
    grid: null,
    button: null,
  };
  const open = state.entries[form];
  const here = state.pane === form && !state.overlay && !state.grid;
  if (open?.dirty) return only(here ? alreadyHere(state) : { ...bare, pane: form });
  const world = {
    registry: env.registry,
    form: env.registry.form(form),
    facts: factsHere(state, node),
  };
  const entry = openEntry(world, { client: state.client, node });
  const same = open?.mode === 'new' && JSON.stringify(open.values) === JSON.stringify(entry.values);
  if (here && same) return only(alreadyHere(state));
  return only({ ...bare, pane: form, entries: { ...state.entries, [form]: entry } });
}

/**
 * A tab is prefilled from the tree; what has no tab of its own, from the record under the hands.
 */
const openers = (panes: readonly Pane[], source: typeof nodeOf) =>
  panes.flatMap(({ command, form }): [string, Handler][] =>
    form === null
      ? []
      : [[command, (env, state) => openPane(env, state, form, source(env, state))]],
  );

const paneHandlers: Readonly<Record<string, Handler>> = Object.fromEntries([
  ...openers(PANES, nodeOf),
  ...openers(SMALL_PANES, (env, state) => recordHere(env, state) ?? nodeOf(env, state)),
]);

const actionHandler =
  (command: string): Handler =>
  (env, state) =>
    startAction(env, state, command, recordHere(env, state));

/** Works on a row of a list too; a hand-over is taken by accepting it. */
const takeHandler =
  (command: Command): Handler =>
  (env, state) => {
    const row = rowUnderHands(state);
    if (!row) return startAction(env, state, command, recordHere(env, state));
    return actOnRow(over(state, null), row.kind === 'offered' ? 'handover.accept' : command);
  };

function toDiary(state: DeskState): Stepped {
  const { at, side, filter, making, whole } = state.diary;
  const asOpened = at === -1 && side === 'lines' && !filter && !making && !whole;
  if (state.pane === 'diary' && !state.overlay && asOpened) {
    return only(alreadyHere(state));
  }
  return only({
    ...over(state, null),
    pane: 'diary',
    grid: null,
    button: null,
    diary: { ...NEW_DIARY, tree: state.diary.tree, folded: state.diary.folded },
  });
}

/** What comes back when what lies over the pane is left: what a reason was asked for. */
function underneath(state: DeskState): DeskState {
  const { overlay } = state;
  const purpose = overlay?.kind === 'prompt' ? overlay.purpose : null;
  return purpose && 'over' in purpose ? { ...state, overlay: purpose.over } : over(state, null);
}

/** Backs out one step: the list, the rows, the pane. What is typed stays. */
function back(env: Env, state: DeskState): Stepped {
  if (state.leader.length) return only({ ...state, leader: [] });
  if (state.overlay) return only(underneath(state));
  if (state.grid) return only({ ...state, grid: null });
  if (state.button !== null) return only({ ...state, button: null });
  if (state.pane === 'diary') {
    if (state.diary.making) return only({ ...state, diary: { ...state.diary, making: false } });
    if (state.diary.whole) return only({ ...state, diary: { ...state.diary, whole: false } });
    if (state.diary.filter)
      return only({ ...state, diary: { ...state.diary, filter: null, at: -1 } });
    return state.past ? toPresent(state) : toStart(state);
  }
  if (state.pane === 'start') {
    if (state.start.side === 'list')
      return only({ ...state, start: { ...state.start, side: 'finder' } });
    if (state.start.finder.text === '') return only(refusing(state, { code: 'back.start' }));
    return only({ ...state, start: { ...state.start, finder: caretAtEnd('') } });
  }
  const read = activeEntry(state) ? finishField(env, state, 'stay') : only(state);
  const settled = read.effects.length ? state : read.state;

  return state.client ? toDiary(settled) : toStart(settled);
}

/** Cancels the open form. What would be lost is lost only on the second press. */
function cancel(env: Env, state: DeskState): Stepped {
  if (state.overlay) return only(underneath(state));
  const entry = activeEntry(state) as Entry;
  if (entry.dirty && !state.cancelling) {
    return only({ ...telling(state, 'notice.cancel_again', {}, 'warning'), cancelling: true });
  }
  if (entry.mode === 'amending' && entry.saved) {
    const world = worldOf(env, state, entry);
    const shown = showRecord(world, entry.saved, entry.client);
    return {
      state: putEntry({ ...state, cancelling: false }, shown),
      effects: [{ kind: 'drop_draft', entry, loose: state.client === null }],
    };
  }
  const drop = { kind: 'drop_draft' as const, entry, loose: state.client === null };
  const { [state.pane]: _gone, ...entries } = state.entries;
  const left = { ...state, entries, cancelling: false };
  const out = state.client ? toDiary(left) : toStart(left);
  return { state: out.state, effects: [...out.effects, drop] };
}

function amend(env: Env, state: DeskState): Stepped {
  const rec = recordHere(env, state);
  if (!rec) return only(refusing(state, { code: 'record.none' }));
  const shown = state.entries[state.pane]?.saved ? state : showRec(env, over(state, null), rec);
  const entry = shown.entries[shown.pane];
  if (entry?.mode === 'amending') {
    return only(alreadyHere(shown));
  }
  if (!entry?.saved || entry.mode !== 'shown') {
    return only(entry ? shown : refusing(shown, { code: 'record.no_form' }));
  }
  return only(putEntry(over(shown, null), amendEntry(worldOf(env, shown, entry), entry)));
}

function section(env: Env, state: DeskState, step: 1 | -1): Stepped {
  const entry = activeEntry(state) as Entry;
  const stop = sectionStop(worldOf(env, state, entry), entry, step);
  if (stop) return goTo(env, state, stop);
  return only(
    telling(state, step === 1 ? 'notice.last_section' : 'notice.first_section', {}, 'warning'),
  );
}

/** Page and section about what lies over the pane of the way to the centre. */
function syncPage(env: Env, state: DeskState): { form: string; field: string | null } | null {
  const { overlay } = state;
  if (overlay?.kind === 'delivery') {
    return { form: 'delivery', field: overlay.rows[overlay.at]?.state ?? null };
  }
  if (overlay?.kind === 'conflict') {
    const { wide } = sidesOf(env, state, overlay, overlay.at);
    return { form: 'conflict', field: wide ? 'parts' : null };
  }
  return overlay?.kind === 'password' ? { form: 'delivery', field: 'password' } : null;
}

function help(env: Env, state: DeskState): Stepped {
  const { overlay } = state;
  if (overlay?.kind === 'help') {
    // Pressed again it shows the help of the form, and then nothing more.
    return only(over(state, overlay.field === null ? null : { ...overlay, field: null, top: 0 }));
  }
  const page = syncPage(env, state);
  if (page) return only(over(state, { kind: 'help', ...page, top: 0 }));
  const entry = activeEntry(state);
  const form = entry?.form ?? (state.pane === 'diary' ? 'diary' : 'start');
  const field = entry?.focus ?? null;
  const known = env.helpText(form, field, state.setting.lang) === null ? null : field;
  return only(over(state, { kind: 'help', form, field: known, top: 0 }));
}

function helpShort(env: Env, state: DeskState): Stepped {
  const entry = activeEntry(state);
  if (!entry) return only(telling(state, `help.short.${state.pane}`));
  const field = worldOf(env, state, entry).form.fields[entry.focus];
  if (!field) return only(refusing(state, { code: 'entry.none' }));
  const cell = Object.values(field.columns ?? {})[entry.edit.col] ?? field;
  const [limit] = KINDS[cell.kind].limits(cell);
  return only(limit ? telling(state, limit.code, limit.values) : state);
}

const HANDLERS: Readonly<Record<Command, Handler>> = {
  ...(paneHandlers as Record<Command, Handler>),
  'diary.open': (_env, state) => toDiary(state),
  'start.open': (_env, state) => toStart(state),
  'day.change': askDay,
  'window.next': (_env, state) => {
    const window = nextWindow(state);
    return window ? goToWindow(state, window) : only(state);
  },
  'session.lock': (_env, state) => lockNow(state),
  'window.close': (_env, state) => closeWindow(state),
  'finder.open': (_env, state) => toStart(state),
  'help.show': help,
  'help.short': helpShort,
  'list.open': (env, state) => {
    const entry = activeEntry(state);
    return listForField(env, state, entry?.edit.changed ? entry.edit.line.text : '', 'next');
  },
  'phrase.list': (env, state) => listForField(env, state, '', 'stay'),
  'menu.open': (_env, state) =>
    state.overlay?.kind === 'menu'
      ? only(over(state, null))
      : only(over(state, { kind: 'menu', menu: menusNow(state)[0] ?? 'arkisto', at: 0 })),
  'palette.open': (_env, state) =>
    only(over(state, { kind: 'palette', scope: 'all', filter: '', at: 0 })),
  'field.find': (_env, state) => {
    const found = openFind(state);
    const here = !found.overlay && JSON.stringify(found.start) === JSON.stringify(state.start);
    return only(here && !state.overlay ? alreadyHere(state) : found);
  },
  'keys.show': (_env, state) => only(over(state, { kind: 'keys', top: 0 })),
  save: (env, state) =>
    state.grid && !state.overlay ? saveCell(env, state) : finishField(env, state, 'save'),
  'save.next': (env, state) => {
    const saved = finishField(env, state, 'save');
    const effects = saved.effects.map((effect) =>
      effect.kind === 'save' ? { ...effect, after: 'next' as const } : effect,
    );
    return { state: saved.state, effects };
  },
  'field.next': (env, state) => {
    const flipped = state.overlay ? null : flip(state);
    if (flipped) return only(flipped);
    return activeEntry(state)
      ? finishField(env, state, 'next')
      : only(refusing(state, { code: 'entry.none' }));
  },
  'field.back': (env, state) => {
    const flipped = state.overlay ? null : flip(state);
    if (flipped) return only(flipped);
    return activeEntry(state) ? goBack(env, state) : only(refusing(state, { code: 'entry.none' }));
  },
  'section.next': (env, state) => section(env, state, 1),
  'section.back': (env, state) => section(env, state, -1),
  'value.dup': (env, state) => recall(env, state, 'value.dup'),
  'value.cycle': (env, state) => recall(env, state, 'value.cycle'),
  'text.edit': (_env, state) => editText(state),
  redraw: (_env, state) => ({ state, effects: [{ kind: 'redraw' }] }),
  'tab.other': (_env, state) =>
    state.pane === 'start'
      ? nextList(over(state, null))
      : only({ ...state, diary: { ...state.diary, whole: !state.diary.whole, top: 0 } }),
  'language.next': (env, state) => changeLanguage(env, state, 'language.next'),
  'language.fi': (env, state) => changeLanguage(env, state, 'language.fi'),
  'language.sv': (env, state) => changeLanguage(env, state, 'language.sv'),
  'language.en': (env, state) => changeLanguage(env, state, 'language.en'),
  back,
  cancel,
  'record.amend': amend,
  'record.void': (env, state) => {
    const rec = recordHere(env, state);
    if (!rec) return only(refusing(state, { code: 'record.none' }));
    return only(over(state, promptFor(env, state, { kind: 'void', rec })));
  },
  'initiation.dismiss': actionHandler('initiation.dismiss'),
  'initiation.copy': actionHandler('initiation.copy'),
  'queue.take': takeHandler('queue.take'),
  'handover.accept': takeHandler('handover.accept'),
  'handover.return': actionHandler('handover.return'),
  'reminder.new': (env, state) =>
    remind(env, state, (one) => (paneHandlers['reminder.new'] as Handler)(env, one)),
  'reminder.limits': actionHandler('reminder.limits'),
  'reminder.done': (env, state) =>
    rowUnderHands(state)
      ? actOnRow(over(state, null), 'reminder.done')
      : startAction(env, state, 'reminder.done', recordHere(env, state)),
  'decision.enforce': (env, state) => {
    const slot = OPENED_ON['decision.enforce'];
    return openPane(env, state, slot, recordHere(env, state) ?? nodeOf(env, state));
  },
  'investigation.end': actionHandler('investigation.end'),
  'investigation.transfer': actionHandler('investigation.transfer'),
  'enforcement.end': actionHandler('enforcement.end'),
  'suspension.start': actionHandler('suspension.start'),
  'suspension.end': actionHandler('suspension.end'),
  'file.lend': actionHandler('file.lend'),
  'file.return': actionHandler('file.return'),
  'save.undo': (_env, state) => askUndo(state),
  'history.show': askHistory,
  'case.past': askPast,
  'case.now': (_env, state) => toPresent(state),
  'person.show': (env, state) =>
    state.past
      ? only(showPastPerson(env, state))
      : awaiting(over(state, null), { kind: 'show_person', person: state.client?.person.id ?? '' }),
  'person.reveal': (env, state) =>
    only(
      over(state, promptFor(env, state, { kind: 'reveal', person: state.client?.person.id ?? '' })),
    ),
  'person.new': newPerson,
  'household.open': (_env, state) => openHousehold(state),
  'person.merge': askMerge,
  'record.move': (env, state) => {
    const rec = recordHere(env, state);
    return rec ? askMove(env, state, rec) : only(refusing(state, { code: 'record.none' }));
  },
  'sync.list': (_env, state) => askDelivery(state),
  // Where nobody is signed in only that would help; what waits goes by itself behind it.
  'sync.now': (_env, state) =>
    state.sync?.contact === 'password'
      ? askPassword(state)
      : only(telling(over(state, null), 'notice.sync_now'), { kind: 'sync_now' }),
  'sync.password': (_env, state) => askPassword(state),
  quit: (_env, state) => ({ state, effects: [{ kind: 'flush_drafts' }, { kind: 'quit' }] }),
};

/** Where Tab has no field to go to: the other side of the pane, or back from rows and buttons. */
function flip(state: DeskState): DeskState | null {
  if (state.pane === 'start') return flipStart(state);
  if (state.pane === 'diary') return flipDiary(state);
  return state.grid || state.button !== null ? { ...state, grid: null, button: null } : null;
}

function flipStart(state: DeskState): DeskState {
  const side = state.start.side === 'finder' && state.workList.length ? 'list' : 'finder';
  return { ...state, start: { ...state.start, side } };
}

function flipDiary(state: DeskState): DeskState {
  return {
    ...state,
    diary: { ...state.diary, side: state.diary.side === 'tree' ? 'lines' : 'tree' },
  };
}

/** Runs a command, or says why it cannot act here. */
export function run(env: Env, state: DeskState, command: Command): Stepped {
  const problem = whyNot(env, state, command);
  const calm = command === 'cancel' ? state : { ...state, cancelling: false };
  if (problem) return only(refusing(calm, problem));
  return HANDLERS[command](env, calm);
}
