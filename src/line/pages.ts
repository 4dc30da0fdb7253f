import { historyRows } from '../desk/history';
import { digitsPick, rowsOfList } from '../desk/list';
import type { Overlay } from '../desk/state';
import { sentence } from '../desk/view';
import { showOption } from '../form/kinds/choice';
import { COMMANDS } from '../keys/commands';
import { answered, textEnded } from './fields';
import { nameOfCommand } from './names';
import { sentenceOf } from './said';
import { captionOf, readOut, type Spot, spotCaption, spotOf } from './spot';
import type { Talking } from './talk';

type OverlayOf<K extends Overlay['kind']> = Extract<Overlay, { kind: K }>;

/** The list that lies open: its rows are told, and one of them is asked for. */
export function tellList(talking: Talking, list: OverlayOf<'list'>, listed: Spot | null): void {
  // Of persons alike one is opened, or none; no field is answered.
  const before = list.purpose === 'alike' ? null : listed;
  const { view } = talking;
  const fits = rowsOfList(list);
  const numbered = digitsPick({ ...list, filter: '' });
  const rows = fits.map((row) => {
    const { option } = row;
    const text = row.word ? view.words.t(row.word) : showOption(option);
    const why = option.refused ? ` (${view.words.t(`refused.${option.refused}`)})` : '';
    const coded = numbered ? text : `${option.code} ${option.text}`.trim();
    return { text: `${coded}${why}`, match: { code: option.code, text: option.text } };
  });
  const title = view.words.t(view.words.has(list.title) ? list.title : 'list.title');
  talking.list(
    title,
    rows,
    (at) => {
      const index = list.rows.indexOf(fits[at] as (typeof fits)[number]);
      const notice = talking.do({ kind: 'pick', row: index });
      if (talking.state.overlay?.kind === 'list') {
        if (notice) {
          talking.notice(notice);
          return;
        }
      }
      talking.pending = null;
      const isRefused = notice?.kind === 'refused';
      if (before && !isRefused && !isThere(talking, before)) {
        const value = rows[at]?.text ?? '';
        const field = spotCaption(view, before);
        talking.say('confirmed', sentenceOf(talking.t('said.value', { field, value })));
      }
      if (notice) talking.outcome(notice, { form: before?.world.form.id ?? '' });
      if (before && !isRefused) listAnswered(talking, list.purpose, before);
    },
    numbered,
  );
}

/** A phrase is part of a text, which is gone on with or read; all else is an answer. */
function listAnswered(talking: Talking, purpose: string, before: Spot): void {
  if (purpose !== 'phrase') answered(talking, before);
  else if (before.field.kind === 'memo') talking.pending = { kind: 'memo' };
  else textEnded(talking);
}

/** True while the hands are where a list was opened; a question goes on by itself. */
function isThere(talking: Talking, before: Spot): boolean {
  const spot = spotOf(talking.view);
  return spot?.id === before.id && spot.world.form.id === before.world.form.id;
}

/** A page that is only read: it is told, and does not lie there any more. */
export function tellPage(talking: Talking, overlay: Overlay): boolean {
  switch (overlay.kind) {
    case 'help':
      return tellHelp(talking, overlay);
    case 'history':
      return tellHistory(talking, overlay);
    case 'blockers':
      talking.tell('blockers.title', {}, 'refused');
      for (const one of overlay.problems) {
        talking.say('listed', sentenceOf(sentence(talking.view, one)));
      }
      return true;
    case 'stale':
      return tellStale(talking, overlay);
    case 'keys':
    case 'menu':
    case 'palette':
      return true;
    default:
      return false;
  }
}

function tellHelp(talking: Talking, { form, field }: OverlayOf<'help'>): boolean {
  const { title, text } = talking.view.help(form, field);
  talking.say('headed', sentenceOf(title));
  for (const part of text.split(/\n+/u)) talking.say('told', part);
  return true;
}

/** Wide enough that no row of the history is broken before it is told. */
const UNBROKEN = 4000;

function tellHistory(talking: Talking, overlay: OverlayOf<'history'>): boolean {
  const { env, state, words } = talking.view;
  const name = `${words.t(`form.${overlay.history.form}`)} ${overlay.history.name}`;
  talking.say('headed', sentenceOf(words.t('history.title', { name })));
  const wide = { ...state, size: { cols: UNBROKEN, rows: 24 } };
  for (const { text } of historyRows(env, wide, overlay)) {
    if (text) talking.say('listed', text.trim().replace(/\s{2,}/gu, ': '));
  }
  return true;
}

function tellStale(talking: Talking, overlay: OverlayOf<'stale'>): boolean {
  const { view } = talking;
  const form = view.env.registry.form(overlay.theirs.form);
  const world = spotOf({ ...view, state: { ...view.state, overlay: null } })?.world;
  talking.tell('stale.text', {}, 'refused');
  for (const { field: id, mine, theirs } of overlay.fields) {
    const field = form.fields[id];
    if (!field || !world) continue;
    const text = (value: typeof mine) =>
      readOut(view, world, field, value) || talking.t('history.nothing');
    const values = {
      field: captionOf(view, form.id, id),
      mine: text(mine),
      theirs: text(theirs),
    };
    talking.say('listed', talking.t('said.stale', values));
  }
  return true;
}

/** The signs of an answer, and every command with the name it is typed by. */
export function tellSigns(talking: Talking): void {
  const { words } = talking.view;
  talking.say('told', words.t('said.signs'));
  for (const { id } of COMMANDS) {
    talking.say('listed', `${nameOfCommand(words, id)} ${words.t(`command.${id}.help`)}`);
  }
}
