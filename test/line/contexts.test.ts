import { afterAll, beforeAll, expect, test } from 'vitest';
import { textWidth } from '../../src/base/text-width';
import { keymapOf } from '../../src/cli/keymaps';
import type { DeskState } from '../../src/desk/state';
import { COMMANDS } from '../../src/keys/commands';
import { Conversation } from '../../src/line/conversation';
import { lineKeymap } from '../../src/line/names';
import type { Base } from '../../src/store/base';
import { CONTEXTS } from '../contract/contexts';
import { Desk, viewOf } from '../contract/desk';
import type { Context } from '../contract/reach';
import { Bases, undone } from '../contract/world';
import { SHIPPED } from '../words/data-words';

const WIDTH = 80;
const keys = keymapOf('effica');
if (!keys.ok) throw new Error('no keymap');
const EFFICA = keys.value.keymap;
const LINES = lineKeymap(() => SHIPPED.fi.words);

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});
afterAll(() => bases.remove());

/** A talk that goes on where keys have led. */
function talkFrom(context: Context, from: DeskState): Conversation {
  const desk = new Desk(base, context.options ?? {}, from);
  return new Conversation({
    desk: {
      view: () => viewOf({ ...desk.env, keymap: LINES }, desk.state, 'fi'),
      deed: (deed) => desk.dispatch({ kind: 'deed', deed }),
      press: (pressed) => void desk.press(...pressed),
    },
    keys: EFFICA,
    width: () => WIDTH,
  });
}

const ANSWERS = ['', '??', '^', 'xyzzy'];
/** The rest of what can be typed takes longer: every sign, and every command. */
const MORE = [
  ' ',
  '^a',
  '/',
  '#',
  '99',
  '@',
  '.',
  '-',
  '*',
  ...COMMANDS.map(({ id }) => `/${id}`),
].filter((line) => line !== '/quit');
const LINES_TYPED = process.env.AKTI_FULL ? [...ANSWERS, ...MORE] : ANSWERS;

/** What is wrong with a page: a text without words, a line too wide, no prompt, a key by name. */
function faultsOf(page: string): string[] {
  const lines = page.split('\n');
  const isPrompt = (lines.at(-1) ?? '').trim() !== '';
  const wide = lines.slice(0, -1).filter((line) => textWidth(line) > WIDTH);
  const unsaid = lines.filter((line) => /[‹›]|\{[a-z_]+\}|undefined|(?!\n)\p{Cc}/u.test(line));
  return [...(isPrompt ? [] : ['no prompt']), ...wide, ...unsaid];
}

test.each(CONTEXTS)('by lines, $name', (context) => {
  const reached = new Desk(base, context.options ?? {});
  context.reach(reached);
  // What waits for its letter, and rows and buttons walked to, are matters of keys.
  const diary = { ...reached.state.diary, making: false };
  const from = { ...reached.state, leader: [], grid: null, button: null, diary };
  for (const line of LINES_TYPED) {
    undone(base, () => {
      const talk = talkFrom(context, from);
      const begun = talk.begin();
      expect(faultsOf(begun), `before ${line}`).toEqual([]);
      const met = talk.answer(line);
      // What is asked of the centre is waited for: no prompt until then.
      const page = talk.waits ? met + talk.goOn() : met;
      expect(faultsOf(page), `${line}\n${page}`).toEqual([]);
      // Whatever is typed is met by something said, or by another prompt.
      const isMet = page.includes('\n') || !begun.endsWith(page);
      expect(isMet, `${line}: ${page}`).toBe(true);
    });
  }
});
