import type { Key } from '../keys/key';
import { only, over, refusing, telling } from './env';
import type { DeskState, Stepped } from './state';
import type { PasswordOverlay } from './sync-state';

/** More than any password, in characters. */
const PASSWORD_MAX = 200;

/** Asks for the password at the centre. */
export function askPassword(state: DeskState): Stepped {
  return only(over(state, { kind: 'password', typed: '' }));
}

/** What is typed belongs to the password, and none of it is shown; Enter tries it. */
export function passwordKey(state: DeskState, { typed }: PasswordOverlay, key: Key): Stepped {
  const put = (next: string) => only(over(state, { kind: 'password', typed: next }));
  const plain = key.kind === 'named' && !key.ctrl && !key.alt && !key.shift;
  if (plain && key.name === 'Enter') {
    if (typed === '') return only(refusing(state, { code: 'password.empty' }));
    const told = telling(over(state, null), 'notice.signing_in');
    return only(told, { kind: 'sign_in', password: typed });
  }
  if (plain && key.name === 'Backspace' && typed !== '')
    return put([...typed].slice(0, -1).join(''));
  const text = key.kind === 'named' ? '' : key.text.replace(/[\r\n]+/gu, '');
  if (text && typed.length + text.length <= PASSWORD_MAX) return put(typed + text);
  return only(refusing(state, { code: 'password.key' }));
}
