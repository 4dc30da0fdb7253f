import { worldOf } from '../desk/env';
import type { PaletteRow } from '../desk/palette';
import { nameOfRow } from '../desk/titles';
import { isRequired } from '../form/field';
import { KINDS } from '../form/kinds/kinds';
import { isEmpty, listIn } from '../form/value';
import { foldText } from '../rules/word-search';
import { understood } from './answers';
import { rowsFor } from './names';
import { sentenceOf } from './said';
import {
  formTitle,
  optionsAt,
  problemAt,
  readOut,
  readyBetween,
  type Spot,
  spotCaption,
  spotOf,
  unreadAt,
} from './spot';
import type { Talking } from './talk';

/** The sentence that tells what a field holds now. */
function confirmation(talking: Talking, spot: Spot): string {
  const { view } = talking;
  const { field, value, world } = spot;
  const caption = spotCaption(view, spot);
  if (isEmpty(value)) return talking.t('said.empty', { field: caption });
  if (field.kind === 'memo' && typeof value === 'string') {
    return talking.t('said.memo', { field: caption, count: [...value].length });
  }
  const text = readOut(view, world, field, value);
  const key = field.kind === 'flag' ? 'said.flag' : 'said.value';
  return sentenceOf(talking.t(key, { field: caption, value: text }));
}

/** Says what is new to be minded since an answer. */
function newWarnings(talking: Talking, before: readonly string[]): void {
  const entry = spotOf(talking.view)?.entry;
  for (const one of entry?.warnings ?? []) {
    if (!before.includes(JSON.stringify(one))) talking.warn(one);
  }
}

const asText = (spot: Spot) => spot.entry.warnings.map((one) => JSON.stringify(one));

/** One line in a field: read, confirmed or refused in one sentence, and gone on from. */
export function answerAt(talking: Talking, spot: Spot, typed: string): void {
  const unread = typed === '' ? unreadAt(spot) : undefined;
  const line = unread ?? typed;
  const isMemo = spot.field.kind === 'memo';
  if (line === '') {
    accept(talking, spot);
    return;
  }
  if (isMemo && unread !== undefined) {
    textEnded(talking);
    return;
  }
  if (isMemo && line !== '@') {
    const notice = talking.do({ kind: 'type', text: line });
    if (notice) {
      talking.notice(notice);
      return;
    }
    talking.pending = { kind: 'memo' };
    return;
  }
  const meant = understood(talking.view, spot, line);
  if (meant.unclear !== undefined) {
    talking.tell(meant.unclear, meant.values, 'refused');
    return;
  }
  const notice = talking.do(meant.deed);
  if (notice?.kind === 'refused') {
    talking.notice(notice);
    if (unread !== undefined) talking.tell('said.help.unread');
    return;
  }
  if (talking.state.overlay?.kind === 'list') return;
  answered(talking, spot);
}

/** What stands in the field stays. */
function accept(talking: Talking, spot: Spot): void {
  talking.say('confirmed', confirmation(talking, spot));
  goOn(talking, spot);
}

/** An answer has been read: it is confirmed, and the talk goes on behind it. */
export function answered(talking: Talking, before: Spot): void {
  const spot = spotOf(talking.view);
  // A question may have gone on by itself once its list had been answered.
  if (!spot || spot.id !== before.id || spot.world.form.id !== before.world.form.id) return;
  const problem = problemAt(spot);
  if (problem && unreadAt(spot) !== undefined) {
    talking.refuse({ ...problem, field: spot.id });
    return;
  }
  const isGone = before.row !== null && spot.row !== null && isRemoved(before, spot);
  const sentence = isGone
    ? talking.t('said.row_gone', { row: before.row ?? 0 })
    : confirmation(talking, spot);
  talking.say('confirmed', sentence);
  newWarnings(talking, asText(before));
  if (!isGone) goOn(talking, spot);
}

/** True when clearing the first cell took its row away. */
function isRemoved(before: Spot, after: Spot): boolean {
  const count = (spot: Spot) => {
    const rows = spot.entry.values[spot.id];
    return Array.isArray(rows) ? rows.length : 0;
  };
  return count(after) < count(before);
}

/** A text has been written to its end. */
export function textEnded(talking: Talking): void {
  const before = spotOf(talking.view);
  talking.pending = null;
  const notice = talking.do({ kind: 'read' });
  if (notice?.kind === 'refused') {
    talking.notice(notice);
    return;
  }
  if (before) answered(talking, before);
}

/** To the next stop; behind the last one the form is asked about. */
function goOn(talking: Talking, spot: Spot): void {
  if (talking.state.overlay?.kind === 'prompt') {
    const notice = talking.do({ kind: 'submit' });
    if (notice && notice.key !== 'notice.last_stop') {
      talking.outcome(notice, spot.entry);
      return;
    }
    // The question is answered; what lay under it is not.
    if (talking.state.overlay?.kind !== 'prompt') return;
  }
  const notice = talking.do({ kind: 'next' });
  const there = spotOf(talking.view);
  if (notice && notice.key === 'notice.last_stop') {
    talking.tellReady(readyBetween(talking.view, spot, spot.id, null));
    talking.pending = { kind: 'end' };
    return;
  }
  if (notice) talking.notice(notice);
  if (there && there.id !== spot.id) {
    talking.tellReady(readyBetween(talking.view, there, spot.id, there.id));
  }
}

/** What the hands meet where they come to: a section, a list to tick, text not understood yet. */
export function arrive(talking: Talking): void {
  const spot = spotOf(talking.view);
  if (!spot) return;
  const { view } = talking;
  const { form } = spot.world;
  const section = form.fields[spot.id]?.section ?? null;
  if (section !== talking.section) {
    talking.section = section;
    const key = `form.${form.id}.section.${section}`;
    if (section && view.words.has(key)) {
      talking.tell('said.section', { section: view.words.t(key) }, 'headed');
    }
  }
  const problem = problemAt(spot);
  const isNew = !talking.said.some(({ role }) => role === 'refused');
  if (problem && isNew && unreadAt(spot) !== undefined) talking.refuse(problem);
  if (spot.field.kind === 'links') tellTicks(talking, spot);
}

/** A list to tick, each row with its number and whether it is ticked. */
function tellTicks(talking: Talking, spot: Spot): void {
  const ids = listIn(spot.entry.values, spot.id);
  for (const [at, option] of optionsAt(spot).entries()) {
    const on = ids.includes(option.id) ? talking.t('said.ticked') : talking.t('said.not_ticked');
    talking.say('listed', `${at + 1}. ${on} ${option.text}`);
  }
}

/** Kinds whose limits say more than how they are answered. */
const TYPED: ReadonlySet<string> = new Set(['text', 'memo', 'integer', 'money', 'date']);

/** `?`: what may stand in the field, whether it must, and how it is answered. */
export function shortHelp(talking: Talking, spot: Spot): void {
  const { field, world, entry } = spot;
  const [limit] = KINDS[field.kind].limits(field);
  const must = isRequired(field, entry.values, world.facts);
  talking.say(
    'told',
    [
      `${spotCaption(talking.view, spot)}.`,
      limit && TYPED.has(field.kind) ? talking.t(limit.code, limit.values) : '',
      talking.t(must ? 'said.help.required' : 'said.help.free'),
      talking.t(`said.help.${field.kind === 'link' && field.finder ? 'finder' : field.kind}`),
    ]
      .filter(Boolean)
      .join(' '),
  );
  talking.tell('said.help.signs');
}

/** `??`: the help of the field, then all that may be chosen in it. */
export function longHelp(talking: Talking, spot: Spot): void {
  const { view } = talking;
  const { text } = view.help(spot.world.form.id, spot.id);
  const isQuestion = talking.state.overlay?.kind === 'prompt';
  if (!isQuestion || view.env.helpText(spot.world.form.id, spot.id, view.words.lang) !== null) {
    talking.say('headed', sentenceOf(spotCaption(view, spot)));
    for (const part of text.split(/\n+/u)) talking.say('told', part);
  } else shortHelp(talking, spot);
  if (spot.field.kind === 'links') {
    tellTicks(talking, spot);
    return;
  }
  if (!['code', 'codes', 'link'].includes(spot.field.kind) || spot.field.finder) return;
  const notice = talking.do({ kind: 'list', filter: '' });
  if (notice) talking.notice(notice);
}

type FieldRow = Extract<PaletteRow, { kind: 'field' }>;

/** `^Caption`: goes to the field meant, or lists those that could be. */
export function jumpTo(talking: Talking, typed: string): void {
  const { view } = talking;
  const rows = rowsFor(view, typed, 'fields').filter(
    (row): row is FieldRow => row.kind === 'field',
  );
  const wanted = foldText(typed);
  const names = rows.map((row) => foldText(nameOfRow(view, row)));
  const exact = rows.filter((_, at) => names[at] === wanted);
  const begun = rows.filter((_, at) => names[at]?.startsWith(wanted));
  const meant = exact.length ? exact.slice(0, 1) : begun.length ? begun : rows;
  const [first] = meant;
  if (!first) {
    talking.tell('said.refused.field', { typed }, 'refused');
    return;
  }
  if (meant.length === 1) {
    jump(talking, first);
    return;
  }
  talking.list(
    talking.t('said.which_field'),
    meant.map((row) => {
      const text = nameOfRow(view, row);
      return { text, match: { code: '', text } };
    }),
    (at) => jump(talking, meant[at] as FieldRow),
  );
}

function jump(talking: Talking, { field }: FieldRow): void {
  talking.pending = null;
  const notice = talking.do({ kind: 'field', field });
  if (notice) talking.notice(notice);
  else talking.section = null;
}

/** Reads the form as it stands: every field that holds something. */
export function readForm(talking: Talking): void {
  const { view } = talking;
  const spot = spotOf(view);
  if (!spot) return;
  const world = worldOf(view.env, view.state, spot.entry);
  talking.say('headed', sentenceOf(formTitle(view, world.form.id)));
  for (const [id, field] of Object.entries(world.form.fields)) {
    const value = spot.entry.values[id] ?? null;
    if (isEmpty(value)) continue;
    const caption = talking.t(`form.${world.form.id}.${id}`);
    talking.say('listed', `${caption}: ${readOut(view, world, field, value)}`);
  }
}
