import type { Problem } from '../base/problems';
import type { Phrase, PhrasePart, Phrases } from '../catalog/phrases';
import type { Facts } from '../form/facts';
import type { Field } from '../form/field';
import { showLong } from '../rules/calendar';
import { insertText, type LineEdit } from '../screen/line-edit';
import type { Entry } from './state';

/** What a phrase is put in with besides the facts of its form. */
export interface PhraseUse {
  readonly phrases: Phrases;
  /** Today by the clock, ISO. */
  readonly today: string;
}

/** What came of a short name that was ended. */
export type Expansion =
  | {
      readonly kind: 'done';
      readonly line: LineEdit;
      /** The line as it would be had nothing been put in: Backspace brings it back. */
      readonly plain: LineEdit;
      /** The phrase has a place for the cursor, and the cursor stands there. */
      readonly placed: boolean;
    }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** Signs that end a short name; letters, digits and the hyphen of a word do not. */
const ENDS = new Set([' ', '\n', ...'.,:;!?)/"']);

/** Characters a name and its mark take at most, and the one that must stand before them. */
const REACH = 22;

/** True for a sign that may end a short name; asked of every character, so it costs nothing. */
export function endsPhrase(text: string): boolean {
  return ENDS.has(text);
}

/** True for the fields that take phrases. */
export function takesPhrases(field: Field | undefined): boolean {
  return field?.kind === 'text' || field?.kind === 'memo';
}

/** The short name that ends at the caret, and where its `;` stands; null without one. */
export function nameBefore(
  line: LineEdit,
): { readonly name: string; readonly from: number } | null {
  if (line.selected) return null;
  const near = line.text.slice(Math.max(0, line.caret - REACH), line.caret);
  const found = /;([\p{L}\d]*)$/u.exec(near);
  if (!found) return null;
  const from = line.caret - found[0].length;
  // In the middle of a word a semicolon is a semicolon.
  const isStart = from === 0 || /[\s("']/u.test(line.text[from - 1] as string);
  return isStart ? { name: found[1] as string, from } : null;
}

/**
 * Puts a phrase in place of the `;name` that ends at the caret, with the sign that ended it behind
 * it; null when no phrase has that name. Refused when the field has no room for it.
 * @param end the sign just typed, or empty when the field is left
 */
export function expand(
  line: LineEdit,
  end: string,
  field: Field,
  facts: Facts,
  use: PhraseUse,
): Expansion | null {
  const named = nameBefore(line);
  const phrase = named?.name ? use.phrases.find(named.name) : undefined;
  if (!named || !phrase) return null;
  const put = inserted(line, named.from, phrase, end, field, facts, use);
  const room = roomProblem(put.line, field, phrase);
  if (room) return { kind: 'refused', problem: room };
  return { kind: 'done', ...put, plain: insertText(line, end) };
}

/** Puts a phrase chosen from the list in at the caret, in place of a name begun there. */
export function insertPhrase(
  line: LineEdit,
  phrase: Phrase,
  field: Field,
  facts: Facts,
  use: PhraseUse,
): Expansion {
  // A field entered selected is gone on with: choosing a phrase is no wish to lose what is there.
  const from = line.selected ? line.text.length : (nameBefore(line)?.from ?? line.caret);
  const at = line.selected ? { text: line.text, caret: line.text.length, selected: false } : line;
  const put = inserted(at, from, phrase, '', field, facts, use);
  const room = roomProblem(put.line, field, phrase);
  return room ? { kind: 'refused', problem: room } : { kind: 'done', ...put, plain: line };
}

function inserted(
  line: LineEdit,
  from: number,
  phrase: Phrase,
  end: string,
  field: Field,
  facts: Facts,
  use: PhraseUse,
): { readonly line: LineEdit; readonly placed: boolean } {
  const { before, after } = textOf(phrase.parts, facts, use);
  const [head, tail] = field.kind === 'memo' ? [before, after] : [oneLine(before), oneLine(after)];
  const start = line.text.slice(0, from);
  const gap = /[^\s("']$/u.test(start) ? ' ' : '';
  const rest = line.text.slice(line.caret);
  if (tail !== null) {
    const text = `${start}${gap}${head}${tail}${rest}`;
    const caret = (start + gap + head).length;
    return { line: { text, caret, selected: false }, placed: true };
  }
  // A sentence that ends with the sign just typed has it once.
  const ended = head?.endsWith(end) ? '' : end;
  const text = `${start}${gap}${head}${ended}`;
  return { line: { text: text + rest, caret: text.length, selected: false }, placed: false };
}

const oneLine = (text: string | null) => text?.replace(/\s*\n\s*/gu, ' ') ?? null;

/** The text before the cursor's place and behind it; without such a place all of it is before. */
function textOf(parts: readonly PhrasePart[], facts: Facts, use: PhraseUse) {
  let before = '';
  let after: string | null = null;
  for (const part of parts) {
    const text = typeof part === 'string' ? part : filledOf(part.put, facts, use);
    // What is not known here is left for the hands to write.
    if (text === null && after === null) after = '';
    else if (after === null) before += text;
    else after += text ?? '';
  }
  return { before, after };
}

/** Null for the cursor's place, and for what the case does not tell. */
function filledOf(
  put: Exclude<PhrasePart, string>['put'],
  facts: Facts,
  { today }: PhraseUse,
): string | null {
  switch (put) {
    case 'cursor':
      return null;
    case 'today':
      return showLong(today, 'fi');
    case 'work_date':
      return showLong(facts.workDate, 'fi');
    case 'client':
      return facts.client?.person.name ?? null;
    case 'identifier':
      return facts.client?.person.identifier ?? null;
    case 'me':
      return facts.me.name;
    case 'unit':
      // Masked for a client under turvakielto, as everywhere.
      return facts.unitName(facts.me.unit);
  }
}

function roomProblem(line: LineEdit, field: Field, { name }: Phrase): Problem | null {
  const max = field.max ?? 0;
  if ([...line.text].length <= max) return null;
  return { code: 'phrase.room', values: { name, max } };
}

/** The entry with a phrase put in, and what Backspace brings back. */
export function withPhrase(
  entry: Entry,
  { line, plain }: Extract<Expansion, { kind: 'done' }>,
): Entry {
  return { ...entry, edit: { ...entry.edit, line, plain, changed: true }, dirty: true };
}
