import { activeEntry } from '../desk/env';
import { daySum } from '../desk/grid';
import type { DeskState } from '../desk/state';
import type { CommandId } from '../keys/commands';
import { answerAt, jumpTo, longHelp, shortHelp } from './fields';
import { commandsFor, commandsHere, nameOfCommand } from './names';
import { tellSigns } from './pages';
import { type Spot, spotOf } from './spot';
import { placeOf, tellNewest, tellNext } from './stations';
import type { Talking } from './talk';

/** Back out one step; what is typed stays as a draft. */
export function leave(talking: Talking): void {
  const entry = activeEntry(talking.state);
  const { overlay, pane } = talking.state;
  const isQuestion = overlay?.kind === 'prompt';
  talking.pending = null;
  // Nothing is typed ahead into the finder here: there is nothing to back out of.
  if (pane === 'start' && !overlay) {
    talking.refuse({ code: 'back.start' });
    return;
  }
  const { filter } = talking.state.diary;
  const notice = talking.command('back');
  if (isQuestion) talking.tell('said.left_question');
  else if (entry?.dirty) {
    talking.tell('said.draft', { form: talking.t(`form.${entry.form}`) });
  }
  // What could not be read stays in the draft, and is said where one comes back to it.
  if (filter && pane === 'diary' && talking.state.pane === pane) tellNewest(talking);
  const isLeft = notice?.kind === 'refused' && talking.state.pane !== pane;
  if (notice && !isLeft) talking.notice(notice);
}

/** Everything that is a command, by name, key or caption; without one all that can act here. */
export function commandLine(talking: Talking, typed: string): void {
  if (talking.pending?.kind === 'list') {
    const { overlay } = talking.state;
    if (overlay && overlay.kind !== 'prompt') talking.do({ kind: 'close' });
  }
  if (talking.pending?.kind !== 'end') talking.pending = null;
  if (typed === '') {
    listCommands(talking, commandsHere(talking.view));
    return;
  }
  const found = commandsFor(talking.view, typed, talking.options.keys);
  const [only] = found;
  if (!only) {
    talking.tell('said.refused.command', { typed }, 'refused');
    return;
  }
  if (found.length === 1) {
    runNamed(talking, only);
    return;
  }
  listCommands(talking, found);
}

function listCommands(talking: Talking, commands: readonly CommandId[]): void {
  const { words } = talking.view;
  const rows = commands.map((id) => {
    const caption = words.t(`command.${id}`);
    const name = nameOfCommand(words, id);
    return { text: `${caption}, ${name}`, match: { code: name.slice(1), text: caption } };
  });
  talking.list(words.t('palette.title.all'), rows, (at) => {
    talking.pending = null;
    runNamed(talking, commands[at] as CommandId);
  });
}

/** Runs a command; what only shows is told in the way of lines. */
export function runNamed(talking: Talking, id: CommandId): void {
  const spot = spotOf(talking.view);
  switch (id) {
    case 'back':
      leave(talking);
      return;
    case 'menu.open':
    case 'palette.open':
      listCommands(talking, commandsHere(talking.view));
      return;
    case 'keys.show':
      tellSigns(talking);
      return;
    case 'redraw':
      talking.place = '';
      return;
    case 'start.open':
    case 'finder.open':
      talking.place = '';
      break;
    case 'help.show':
    case 'list.open':
      if (!spot) break;
      talking.listed = spot;
      longHelp(talking, spot);
      return;
    case 'help.short':
      if (!spot) break;
      shortHelp(talking, spot);
      return;
    case 'field.find':
      if (spot) {
        jumpTo(talking, '');
        return;
      }
      if (talking.state.pane !== 'diary') break;
      talking.pending = { kind: 'search' };
      return;
    case 'value.dup':
      if (!spot) break;
      recall(talking, spot);
      return;
    default:
  }
  if (id !== 'cancel') talking.pending = null;
  run(talking, id, activeEntry(talking.state)?.form ?? '');
}

export function run(talking: Talking, id: CommandId, form: string): void {
  const before = talking.state;
  const notice = talking.command(id);
  if (notice?.key === 'notice.last_stop') {
    talking.pending = { kind: 'end' };
    return;
  }
  // The diary is told anew as often as it is asked for.
  const isAgain = id === 'diary.open' && notice?.key === 'notice.already_here';
  if (notice && !isAgain) talking.outcome(notice, { form });
  const { state } = talking;
  tellLeft(talking, before, state);
  if (talking.saved && state.entries[state.pane]?.mode === 'new') {
    talking.place = '';
    if (state.gridRows !== before.gridRows) tellSum(talking);
  }
  if (id === 'diary.open' && state.pane === 'diary') {
    talking.place = placeOf(state) ?? '';
    tellNewest(talking);
    tellNext(talking);
  }
  // In another language one hears where one is.
  if (id.startsWith('language.')) talking.place = '';
}

/** Says of a form that was left unsaved for something else that it is kept. */
function tellLeft(talking: Talking, before: DeskState, after: DeskState): void {
  const { pane } = before;
  const entry = before.entries[pane];
  const isAway = after.pane !== pane || after.client !== before.client;
  const windows = [after.entries, ...after.behind.map(({ entries }) => entries)];
  const isKept = windows.some((entries) => entries[pane]?.dirty);
  if (!entry?.dirty || !isAway || !isKept || talking.saved) return;
  talking.tell('said.draft', { form: talking.t(`form.${entry.form}`) });
}

/** What the rows of the day come to, once one more has been saved. */
function tellSum(talking: Talking): void {
  const entry = activeEntry(talking.state);
  const grid = entry && talking.view.env.registry.form(entry.form).grid;
  if (grid) talking.tell('grid.sum', { ...daySum(talking.state.gridRows) });
}

/** A blank alone brings back the value saved last. */
export function recall(talking: Talking, spot: Spot): void {
  const notice = talking.command('value.dup');
  if (notice) {
    talking.notice(notice);
    return;
  }
  talking.listed = spot;
  const there = spotOf(talking.view);
  if (there) answerAt(talking, there, '');
}
