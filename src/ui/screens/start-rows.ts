import { textWidth } from '../../base/text-width';
import { paneWidth, startListHeight } from '../../desk/layout';
import { listsNow } from '../../desk/start-list';
import type { WorkRow } from '../../records/work-list';
import { showDdmmyy } from '../../rules/calendar';
import type { Line } from '../../screen/cell';
import { paintField } from '../../screen/painters';
import { composeRow, keyOf, plain, type View } from '../view';
import { column } from './bar-rows';

/** Column at which the finder's field begins. */
export const FINDER_X = 16;
export function finderWidth(view: View): number {
  return Math.min(40, paneWidth(view.state.size) - FINDER_X);
}

function dueText(view: View, row: WorkRow): string {
  if (!row.due) return '';
  const mark = row.conditional ? '?' : row.due < view.state.setting.workDate ? '!' : '';
  return `${showDdmmyy(row.due)}${mark}`;
}

/** Third column: what it is, or where it waits in a list of several places. */
function placeText(view: View, row: WorkRow): string {
  return row.at ?? view.words.t(`work_list.${row.kind}`);
}

function workLine(view: View, row: WorkRow, on: boolean, width: number): Line {
  const { words } = view;
  const name = row.person ? `${row.person.identifier} ${row.person.name}` : '';
  const cells = [
    on ? '>' : ' ',
    column(dueText(view, row), 8),
    column(showDdmmyy(row.on), 7),
    column(placeText(view, row), 10),
  ];
  const fixed = `${cells.join(' ')} `;
  const rest = Math.max(10, width - fixed.length);
  const nameWidth = Math.floor(rest * 0.6);
  // The day stands in its own column.
  const what = row.text.replace(/^\d{6} /u, '') || words.t(`form.${row.form}`);
  const text = `${fixed}${column(name, nameWidth)} ${what}`;
  return plain(text, width, on ? { bold: true } : undefined);
}

/** The tabs of the lists: the one shown in brackets, then the key that changes it. */
function listTabs(view: View, width: number): Line {
  const { state, words } = view;
  const line: Line = [{ text: ' ' }];
  for (const kind of listsNow(state)) {
    const on = kind === state.start.list;
    const caption = words.t(`list.${kind}`);
    line.push(on ? { text: `[${caption}]`, style: { bold: true } } : { text: ` ${caption} ` });
  }
  const hint = words.t('start.other', { key: keyOf(view, 'tab.other') });
  const x = Math.max(0, width - textWidth(hint));
  return composeRow(
    [
      { x: 0, line },
      { x, line: [{ text: hint, style: { dim: true } }] },
    ],
    width,
  );
}

function headRow(view: View, width: number): Line {
  const { state, words } = view;
  const heads = [
    ' ',
    column(words.t('start.due'), 8),
    column(words.t('start.on'), 7),
    words.t(`start.head.${state.start.list}`),
  ];
  return plain(heads.join(' '), width, { dim: true });
}

/** The finder, and the list below it; `more` tells that the list goes on above or below. */
export function startRows(view: View): { lines: readonly Line[]; more: string } {
  const { state, words } = view;
  const width = paneWidth(state.size);
  const finder = paintField({
    edit: state.start.finder,
    width: finderWidth(view),
    focused: state.start.side === 'finder',
  });
  const lines: Line[] = [
    composeRow([], width),
    composeRow(
      [
        { x: 0, line: [{ text: words.t('start.finder') }] },
        { x: FINDER_X, line: finder.spans },
      ],
      width,
    ),
    plain(words.t('start.hint'), width, { dim: true }),
    listTabs(view, width),
    headRow(view, width),
  ];
  const { at, more } = state.start;
  // The last row tells how many more there are than a list holds.
  const room = startListHeight(state.size) - (more ? 1 : 0);
  const top = Math.max(0, Math.min(at - room + 1, state.workList.length - room));
  const rows = state.workList.slice(top, top + room);
  for (const [n, row] of rows.entries()) {
    lines.push(workLine(view, row, state.start.side === 'list' && top + n === at, width));
  }
  if (!rows.length) {
    lines.push(plain(`  ${words.t(`start.empty.${state.start.list}`)}`, width, { dim: true }));
  }
  if (more) lines.push(plain(`  ${words.t('start.more', { count: more })}`, width, { dim: true }));
  const below = top + room < state.workList.length;
  return { lines, more: `${top > 0 ? '▲' : ''}${below ? '▼' : ''}` };
}
