import { bad, good, type Result } from '../../base/problems';
import { matchCodes } from '../../rules/match';
import type { Option } from '../facts';
import type { Choices, Field, FieldPlace, FieldProps } from '../field';
import type { Value } from '../value';
import type { Holds, Kind, ReadContext, ShowContext } from './kind';
import { hasAtMost } from './text';

type ChoiceProps = FieldProps & FieldPlace & { choices?: Choices };

/** One row of a code set; `free` also takes text that is not in it. */
export function code(set: string, props: ChoiceProps & { free?: boolean } = {}): Field {
  return { kind: 'code', set, ...props };
}

/** Several rows of a code set, typed with commas between. */
export function codes(set: string, props: ChoiceProps = {}): Field {
  return { kind: 'codes', set, ...props };
}

/** One other record, person, worker or unit. */
export function link(to: string, props: ChoiceProps & { finder?: Field['finder'] } = {}): Field {
  return { kind: 'link', to, ...props };
}

/** Several others, ticked in a list. */
export function links(to: string, props: ChoiceProps = {}): Field {
  return { kind: 'links', to, ...props };
}

/** Indexes of the options that what is typed points to, best first (DESIGN 7, rule 4). */
export function matchOptions(options: readonly Option[], typed: string): number[] {
  return matchCodes([...options], typed.trim());
}

/** An option as it stands in its field: `AS / Aikuissosiaalityön tarve`, or the text alone. */
export function showOption(option: Pick<Option, 'code' | 'text'>): string {
  // A code of digits only is for typing, not for reading: `Helsinki`, not `091 / Helsinki`.
  const read = option.code !== '' && !/^\d+$/u.test(option.code);
  return read ? `${option.code} / ${option.text}` : option.text;
}

function readOne(typed: string, field: Field, context: ReadContext): Result<string> {
  const wanted = typed.trim();
  const shown = context.options.find((option) => showOption(option) === wanted);
  const matches = matchOptions(context.options, wanted);
  const first = shown ?? (matches.length ? context.options[matches[0] as number] : undefined);
  if (first?.refused) return bad(first.refused, { choice: showOption(first) });
  if (first) {
    // A code set takes its first match; a person, worker or record must be the only one.
    if (!shown && field.kind !== 'code' && field.kind !== 'codes' && matches.length > 1) {
      const exact = context.options.filter((option) => option.code === wanted);
      if (exact.length === 1 && exact[0]) return good(exact[0].id);
      return bad('choice.many', { count: matches.length });
    }
    return good(first.id);
  }
  if (field.free) return good(wanted);
  return bad(context.options.length ? 'choice.none' : 'choice.empty', {
    count: context.options.length,
    ...(context.options[0] ? { example: showOption(context.options[0]) } : {}),
  });
}

function readMany(typed: string, field: Field, context: ReadContext): Result<Value> {
  const ids: string[] = [];
  for (const part of typed.split(',')) {
    if (part.trim() === '') continue;
    const one = readOne(part, field, context);
    if (!one.ok) return one;
    if (!ids.includes(one.value)) ids.push(one.value);
  }
  return good(ids);
}

// Worker ids are parts of names and may have å, ä and ö (DOMAIN 9.2).
const ID_PATTERN = /^[A-Za-zÅÄÖåäö0-9_.:-]{1,64}$/u;

/** What an id may not hold, as a GLOB of SQLite. */
export const NOT_IN_ID = '*[^A-Za-zÅÄÖåäö0-9_.:-]*';

function holdsId(field: Field): Holds {
  return field.free
    ? (value) => typeof value === 'string' && value.length > 0 && hasAtMost(value, 80)
    : (value) => typeof value === 'string' && ID_PATTERN.test(value);
}

function idCheck(field: Field): string {
  return field.free
    ? 'length({c}) BETWEEN 1 AND 80'
    : `length({c}) BETWEEN 1 AND 64 AND {c} NOT GLOB '${NOT_IN_ID}'`;
}

function showIds(value: Value, field: Field, context: ShowContext): string {
  const ids = Array.isArray(value) ? value : typeof value === 'string' && value ? [value] : [];
  return ids
    .filter((id): id is string => typeof id === 'string')
    .map((id) => context.nameOf(field, id))
    .join(', ');
}

const choosable = (options: readonly Option[]) => options.filter((option) => !option.refused);

const one: Kind = {
  holds: holdsId,
  column: (field) => ({ type: 'TEXT', check: idCheck(field) }),
  read: readOne,
  show: showIds,
  limits: (field) => [{ code: field.free ? 'limit.choice_free' : 'limit.choice', values: {} }],
  toCsv: (value) => (typeof value === 'string' ? value : ''),
  fromCsv: (cell) => (cell === '' ? null : cell),
  sample: (_field, seed, context) => {
    const rows = choosable(context.options);
    return rows.length ? (rows[seed % rows.length] as Option).id : null;
  },
  refused: (field) => (field.free ? ['', 'x'.repeat(81)] : ['', 'ei kelpaa!', 'x'.repeat(65)]),
};

const many: Kind = {
  ...one,
  holds: (field) => {
    const holds = holdsId(field);
    const isOnce = (list: unknown[]) => list.length < 2 || new Set(list).size === list.length;
    return (value) => Array.isArray(value) && value.every(holds) && isOnce(value);
  },
  column: () => null,
  read: readMany,
  limits: () => [{ code: 'limit.choices', values: {} }],
  toCsv: (value) => (Array.isArray(value) ? value.join(';') : ''),
  fromCsv: (cell) => (cell === '' ? [] : cell.split(';')),
  sample: (_field, seed, context) => {
    const rows = choosable(context.options);
    return rows.length ? [(rows[seed % rows.length] as Option).id] : [];
  },
  refused: () => [['ei kelpaa!'], ['a', 'a']],
};

export const codeKind = one;
export const codesKind = many;
export const linkKind = one;
export const linksKind = many;
