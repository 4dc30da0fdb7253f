import { usualOther } from '../base/language';
import type { Setting } from '../records/facts';
import { caretAtEnd } from '../screen/line-edit';
import { NEW_DIARY } from './diary';
import type { DeskState } from './state';

/** The desk as a session begins: the start screen, the hands in the finder, nothing open. */
export function firstState(
  setting: Setting,
  baseKind: DeskState['baseKind'],
  size: DeskState['size'],
  today: string,
): DeskState {
  return {
    setting,
    otherLang: usualOther(setting.lang),
    baseKind,
    today,
    sync: null,
    unlocking: baseKind === 'demo' ? 'enter' : 'user',
    lock: null,
    size,
    client: null,
    past: null,
    pane: 'start',
    entries: {},
    start: {
      finder: caretAtEnd(''),
      side: 'finder',
      at: 0,
      list: 'mine',
      more: 0,
      standsIn: false,
    },
    windowNo: 0,
    behind: [],
    workList: [],
    diary: NEW_DIARY,
    gridRows: [],
    grid: null,
    button: null,
    overlay: null,
    under: null,
    notice: null,
    lastSaved: {},
    savedAt: null,
    leader: [],
    pausedAt: null,
    queue: [],
    waiting: false,
    cancelling: false,
  };
}
