import { padToWidth, textWidth, wrapText } from '../../base/text-width';
import { DELIVERY_FOOT, deliveryHeight } from '../../desk/delivery';
import { ageOf, nameOfMatter, whyNotGone } from '../../desk/delivery-text';
import { PANE_TOP, paneHeight, paneWidth } from '../../desk/layout';
import type { DeliveryOverlay } from '../../desk/sync-state';
import type { DeliveryRow } from '../../records/sync-state';
import type { Line } from '../../screen/cell';
import { plain, type View } from '../view';
import { column } from './bar-rows';
import { scrolled } from './palette-rows';
import { box, type Laid, type PopupPlace } from './popup-rows';

/** Everything of the pane's room, over it. */
export function overPane(view: View): PopupPlace {
  const { size } = view.state;
  return { x: 1, y: PANE_TOP, width: paneWidth(size) + 2, height: paneHeight(size) };
}

const AGE = 6;
const WHOSE = 20;
function entryLine(view: View, row: DeliveryRow, on: boolean, now: string, width: number): Line {
  const { words } = view;
  const state = words.t(`delivery.${row.state}`);
  const what = nameOfMatter(words, row);
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

/** What can be done with the row under the hands. */
function howRow({ words }: View, row: DeliveryRow): string {
  const opens = row.gone ? [] : [words.t('delivery.opens'), words.t('delivery.words')];
  const sees = row.state === 'rejected' ? [words.t('delivery.sees')] : [];
  const decides = row.state === 'held' ? [words.t('delivery.decides')] : [];
  return [...opens, ...sees, ...decides, words.t('delivery.closes')].join(' · ');
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
  const why = wrapText(whyNotGone(words, row, now, state.sync?.contact), inner).slice(
    0,
    DELIVERY_FOOT.why,
  );
  const lines = [
    ...listed.lines,
    plain('─'.repeat(inner), inner, { dim: true }),
    ...why.map((text) => plain(text, inner)),
    plain(howRow(view, row), inner, { dim: true }),
  ];
  const height = Math.min(place.height, lines.length + 2);
  return { place: { ...place, height }, title, lines, caret: null, more: listed.more };
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
