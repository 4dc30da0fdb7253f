import type { Key } from '../keys/key';
import type { Keymap } from '../keys/keymap';
import { strokeOf } from '../lessons/stroke';
import { type Tip, Tips } from '../lessons/tips';
import type { Words } from '../words/words';
import type { DeskLoop } from './desk-loop';

/**
 * Tells the everyday user of a faster key, where they turned it on. It never takes the place of
 * another message: it waits until nothing is said.
 */
export class TipTeller {
  private readonly tips: Tips;
  private waiting: Tip | null = null;

  constructor(keymap: Keymap, words: Words) {
    this.tips = new Tips(keymap, (command) => words.t(`command.${command}`));
  }

  /** Gives keys to the desk one by one; false when the work has ended. */
  press(desk: DeskLoop, keys: readonly Key[]): boolean {
    for (const key of keys) {
      const stroke = strokeOf(desk.env, desk.state, key);
      if (!desk.dispatch({ kind: 'keys', keys: [key] })) return false;
      this.waiting = this.tips.take(stroke) ?? this.waiting;
      const { waiting } = this;
      if (waiting && desk.tell(`notice.${waiting.key}`, waiting.values)) this.waiting = null;
    }
    return true;
  }
}
