import type { Keymap } from '../keys/keymap';
import { slowWay } from './habits';
import type { Stroke } from './stroke';

/** A faster way, as the word key `notice.<key>` and its values. */
export interface Tip {
  readonly key: 'tip_key' | 'tip_code';
  readonly values: Readonly<Record<string, string>>;
}

/** So many times a slow way is nobody's business. */
const TIMES = 3;

/**
 * Counts slow ways in memory and tells of each once. Keeps no text: only which command, or which
 * field, and how often.
 */
export class Tips {
  private readonly times = new Map<string, number>();
  /** The field whose list lies open. */
  private list: string | null = null;

  constructor(
    private readonly keymap: Keymap,
    private readonly caption: (command: string) => string,
  ) {}

  /** A stroke that was done; a tip when its slow way was gone often enough. */
  take(stroke: Stroke): Tip | null {
    const slow = slowWay(stroke, this.keymap);
    if (slow) {
      if (!this.again(slow.command)) return null;
      const values = { command: this.caption(slow.command), key: slow.key };
      return { key: 'tip_key', values };
    }
    return this.listed(stroke) ? { key: 'tip_code', values: {} } : null;
  }

  /** A code that was picked from its list. */
  private listed({ command, field, where, key }: Stroke): boolean {
    if (command === 'list.open' && field?.kind === 'code') {
      this.list = `${field.form}.${field.id}`;
      return false;
    }
    const { list } = this;
    if (list === null) return false;
    if (where !== 'list') this.list = null;
    else if (key === 'Enter' || key === 'Tab') {
      this.list = null;
      return this.again(list);
    }
    return false;
  }

  private again(what: string): boolean {
    const times = (this.times.get(what) ?? 0) + 1;
    this.times.set(what, times);
    return times === TIMES;
  }
}
