import { isPrintable } from './printable';

const CLOSING = [...'\x1b[201~'].map((sign) => sign.charCodeAt(0));
const ESC = 0x1b;
const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;
const LINE_SEPARATORS: ReadonlySet<number> = new Set([0x2028, 0x2029]);

/** Code points held before they are joined into text: few enough to spread into one call. */
const BATCH = 4096;

/** Gathers the text of a bracketed paste. */
export interface Paste {
  /** Takes one code point; true when it completed the closing mark. */
  take(code: number): boolean;
  /** Code points gathered since the last drain. */
  size(): number;
  /** Gives what has been gathered and forgets it. */
  drain(): string;
}

/**
 * Makes a gatherer. Line ends become \n, tabs stay, other control characters are dropped. Linear in
 * the length of the paste.
 */
export function createPaste(): Paste {
  let parts: string[] = [];
  let batch: number[] = [];
  let gathered = 0;
  let matched = 0;
  let afterReturn = false;

  function keep(code: number): void {
    batch.push(code);
    gathered += 1;
    if (batch.length === BATCH) {
      parts.push(String.fromCodePoint(...batch));
      batch = [];
    }
  }

  function add(code: number): void {
    const secondOfPair = afterReturn && code === LF;
    afterReturn = code === CR;
    if (secondOfPair) return;
    if (code === CR || code === LF || LINE_SEPARATORS.has(code)) keep(LF);
    else if (code === TAB || isPrintable(code)) keep(code);
  }

  return {
    take(code) {
      if (code === CLOSING[matched]) {
        matched += 1;
        if (matched < CLOSING.length) return false;
        matched = 0;
        afterReturn = false;
        return true;
      }
      // ESC stands only first in the mark, so a broken match can begin anew only here.
      for (const begun of CLOSING.slice(0, matched)) add(begun);
      matched = code === ESC ? 1 : 0;
      if (matched === 0) add(code);
      return false;
    },
    size: () => gathered,
    drain() {
      const text = parts.join('') + String.fromCodePoint(...batch);
      parts = [];
      batch = [];
      gathered = 0;
      return text;
    },
  };
}
