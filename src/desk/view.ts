import type { Problem } from '../base/problems';
import type { HelpText } from '../catalog/help';
import { PANES } from '../forms/panes';
import type { Words } from '../words/words';
import type { Env } from './env';
import type { DeskState, Notice } from './state';

/** Everything the view is a function of. */
export interface View {
  readonly env: Env;
  readonly state: DeskState;
  readonly words: Words;
  /**
   * The theme shows captions like any text: they are then left without a tone, and there is less in
   * the tree that is laid out for every frame.
   */
  readonly plainCaptions?: boolean;
  /** Help text of a form or field, with its title, and the language it is in. */
  help(form: string, field: string | null): HelpText;
}

/** The shortest way to write a key: `F6`, `^S`, `^Vs`. */
function shortKey(key: string): string {
  return key.replace(/Ctrl\+(\S)/gu, '^$1').replace(/\s+/gu, '');
}

/** The first key of a command as the screen shows it; empty for one without a key. */
export function keyOf(view: Pick<View, 'env'>, command: string): string {
  return shortKey(view.env.keymap.keysOf(command as never)[0] ?? '');
}

/** Sentence of a notice, `!` in front of a warning or a refusal. */
export function noticeText(view: View, notice: Notice | null): string {
  if (!notice) return '';
  const { words } = view;
  const mark = notice.kind === 'done' ? '' : '! ';
  if (notice.problem) {
    const { problem } = notice;
    const field = problem.field ? captionOf(view, problem.field, problem.values) : '';
    const said = sentence(view, problem);
    return `${mark}${field && !said.startsWith(field) ? `${field}: ` : ''}${said}`;
  }
  const said = words.t(notice.key ?? '', { ...notice.values, save: keyOf(view, 'save') });
  const { offer } = notice;
  return offer ? `${said} · ${words.t(`command.${offer}`)} ${keyOf(view, offer)}` : mark + said;
}

/** A problem's sentence with the keys of the active keymap put into it. */
export function sentence(view: View, problem: NonNullable<Notice['problem']>): string {
  const keys = Object.fromEntries(
    PANES.map(({ command }) => [`key_${command.split('.')[0]}`, keyOf(view, command)]),
  );
  const others = {
    key_save: keyOf(view, 'save'),
    key_tab: keyOf(view, 'tab.other'),
    key_person: keyOf(view, 'person.new'),
  };
  const values = { ...keys, ...others, ...problem.values };
  return view.words.problem({ ...problem, values });
}

/** Caption of a field; of a cell its row and column: `Rivi 2, Rooli`. */
function captionOf(view: View, field: string, cell: Problem['values'] = {}): string {
  const { overlay } = view.state;
  const inPane = view.state.entries[view.state.pane]?.form;
  const inConflict = overlay?.kind === 'conflict' ? overlay.conflict.form : inPane;
  const form = overlay?.kind === 'prompt' ? overlay.form.id : inConflict;
  const key = `form.${form}.${field}`;
  const column = `${key}.${cell.column}`;
  if (cell.row !== undefined && view.words.has(column)) {
    return view.words.t('screen.cell', { row: cell.row, column: view.words.t(column) });
  }
  return view.words.has(key) ? view.words.t(key) : '';
}
