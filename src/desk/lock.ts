import type { Problem } from '../base/problems';
import type { Key } from '../keys/key';
import { awaiting, only, telling } from './env';
import type { DeskState, Stepped, Unlocking } from './state';
import { withoutRevealed } from './windows';

/** How each kind of lock is opened; said for every key that does not do it. */
export const HOW_TO_OPEN: Readonly<Record<Unlocking, Problem>> = {
  enter: { code: 'lock.enter' },
  user: { code: 'lock.user' },
  passphrase: { code: 'lock.passphrase' },
};

/** Longest answer, in characters; more than any passphrase is no answer. */
const ANSWER_MAX = 500;

/** Longest wait after a wrong answer, in seconds; the first is one, and each is twice the last. */
const WAIT_MAX = 30;

/**
 * Locks the screen. Everything lies below as it was, drafts are written, an effect that is under
 * way answers there. What was revealed for a reason is not there any more afterwards.
 */
export function lockNow(state: DeskState): Stepped {
  if (state.lock) return only(state);
  const entries = withoutRevealed(state.entries);
  const gone = state.entries[state.pane] && !entries[state.pane];
  const pane = gone ? (state.client ? 'diary' : 'start') : state.pane;
  const lock = { typed: '', said: null, wrong: 0 };
  const locked = { ...state, entries, pane, lock, leader: [], notice: null, cancelling: false };
  return { state: locked, effects: [{ kind: 'flush_drafts' }] };
}

/** A key on a locked screen: it only ever belongs to the answer, and none of it is shown. */
export function lockKey(state: DeskState, key: Key): Stepped {
  const { lock, unlocking } = state;
  if (!lock) return only(state);
  const typed = (text: string) => only({ ...state, lock: { ...lock, typed: text, said: null } });
  const how = only({ ...state, lock: { ...lock, said: HOW_TO_OPEN[unlocking] } });
  const plain = key.kind === 'named' && !key.ctrl && !key.alt && !key.shift;
  if (plain && key.name === 'Enter') {
    if (unlocking === 'enter') return open(state);
    if (lock.typed === '') return how;
    const asked = { ...state, lock: { ...lock, typed: '' } };
    return awaiting(asked, { kind: 'unlock', typed: lock.typed });
  }
  if (unlocking === 'enter') return how;
  if (plain && key.name === 'Backspace') return typed([...lock.typed].slice(0, -1).join(''));
  if (plain && key.name === 'Esc') return typed('');
  const text = key.kind === 'named' ? '' : key.text;
  return text && lock.typed.length + text.length <= ANSWER_MAX ? typed(lock.typed + text) : how;
}

/** The answer was right, or the next one has to wait: each wrong one twice as long. */
export function tried(state: DeskState, right: boolean): Stepped {
  const { lock } = state;
  if (!lock) return only(state);
  if (right) return open(state);
  const seconds = Math.min(WAIT_MAX, 2 ** lock.wrong);
  const said: Problem = { code: 'lock.wrong', values: { seconds } };
  const held = { ...state, lock: { typed: '', said, wrong: lock.wrong + 1 } };
  return awaiting(held, { kind: 'hold', seconds });
}

function open(state: DeskState): Stepped {
  const opened = { ...state, lock: null };
  const told = state.notice ? opened : telling(opened, 'notice.unlocked');
  return { state: told, effects: [{ kind: 'lists' }] };
}
