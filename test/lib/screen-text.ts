import { squeezed, squeezedText } from '../../src/lessons/screen-text';
import { type Expectation, matches } from './terminal';

/** Expects a text that may be wrapped over rows, anywhere, even inside a word. */
export function shows(...texts: string[]): Expectation {
  const wanted = texts.map(squeezedText);
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
