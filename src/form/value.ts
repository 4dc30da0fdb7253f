/** What a field can hold once read. Dates are ISO text, money integer cents, links record ids. */
export type Scalar = string | number | boolean | null;
/** One row of a small repeated group, such as a worker of a work entry. */
export type Row = { readonly [column: string]: Scalar };
export type Value = Scalar | readonly string[] | readonly Row[];
/** The answers of one record by field id. A missing field is the same as null. */
export type Values = { readonly [field: string]: Value };

/** A saved record as the rest of the program sees it. */
export interface Rec {
  readonly id: string;
  readonly form: string;
  readonly version: number;
  /** The client whose record it is; null for work without a client. */
  readonly bucket: string | null;
  readonly diary_on: string;
  readonly service_task: string | null;
  readonly closed_at: string | null;
  /** Work date of the session in which it was entered, and who entered it. */
  readonly entered_on: string;
  readonly entered_by: string;
  readonly entered_at: string;
  /** Rising number of entry inside one base; settles the order of equal dates. */
  readonly entry_no: number;
  readonly voided: boolean;
  readonly values: Values;
  /** Its number was given by this base until the centre gives one. */
  readonly provisional?: true;
}

/** What stands before a number that is not final. */
const PROVISIONAL = '~';

/** The number of a record as it is shown, `38` or `~38`; empty without one. */
export function numberText(rec: Pick<Rec, 'values' | 'provisional'>, field: string): string {
  const number = numberIn(rec.values, field);
  if (number === null) return '';
  return `${rec.provisional ? PROVISIONAL : ''}${number}`;
}

/** Text of a field, or null when empty. */
export function textIn(values: Values, field: string): string | null {
  const value = values[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Whole number or cents of a field, or null when empty. */
export function numberIn(values: Values, field: string): number | null {
  const value = values[field];
  return typeof value === 'number' ? value : null;
}

/** State of a tick; an unanswered tick is off. */
export function flagIn(values: Values, field: string): boolean {
  return values[field] === true;
}

/** Ids of a field that takes several; empty when unanswered. */
export function listIn(values: Values, field: string): readonly string[] {
  const value = values[field];
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}

/** Rows of a repeated group; empty when unanswered. */
export function rowsIn(values: Values, field: string): readonly Row[] {
  const value = values[field];
  return Array.isArray(value) ? value.filter(isRow) : [];
}

/** What was sent from elsewhere may have nothing where a row should be. */
const isRow = (item: unknown): item is Row => typeof item === 'object' && item !== null;

/** True when a field holds nothing: null, empty text or an empty list. An off tick is an answer. */
export function isEmpty(value: Value | undefined): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length)
  );
}

/** Deep equality of two field values. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (isEmpty(a) && isEmpty(b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return JSON.stringify(a) === JSON.stringify(b);
  return a === b;
}
