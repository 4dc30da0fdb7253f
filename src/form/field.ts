import type { Problem, Result } from '../base/problems';
import type { Facts, Option } from './facts';
import type { Row, Value, Values } from './value';

/** The closed set of kinds of answer. A new one needs two forms that want it. */
export type KindName =
  | 'text'
  | 'memo'
  | 'code'
  | 'codes'
  | 'flag'
  | 'integer'
  | 'money'
  | 'date'
  | 'link'
  | 'links'
  | 'rows';

/**
 * What every kind of field may say. Each callback is a pure function of the record and the facts.
 */
export interface FieldProps {
  /** Needed before the record can be saved (never before a draft can be kept). */
  readonly required?: boolean | ((values: Values, facts: Facts) => boolean);
  /** No stop going forward while it holds a valid value. */
  readonly passed?: boolean | ((values: Values, facts: Facts) => boolean);
  /** Never a stop: calculated, given when saving, or set by a command. */
  readonly given?: 'computed' | 'at_save' | 'by_command';
  /** Value while the user has not chosen one; follows the other fields until then. */
  readonly default?: (values: Values, facts: Facts) => Value;
  /** Fields whose own defaults come back when the user changes this one. */
  readonly resets?: readonly string[];
  readonly shown?: (values: Values, facts: Facts) => boolean;
  /** Worked out each time and never stored, such as a total. */
  readonly computed?: (values: Values, facts: Facts) => Value;
  /** On the form but not in the record: the empty person of work without a client. */
  readonly unstored?: true;
  /** Feeds statistics; marked on the form. */
  readonly counted?: boolean;
  /** Merges as one with the other fields of the group; by default each field is its own. */
  readonly group?: string;
}

/** How the field sits in its form. */
export interface FieldPlace {
  readonly section?: string;
  /** Stands on the same line as the field before it. */
  readonly beside?: boolean;
  /** Hidden from lists, exports and prints of a client under turvakielto. */
  readonly guarded?: boolean;
}

export type Choices = (values: Values, facts: Facts) => readonly Option[];

/** A field as declared: kind, limits of the kind, and the common properties. */
export interface Field extends FieldProps, FieldPlace {
  readonly kind: KindName;
  /** text, memo: longest text in characters. */
  readonly max?: number;
  readonly min?: number;
  /** code, codes: the code set. */
  readonly set?: string;
  /** text: a code set; what is `stored` there is shown as the text of its row. */
  readonly says?: string;
  /** code: free text is accepted beside the set. */
  readonly free?: boolean;
  /** code, codes, link, links: what may be chosen; by default the whole set. */
  readonly choices?: Choices;
  /** flag: refusing is an answer of its own, apart from not having said anything. */
  readonly refusable?: true;
  /** link: what it points to, a form id, `person`, `worker` or `unit`. */
  readonly to?: string;
  /**
   * link to a person found by id or name over the whole base. `client`: the entry is about the case
   * of the one found, which is opened; `person`: somebody is only named.
   */
  readonly finder?: 'client' | 'person';
  /** text: reads what was typed into what is kept; problems as of the rule that reads it. */
  readonly reads?: (typed: string, workDate: string) => Result<string>;
  /** date: on which side of the work date it may lie. */
  readonly side?: 'past' | 'future' | 'any';
  /** rows: its columns, each a field of a scalar kind. */
  readonly columns?: Fields;
  /** rows: a rule over all rows together. */
  readonly rowsCheck?: (rows: Value) => Problem | undefined;
  /** rows: what follows in the rows when one of their cells was given a value. */
  readonly rowsFollow?: RowsFollow;
}

/** The rows with what follows from a changed cell; pure, as every callback of a form. */
export type RowsFollow = (
  rows: readonly Row[],
  changed: { readonly row: number; readonly column: string },
  facts: Facts,
) => readonly Row[];

export type Fields = { readonly [id: string]: Field };

/** Everything a field may say. */
const MAY_SAY: Record<keyof Field, undefined> = {
  ...{ kind: undefined, required: undefined, passed: undefined, given: undefined },
  ...{ default: undefined, resets: undefined, shown: undefined, computed: undefined },
  ...{ unstored: undefined, counted: undefined, group: undefined, section: undefined },
  ...{ beside: undefined, guarded: undefined, max: undefined, min: undefined },
  ...{ set: undefined, says: undefined, free: undefined, choices: undefined },
  ...{ refusable: undefined, to: undefined, finder: undefined, reads: undefined },
  ...{ side: undefined, columns: undefined, rowsCheck: undefined, rowsFollow: undefined },
};

/**
 * The fields, each with a place for everything a field may say: what walks over many of them then
 * finds it where it was in the last, which costs a save a good part less.
 */
export function alikeIn(fields: Fields): Fields {
  const alike = Object.entries(fields).map(([id, field]) => {
    const columns = field.columns && alikeIn(field.columns);
    return [id, { ...MAY_SAY, ...field, columns }] as const;
  });
  return Object.fromEntries(alike);
}

const entries = new WeakMap<Fields, readonly (readonly [id: string, field: Field])[]>();

/** Fields with their ids in order, listed once: they are walked through many times a save. */
export function fieldsIn(fields: Fields): readonly (readonly [id: string, field: Field])[] {
  let list = entries.get(fields);
  if (!list) {
    list = Object.entries(fields);
    entries.set(fields, list);
  }
  return list;
}

const stored = new WeakMap<Fields, readonly (readonly [id: string, field: Field])[]>();

/** Those of them that are kept in a record. */
export function storedIn(fields: Fields): readonly (readonly [id: string, field: Field])[] {
  let list = stored.get(fields);
  if (!list) {
    list = fieldsIn(fields).filter(([, field]) => isStored(field));
    stored.set(fields, list);
  }
  return list;
}

/** True when the field must hold a value in this record. */
export function isRequired(field: Field, values: Values, facts: Facts): boolean {
  return typeof field.required === 'function'
    ? field.required(values, facts)
    : field.required === true;
}

/** True when the field is on the form for this record. */
export function isShown(field: Field, values: Values, facts: Facts): boolean {
  return field.shown ? field.shown(values, facts) : true;
}

/** True when going forward does not stop at the field while it holds a valid value. */
export function isPassed(field: Field, values: Values, facts: Facts): boolean {
  return typeof field.passed === 'function' ? field.passed(values, facts) : field.passed === true;
}

/** True when the field's value is kept in the record. */
export function isStored(field: Field): boolean {
  return !field.computed && !field.unstored;
}
