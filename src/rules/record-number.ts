import { yearOf } from './calendar';

/** A row of numbers that runs by itself: DESIGN 15, one per kind, year and root unit. */
export interface NumberSeries {
  /** What is numbered, for example `diary_number` or `decision_number`. */
  readonly series: string;
  /** The year of the record's own date, not of its saving. */
  readonly year: number;
  /** Slug of the topmost unit above the record's unit. */
  readonly root_unit: string;
}

/**
 * The series a record takes its number from.
 * @param onIso the record's own date: Pvm of an initiation, Päätöspäivä of a decision
 */
export function numberSeries(series: string, onIso: string, rootUnit: string): NumberSeries {
  return { series, year: yearOf(onIso), root_unit: rootUnit };
}

/** A decision's number as shown: year, space, running number (`2006 3`). */
export function showDecisionNumber(year: number, no: number): string {
  return `${year} ${no}`;
}
