import type { DeskEvent } from '../desk/state';
import type { DeskLoop } from './desk-loop';
import { listsNow } from './effects';
import { ConflictWatch, deliveryNow, readAnew, renewWorkers } from './sync-effects';
import type { SyncTold } from './sync-messages';

/**
 * What the exchange beside the hands tells, as events of the desk.
 * @param dispatch takes them, until the client is closed
 * @param isClosed true from then on: the base is not read any more
 */
export function tellingDesk(
  desk: Pick<DeskLoop, 'hands' | 'state'>,
  dispatch: (event: DeskEvent) => void,
  isClosed: () => boolean,
): SyncTold {
  const { hands } = desk;
  const watch = new ConflictWatch(() => hands.session);
  return {
    shown: (sync, refused, asked = false) => {
      if (isClosed()) return;
      dispatch({ kind: 'sync', sync, asked, ...(refused ? { refused } : {}) });
    },
    decided: (told) => {
      // The list lies open as a rule; else the status line says enough.
      const isOpen = desk.state.overlay?.kind === 'delivery';
      if (!isClosed() && isOpen) dispatch(deliveryNow(hands, told));
    },
    news: () => {
      if (isClosed()) return;
      const among = renewWorkers(hands);
      const anew = readAnew(hands, () => listsNow(hands));
      dispatch({ kind: 'news', ...anew, ...among, conflicts: watch.fresh() });
    },
  };
}
