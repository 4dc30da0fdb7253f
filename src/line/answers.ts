import type { Deed } from '../desk/deeds';
import type { View } from '../desk/view';
import { matchOptions } from '../form/kinds/choice';
import { listIn } from '../form/value';
import { closestCodes } from '../rules/match';
import { foldText } from '../rules/word-search';
import { optionsAt, type Spot } from './spot';

/** What an answer asks the desk for, or why it cannot be understood. */
export type Understood =
  | { readonly deed: Deed; readonly unclear?: undefined }
  | {
      /** Word key of what would be right, and its values. */
      readonly unclear: string;
      readonly values?: Readonly<Record<string, string | number>>;
    };

/** Empties a field. */
const NOTHING = '@';

/**
 * What a line means in the field under the hands. Codes are never guessed: what fits several rows
 * equally well brings their list.
 */
export function understood(view: View, spot: Spot, line: string): Understood {
  const { field } = spot;
  const text = line === NOTHING ? '' : line;
  switch (field.kind) {
    case 'flag':
      return flagAnswer(view, spot, text);
    case 'links':
      return ticksAnswer(view, spot, text);
    case 'code':
    case 'link': {
      const typed = text.trim();
      if (field.finder || typed === '') return { deed: { kind: 'answer', text } };
      const options = optionsAt(spot);
      // A worker, a unit or a record must be the only one that fits at all.
      const close =
        field.kind === 'link' ? matchOptions(options, typed) : closestCodes([...options], typed);
      const only = close.length === 1 ? options[close[0] as number] : undefined;
      if (only && !only.refused) return { deed: { kind: 'value', value: only.id } };
      const isList = close.length > 1;
      return { deed: isList ? { kind: 'list', filter: typed } : { kind: 'answer', text } };
    }
    default:
      return { deed: { kind: 'answer', text } };
  }
}

function flagAnswer({ words }: View, { field }: Spot, text: string): Understood {
  const typed = foldText(text);
  const says = (word: string) => typed !== '' && foldText(words.t(word)).startsWith(typed);
  if (typed === '') return { deed: { kind: 'value', value: field.refusable ? null : false } };
  if (typed === 'x' || typed === '1' || says('screen.yes')) {
    return { deed: { kind: 'value', value: true } };
  }
  if (typed === '0' || says('screen.no')) return { deed: { kind: 'value', value: false } };
  return { unclear: 'said.refused.flag' };
}

/**
 * Ticks: `1,3` or names tick just these, `+2` and `-2` one more or one less, and the word for all
 * of them.
 */
function ticksAnswer(view: View, spot: Spot, text: string): Understood {
  const options = optionsAt(spot);
  const was = new Set(listIn(spot.entry.values, spot.id));
  if (!options.length) return { unclear: 'said.refused.no_ticks' };
  if (text.trim() === '') return { deed: { kind: 'value', value: [] } };
  if (foldText(text) === foldText(view.words.t('said.all'))) {
    return { deed: { kind: 'value', value: options.map(({ id }) => id) } };
  }
  const whole = matchOptions(options, text);
  const parts = whole.length === 1 ? [text] : text.split(/[,;\s]+/u).filter(Boolean);
  const keeps = parts.every((part) => /^[+-]/u.test(part));
  const on = keeps ? was : new Set<string>();
  for (const part of parts) {
    const at = indexOf(options, part.replace(/^[+-]/u, ''));
    const id = options[at]?.id;
    if (id === undefined) {
      return { unclear: 'said.refused.ticks', values: { part, last: options.length } };
    }
    if (part.startsWith('-')) on.delete(id);
    else on.add(id);
  }
  const value = options.map(({ id }) => id).filter((id) => on.has(id));
  return { deed: { kind: 'value', value } };
}

/** The option meant by a number from 1 or by a beginning that only one has; else −1. */
function indexOf(options: Parameters<typeof matchOptions>[0], part: string): number {
  if (/^\d{1,3}$/u.test(part)) return Number(part) - 1;
  const found = matchOptions(options, part);
  return found.length === 1 ? (found[0] as number) : -1;
}
