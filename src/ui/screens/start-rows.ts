import { paneWidth } from '../../desk/layout';
import type { WorkRow } from '../../records/work-list';
import { showDdmmyy } from '../../rules/calendar';
import type { Line } from '../../screen/cell';
import { paintField } from '../../screen/painters';
import { composeRow, plain, type View } from '../view';
import { column } from './bar-rows';

/** Column at which the finder's field begins. */
export const FINDER_X = 16;
/** Rows above the first row of the work list. */
const LIST_TOP = 5;

export function finderWidth(view: View): number {
  return Math.min(40, paneWidth(view.state.size) - FINDER_X);
}

function dueText(view: View, row: WorkRow): string {
  if (!row.due) return '';
  const mark = row.conditional ? '?' : row.due < view.state.setting.workDate ? '!' : '';
  return `${showDdmmyy(row.due)}${mark}`;
}

function workLine(view: View, row: WorkRow, on: boolean, width: number): Line {
  const { words } = view;
  const name = row.person ? `${row.person.identifier} ${row.person.name}` : '';
  const cells = [
    on ? '>' : ' ',
    column(dueText(view, row), 8),
    column(showDdmmyy(row.on), 7),
    column(words.t(`work_list.${row.kind}`), 10),
  ];
  const fixed = `${cells.join(' ')} `;
  const rest = Math.max(10, width - fixed.length);
  const nameWidth = Math.floor(rest * 0.6);
  // The day stands in its own column.
  const what = row.text.replace(/^\d{6} /u, '') || words.t(`form.${row.form}`);
  const text = `${fixed}${column(name, nameWidth)} ${what}`;
  return plain(text, width, on ? { bold: true } : undefined);
}

/** The finder, and the work list below it. */
export function startRows(view: View, height: number): readonly Line[] {
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
    composeRow([], width),
    plain(
      [
        ' ',
        column(words.t('start.due'), 8),
        column(words.t('start.on'), 7),
        words.t('start.list'),
      ].join(' '),
      width,
      { dim: true },
    ),
  ];
  const room = Math.max(1, height - LIST_TOP);
  const top = Math.max(0, Math.min(state.start.at - room + 1, state.workList.length - room));
  const rows = state.workList.slice(top, top + room);
  for (const [at, row] of rows.entries()) {
    lines.push(
      workLine(view, row, state.start.side === 'list' && top + at === state.start.at, width),
    );
  }
  if (!rows.length) lines.push(plain(`  ${words.t('start.empty')}`, width, { dim: true }));
  return lines;
}
