import type { FlowStep } from './flow';

/** The commands that store what has been typed. */
const SAVES = ['save', 'save.next'];

/**
 * How many values a worker typed that the program had already saved in this flow for the same
 * client and meaning, compared as the field reads them (DESIGN 12). Memo text and values without
 * a declared meaning, such as minutes, do not count. A typed person becomes the client of what
 * follows; saved values are those typed since the last save and those the step declares.
 */
export function typedTwice(steps: readonly FlowStep[]): number {
  const saved = new Set<string>();
  let unsaved: string[] = [];
  let client = '';
  let found = 0;
  for (const step of steps) {
    for (const key of step.keys) {
      if (key.kind === 'text' && key.meaning) {
        if (key.meaning.name === 'person') client = key.meaning.reads;
        const value = JSON.stringify([client, key.meaning.name, key.meaning.reads]);
        if (saved.has(value)) found += 1;
        unsaved.push(value);
      } else if (key.kind === 'command' && SAVES.includes(key.id)) {
        for (const one of step.saves ?? []) {
          unsaved.push(JSON.stringify([client, one.name, one.reads]));
        }
        for (const value of unsaved) saved.add(value);
        unsaved = [];
      }
    }
  }
  return found;
}
