import { type Expectation, matches } from './terminal';

const BAR = /[│┃║|]/;
const NOT_TEXT = /[\s\u2500-\u257f]/gu;

/**
 * The text of a screen with nothing between its letters: no spaces, no frames, no line ends. What
 * stands in one column between vertical bars is read to its end before the next column, so a
 * wrapped line beside a tree comes out in one piece.
 */
export function squeezed(screen: readonly string[]): string {
  const columns = new Map<number, string>();
  for (const row of screen) {
    let start = 0;
    for (const part of row.split(BAR)) {
      columns.set(start, (columns.get(start) ?? '') + part);
      start += part.length + 1;
    }
  }
  const inOrder = [...columns.entries()].sort((one, other) => one[0] - other[0]);
  return inOrder.map((pair) => pair[1].replace(NOT_TEXT, '')).join('\n');
}

/** Expects a text that may be wrapped over rows, anywhere, even inside a word. */
export function shows(...texts: string[]): Expectation {
  const wanted = texts.map((text) => text.replace(NOT_TEXT, ''));
  const expectation = (screen: string[]): boolean => {
    const text = squeezed(screen);
    return wanted.every((one) => text.includes(one));
  };
  return named(expectation, `the wrapped text ${texts.map((text) => `"${text}"`).join(' and ')}`);
}

/** Expects all of several things of one screen. */
export function all(...expectations: Expectation[]): Expectation {
  const names = expectations.map((one) => (typeof one === 'function' ? one.name : String(one)));
  return named((screen) => expectations.every((one) => matches(one, screen)), names.join(' and '));
}

/** Expects a thing to be gone. */
export function not(expectation: Expectation): Expectation {
  const name = typeof expectation === 'function' ? expectation.name : String(expectation);
  return named((screen) => !matches(expectation, screen), `no ${name}`);
}

function named(expectation: (screen: string[]) => boolean, name: string): Expectation {
  return Object.defineProperty(expectation, 'name', { value: name });
}
