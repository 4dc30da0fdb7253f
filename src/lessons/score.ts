import type { CommandId } from '../keys/commands';
import type { Stroke } from './stroke';

/**
 * Seconds of the keystroke-level model (Card, Moran, Newell 1980): a key of an average typist, and
 * making up one's mind before a command or a value.
 */
const KEY_SECONDS = 0.28;
const MIND_SECONDS = 1.35;

/** Commands that only go on: nobody makes up their mind before them. */
const GOING_ON: readonly (CommandId | null)[] = [
  ...['field.next', 'field.back', 'section.next', 'section.back'],
] as readonly CommandId[];

/** What a way of working costs. */
export interface Score {
  /** Keys counted as in DESIGN 12; memo text apart. */
  readonly keys: number;
  /** By the keystroke-level model. */
  readonly seconds: number;
}

/** Keys and seconds of a row of strokes; what goes into a memo is text, not work of the hands. */
export function scoreOf(strokes: readonly Stroke[]): Score {
  let keys = 0;
  let minds = 0;
  let before: Stroke | null = null;
  for (const stroke of strokes) {
    if (stroke.memo) continue;
    keys += stroke.cost;
    const begins = stroke.letter && before?.letter !== true;
    const decides = stroke.command !== null && !GOING_ON.includes(stroke.command);
    if (begins || decides) minds += 1;
    before = stroke;
  }
  return { keys, seconds: Math.round((keys * KEY_SECONDS + minds * MIND_SECONDS) * 10) / 10 };
}
