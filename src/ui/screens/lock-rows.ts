import { wrapText } from '../../base/text-width';
import { HOW_TO_OPEN } from '../../desk/lock';
import type { Line } from '../../screen/cell';
import { plain, sentence, type View } from '../view';

const LEFT = 4;

/** A locked screen: whose it is and how it opens. Nothing of what lies below, nothing typed. */
export function lockRows(view: View): readonly Line[] {
  const { state, words } = view;
  const { cols, rows } = state.size;
  const how = HOW_TO_OPEN[state.unlocking];
  const said = state.lock?.said?.code === how.code ? null : state.lock?.said;
  const texts = [
    '',
    words.t(`lock.base.${state.baseKind}`),
    words.t('lock.user', { user: state.setting.me.id }),
    '',
    sentence(view, how),
    words.t(`lock.guards.${state.unlocking}`),
    '',
    said ? sentence(view, said) : '',
  ];
  const width = Math.max(1, cols - 2 * LEFT);
  return texts
    .flatMap((text) => (text === '' ? [''] : wrapText(text, width)))
    .slice(0, rows)
    .map((text) => plain(`${' '.repeat(LEFT)}${text}`, cols));
}
