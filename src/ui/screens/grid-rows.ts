import { factsHere } from '../../desk/env';
import { cellOf, daySum } from '../../desk/grid';
import { paneWidth } from '../../desk/layout';
import { flagIn, listIn, numberIn, textIn } from '../../form/value';
import type { GridRow } from '../../records/rows';
import { showDdmmyy } from '../../rules/calendar';
import { showMoney } from '../../rules/typed-number';
import type { Line } from '../../screen/cell';
import { paintField } from '../../screen/painters';
import { composeRow, plain, type View } from '../view';
import { column } from './bar-rows';

/** Columns of the rows under the work grid: the classic seven, and who in front. */
interface Columns {
  readonly who: number;
  readonly event: number;
  readonly others: number;
}

const DATE = 6;
const PRESENT = 2;
const REACHED = 5;
const PRICE = 5;
export const QUANTITY_WIDTH = 4;
/** The marker, the fixed columns, and a blank behind each of the seven in front of the price. */
const FIXED = 1 + DATE + PRESENT + REACHED + QUANTITY_WIDTH + PRICE + 7;

function columnsFor(width: number): Columns {
  const free = Math.max(24, width - FIXED);
  const event = Math.min(26, Math.floor(free * 0.58));
  const others = Math.min(12, Math.floor((free - event) * 0.42));
  return { who: free - event - others, event, others };
}

/** Column at which the quantity of a row begins. */
export function quantityColumn(width: number): number {
  const { who, event, others } = columnsFor(width);
  return 1 + DATE + who + event + others + PRESENT + REACHED + 6;
}

function rowLine(view: View, row: GridRow, at: number, width: number): Line {
  const { state, env, words } = view;
  const facts = factsHere(state);
  const { values } = row.rec;
  const { who, event, others } = columnsFor(width);
  const on = state.grid?.row === at;
  const missed = flagIn(values, 'not_reachable');
  const code = (set: string, id: string | null) => facts.code(set, id)?.text ?? '';
  const name = row.person?.name ?? code('groups', textIn(values, 'group')) ?? '';
  const more = listIn(values, 'others')
    .map((id) => code('other_participants', id))
    .join(', ');
  const reach = row.person ? (missed ? words.t('screen.no') : words.t('screen.yes')) : '';
  const cells = [
    column(showDdmmyy(textIn(values, 'occasion') ?? row.rec.diary_on), DATE),
    column(name || (textIn(values, 'group') ?? ''), who),
    column(code('event_types', textIn(values, 'event')), event),
    column(more, others),
    column(String(numberIn(values, 'present') ?? ''), PRESENT),
    column(reach, REACHED),
  ];
  const before = `${on ? '>' : ' '}${cells.join(' ')}`;
  const quantity =
    on && state.grid
      ? paintField({ edit: state.grid.line, width: QUANTITY_WIDTH, focused: true }).spans
      : plain(cellOf(env, row), QUANTITY_WIDTH);
  const price = showMoney(numberIn(values, 'price') ?? 0, state.setting.lang);
  return composeRow(
    [
      { x: 0, line: [{ text: before }] },
      { x: quantityColumn(width), line: quantity },
      { x: quantityColumn(width) + QUANTITY_WIDTH + 1, line: [{ text: price }] },
    ],
    width,
  );
}

/** My rows of this work date, oldest first, and the sum line. */
export function gridRows(view: View, height: number): readonly Line[] {
  const { state, words } = view;
  const width = paneWidth(state.size);
  const { who, event, others } = columnsFor(width);
  const titles = [
    column(words.t('grid.on'), DATE),
    column(words.t('grid.who'), who),
    column(words.t('grid.event'), event),
    column(words.t('grid.others'), others),
    column(words.t('grid.present'), PRESENT),
    column(words.t('grid.reachable'), REACHED),
    column(words.t('grid.quantity'), QUANTITY_WIDTH),
    words.t('grid.price'),
  ];
  const head = ` ${titles.join(' ')}`;
  const room = Math.max(1, height - 2);
  const at = state.grid?.row ?? state.gridRows.length - 1;
  const top = Math.max(0, Math.min(at - room + 1, state.gridRows.length - room));
  const rows = state.gridRows.slice(top, top + room);
  return [
    plain(head, width, { dim: true }),
    ...rows.map((row, index) => rowLine(view, row, top + index, width)),
    ...Array.from({ length: room - rows.length }, () => plain('', width)),
    plain(` ${view.words.t('grid.sum', { ...daySum(view.state.gridRows) })}`, width, {
      bold: true,
    }),
  ];
}

/** Row of the focused quantity cell inside the grid's box. */
export function gridCursorRow(view: View, height: number): number {
  const room = Math.max(1, height - 2);
  const at = view.state.grid?.row ?? 0;
  const top = Math.max(0, Math.min(at - room + 1, view.state.gridRows.length - room));
  return 1 + at - top;
}
