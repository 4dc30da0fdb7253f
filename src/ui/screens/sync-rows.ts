import { cutToWidth, padToWidth, textWidth, wrapText } from '../../base/text-width';
import { DELIVERY_FOOT, deliveryHeight } from '../../desk/delivery';
import { factsHere } from '../../desk/env';
import { PANE_TOP, paneHeight, paneWidth } from '../../desk/layout';
import type { ConflictOverlay, DeliveryOverlay } from '../../desk/sync-state';
import { showValue } from '../../form/fill';
import { isEmpty, type Value } from '../../form/value';
import { showContextOf } from '../../records/names';
import type { DeliveryRow, ShownField } from '../../records/sync-state';
import { showMinute } from '../../rules/typed-instant';
import type { Line } from '../../screen/cell';
import type { Words } from '../../words/words';
import { plain, type View } from '../view';
import { column } from './bar-rows';
import { scrolled } from './palette-rows';
import { box, type Laid, type PopupPlace } from './popup-rows';

/** Everything of the pane's room, over it. */
function overPane(view: View): PopupPlace {
  const { size } = view.state;
  return { x: 1, y: PANE_TOP, width: paneWidth(size) + 2, height: paneHeight(size) };
}

const AGE = 6;
const WHOSE = 20;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in the largest unit that fits. */
function ageOf(words: Words, at: string, now: string): string {
  const age = Math.max(0, Date.parse(now) - Date.parse(at));
  if (age < HOUR) return words.t('age.minutes', { count: Math.floor(age / MINUTE) });
  return age < 2 * DAY
    ? words.t('age.hours', { count: Math.floor(age / HOUR) })
    : words.t('age.days', { count: Math.floor(age / DAY) });
}

/** A record by its form and name; some forms name their records by themselves. */
function nameOf(words: Words, { form, name }: { form: string; name: string }): string {
  const kind = words.t(`form.${form}`);
  return name.startsWith(kind) ? name : `${kind} ${name}`.trimEnd();
}

function entryLine(view: View, row: DeliveryRow, on: boolean, now: string, width: number): Line {
  const { words } = view;
  const state = words.t(`delivery.${row.state}`);
  const what = nameOf(words, row);
  const room = width - AGE - WHOSE - textWidth(state) - 5;
  const cells = [
    column(ageOf(words, row.since, now), AGE),
    column(row.person?.name ?? '', WHOSE),
    column(what, room),
    state,
  ];
  const done = row.state === 'settled' || row.state === 'acknowledged';
  const style = on ? { bold: true } : done ? { dim: true } : undefined;
  return plain(`${on ? '> ' : '  '}${cells.join(' ')}`, width, style);
}

/** Why the row under the hands has not gone, and what can be done. */
function whyRow({ words }: View, row: DeliveryRow, now: string): string {
  const reason = row.code === null ? '' : words.problem({ code: row.code });
  const at = showMinute(row.since);
  const age = ageOf(words, row.since, now);
  const { who = '', reason: said = '' } = row.seen ?? {};
  return words.t(`delivery.${row.state}.why`, { at, age, reason, who, said });
}

/** What can be done with the row under the hands. */
function howRow({ words }: View, row: DeliveryRow): string {
  const opens = row.gone ? [] : [words.t('delivery.opens')];
  const sees = row.state === 'rejected' ? [words.t('delivery.sees')] : [];
  return [...opens, ...sees, words.t('delivery.closes')].join(' · ');
}

/** The list of what has not gone, with the reason of the row under the hands below. */
export function deliveryLaid(view: View, overlay: DeliveryOverlay): Laid {
  const { words, state } = view;
  const { rows, at, now } = overlay;
  const place = overPane(view);
  const inner = place.width - 4;
  const room = deliveryHeight(state.size);
  const row = rows[at];
  const title = words.t('delivery.title');
  if (!row) {
    const said = wrapText(words.t('delivery.none'), inner);
    const lines = [...said, '', words.t('help.close')].map((text) => plain(text, inner));
    return { place: { ...place, height: lines.length + 2 }, title, lines, caret: null };
  }
  const listed = scrolled(rows, at, room, (one, on) => entryLine(view, one, on, now, inner));
  const why = wrapText(whyRow(view, row, now), inner).slice(0, DELIVERY_FOOT.why);
  const lines = [
    ...listed,
    plain('─'.repeat(inner), inner, { dim: true }),
    ...why.map((text) => plain(text, inner)),
    plain(howRow(view, row), inner, { dim: true }),
  ];
  const height = Math.min(place.height, lines.length + 2);
  return { place: { ...place, height }, title, lines, caret: null };
}

const CAPTION = 20;

/** A value of one side as it is read. */
function sideText(view: View, overlay: ConflictOverlay, one: ShownField, value: Value): string {
  const { env, state, words } = view;
  const { conflict } = overlay;
  if ([one.base, one.mine, one.theirs].every(isEmpty)) return words.t('history.hidden');
  if (one.field === '$voided') return words.t(value ? 'conflict.voided' : 'conflict.in_force');
  const field = env.registry.form(conflict.form).fields[one.field];
  if (!field) return '';
  const source = { facts: factsHere(state), registry: env.registry };
  const context = showContextOf(source, { yes: words.t('screen.yes'), no: words.t('screen.no') });
  const named = {
    ...context,
    nameOf: (of: typeof field, id: string) => conflict.names?.[id] ?? context.nameOf(of, id),
  };
  return (showValue(field, value, named) || words.t('history.nothing')).replace(/\n/gu, ' / ');
}

function mark(overlay: ConflictOverlay, one: ShownField, side: 'mine' | 'theirs'): string {
  const { conflict, choices } = overlay;
  const chosen = conflict.settled ? one.chosen : choices[one.field];
  return chosen === side ? '(*)' : '( )';
}

/** A field: both values side by side, and what it held before below. */
function fieldLines(view: View, overlay: ConflictOverlay, at: number, width: number): Line[] {
  const { words } = view;
  const { conflict } = overlay;
  const one = conflict.fields[at] as ShownField;
  const on = at === overlay.at && conflict.settled === null;
  const side = Math.floor((width - CAPTION - 3) / 2);
  const [mine, theirs] = (['mine', 'theirs'] as const).map((which) =>
    wrapText(`${mark(overlay, one, which)} ${sideText(view, overlay, one, one[which])}`, side),
  ) as [string[], string[]];
  const caption = one.field.startsWith('$')
    ? words.t('conflict.whole')
    : words.t(`form.${conflict.form}.${one.field}`);
  const height = Math.max(mine.length, theirs.length);
  const style = on ? { bold: true } : undefined;
  const rows = Array.from({ length: height }, (_, row) => {
    const head = row === 0 ? `${on ? '>' : ' '}${cutToWidth(caption, CAPTION - 1)}` : '';
    const cells = [column(head, CAPTION), column(mine[row] ?? '', side), theirs[row] ?? ''];
    return plain(cells.join(' '), width, style);
  });
  const was = words.t('conflict.was', { value: sideText(view, overlay, one, one.base) });
  const below = cutToWidth(was, width - CAPTION - 1);
  return [...rows, plain(`${' '.repeat(CAPTION + 1)}${below}`, width, { dim: true })];
}

/** Who wrote which side and when, as headings of the two columns. */
function headLines({ words }: View, { conflict }: ConflictOverlay, width: number): Line[] {
  const side = Math.floor((width - CAPTION - 3) / 2);
  const { mine, theirs, settled } = conflict;
  const row = (one: string, other: string, bold: boolean) =>
    plain(
      [' '.repeat(CAPTION), column(one, side), column(other, side)].join(' '),
      width,
      bold ? { bold } : { dim: true },
    );
  return [
    row(`1 ${mine.who}`, `2 ${theirs.who}`, true),
    row(
      settled ? showMinute(mine.at) : words.t('conflict.waits', { at: showMinute(mine.at) }),
      settled ? showMinute(theirs.at) : words.t('conflict.in', { at: showMinute(theirs.at) }),
      false,
    ),
  ];
}

function footOf({ words }: View, { conflict }: ConflictOverlay): string {
  const { settled } = conflict;
  if (!settled) return words.t('conflict.how');
  const { who, at, reason } = settled;
  return words.t('conflict.settled_by', { who, at: showMinute(at), reason: reason ?? '' });
}

/** A conflict: both values, authors, times, field by field; or how it was settled. */
export function conflictLaid(view: View, overlay: ConflictOverlay): Laid {
  const { words } = view;
  const { conflict } = overlay;
  const place = overPane(view);
  const inner = place.width - 4;
  const head = headLines(view, overlay, inner);
  const foot = wrapText(footOf(view, overlay), inner).map((text) => plain(text, inner));
  const fields = conflict.fields.map((_, at) => fieldLines(view, overlay, at, inner));
  const room = place.height - 2 - head.length - foot.length - 1;
  const end = fields.slice(0, overlay.at + 1).reduce((sum, rows) => sum + rows.length, 0);
  const body = fields.flat();
  const top = Math.max(0, Math.min(end - room, body.length - room));
  const lines = [...head, ...body.slice(top, top + room), plain('', inner), ...foot];
  const whose = conflict.person ? ` · ${conflict.person.name}` : '';
  const name = `${nameOf(words, conflict)}${whose}`;
  return {
    place: { ...place, height: Math.min(place.height, lines.length + 2) },
    title: words.t('conflict.title', { name }),
    lines,
    caret: null,
  };
}

const MASKED = '•';

/** The password is asked; as many dots as were typed, up to the width, and the caret behind. */
export function passwordLaid(view: View, typed: string): Laid {
  const { words, state } = view;
  const width = Math.min(62, paneWidth(state.size));
  const inner = width - 4;
  const label = `${words.t('password.caption')} `;
  const room = Math.max(1, inner - textWidth(label) - 1);
  const dots = MASKED.repeat(Math.min(room, [...typed].length));
  const said = wrapText(words.t('password.text', { user: state.setting.me.id }), inner);
  const lines = [
    plain(`${label}${padToWidth(dots, room)}`, inner, { underline: true }),
    ...said.map((text) => plain(text, inner)),
  ];
  const caret = { x: textWidth(label) + textWidth(dots), y: 0 };
  const place = box(view, width, lines.length + 2);
  return { place, title: words.t('password.title'), lines, caret };
}
