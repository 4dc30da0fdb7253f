import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Base } from '../../src/store/base';
import { Desk } from '../contract/desk';
import { Bases, IDENTIFIERS } from '../contract/world';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

describe('painting anew', () => {
  it.each([
    ['help', ['F5', 'F1']],
    ['a list', ['F5', 'Tab', 'F2']],
    ['the palette', ['F5', 'Ctrl+P']],
    ['a menu', ['F10']],
    ['the jump to a caption', ['F5', 'Ctrl+F']],
    ['a refusal', ['F12']],
    ['what a key was refused for', ['F5', 'F12']],
    ['the first of two keys that cancel', ['F5', '=as', 'Tab', 'Ctrl+X']],
    ['the prompt of the work date', ['Ctrl+P', '=työpäivä', 'Enter']],
  ])('changes nothing of %s', (_what, keys) => {
    const desk = new Desk(base).type(IDENTIFIERS.client).keys('Enter');
    for (const key of keys) {
      if (key.startsWith('=')) desk.type(key.slice(1));
      else desk.keys(key);
    }
    const { state } = desk;
    expect(state.overlay ?? state.notice ?? state.cancelling).toBeTruthy();
    expect(desk.keys('Ctrl+L').state).toEqual(state);
  });
});
