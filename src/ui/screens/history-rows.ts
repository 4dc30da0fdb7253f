import { historyRows, historySize } from '../../desk/history';
import { PANE_TOP, paneWidth } from '../../desk/layout';
import type { Overlay } from '../../desk/state';
import { plain, type View } from '../view';
import type { Laid } from './popup-rows';

/** The history of a record over the whole pane, as far as the hands scrolled. */
export function historyLaid(view: View, shown: Extract<Overlay, { kind: 'history' }>): Laid {
  const { env, state, words } = view;
  const { width, height } = historySize(state.size);
  const rows = historyRows(env, state, shown);
  const top = Math.max(0, Math.min(shown.top, rows.length - height));
  const seen = rows.slice(top, top + height);
  const more = `${top > 0 ? ' ▲' : ''}${top + height < rows.length ? ' ▼' : ''}`;
  const name = `${words.t(`form.${shown.history.form}`)} ${shown.history.name}`;
  return {
    place: { x: 1, y: PANE_TOP, width: paneWidth(state.size) + 2, height: seen.length + 2 },
    title: `${words.t('history.title', { name })}${more}`,
    lines: seen.map(({ text, head }) => plain(text, width, head ? { bold: true } : undefined)),
    caret: null,
  };
}
