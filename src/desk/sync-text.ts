import { cutToWidth, textWidth } from '../base/text-width';
import type { Words } from '../words/words';
import type { SyncShown } from './sync-state';

/** The way to the centre in the status line, shorter where there is less room. */
export function syncText(words: Words, sync: SyncShown, room: number): string {
  const { pending, open, contact, since, doing } = sync;
  const whole = [
    pending ? words.t('sync.pending', { count: pending }) : '',
    open ? words.t('sync.open', { count: open }) : '',
    contact === 'offline' ? words.t('sync.offline', { since }) : '',
    contact === 'password' ? words.t('sync.password') : '',
    doing ? words.t(`sync.${doing.stage}`, { done: doing.done, of: doing.of }) : '',
    contact === 'new' && !pending && !doing ? '…' : '',
  ].filter((part) => part !== '');
  for (let count = whole.length; count > 0; count--) {
    const text = `⇅ ${whole.slice(0, count).join(', ')}`;
    if (textWidth(text) <= room) return text;
  }
  return whole.length ? cutToWidth(`⇅ ${pending || '!'}`, Math.max(0, room)) : '⇅ ✓';
}
