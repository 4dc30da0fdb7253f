import type { CommandId } from '../keys/commands';
import type { Key } from '../keys/key';

/** A text for the audience, in each language it is written in. */
export type Told = Readonly<Record<'fi' | 'en', string>>;

/** One thing done with the hands. */
export type Deed =
  | { readonly kind: 'text'; readonly text: string; readonly means?: Meaning }
  /** Typed like text; not counted (DESIGN 12). */
  | { readonly kind: 'memo'; readonly text: string }
  | { readonly kind: 'command'; readonly command: CommandId }
  /** Keys that mean the same under every keymap, as read from `press`. */
  | { readonly kind: 'press'; readonly keys: readonly Key[] };

/** What a typed value says, for counting values that are typed twice. */
export interface Meaning {
  /** `person`, `worker`, `unit`, `type:<form>`, `service`, `address`, `date:<event>`, … */
  readonly name: string;
  /** The value as the field reads it. */
  readonly reads: string;
}

/** Records that are to be there. */
export interface RecordExpectation {
  /** Identifier of the client; null: records of no client. */
  readonly client: string | null;
  readonly form: string;
  /** How many that fit; absent: at least one. */
  readonly count?: number;
  /** Values as they are stored, each equal; those not named may be anything. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Only voided ones; absent: only those that are not. */
  readonly voided?: true;
}

/** What is to be seen or stored after a step. */
export interface Expectation {
  readonly screen: readonly string[];
  readonly absent: readonly string[];
  readonly records: readonly RecordExpectation[];
}

export interface LessonStep {
  /** Line of the file it begins on, the first being 1. */
  readonly line: number;
  /** What it is called where steps are named; most need no name. */
  readonly name: string | null;
  readonly caption: Told;
  readonly deeds: readonly Deed[];
  readonly expect: Expectation;
  readonly hint: Told | null;
  /** Seconds to look at it, at speed 1. */
  readonly pause: number;
  /** Its keys are not counted. */
  readonly apart: boolean;
  readonly saves: readonly Meaning[];
}

/** The base a lesson is played on. */
export type LessonBase =
  | { readonly scenario: string }
  | { readonly persons: number; readonly seed: number }
  /** File of the lesson whose end is this one's beginning. */
  | { readonly after: string }
  /** Path of a demo base, which is copied. */
  | { readonly file: string };

/** What a practised lesson is judged by. */
export interface Practice {
  readonly records: readonly RecordExpectation[];
  /** The most that still passes; null: not looked at. */
  readonly keys: number | null;
  readonly lists: number | null;
  readonly minutes: number | null;
}

/** A lesson as it was read from its file. */
export interface Lesson {
  /** Name of the file without its ending. */
  readonly id: string;
  readonly file: string;
  readonly title: Told;
  readonly goal: Told;
  readonly topic: 'case' | 'pane' | 'habit';
  /** Place in the list, the first being 1; those without one come last, by name. */
  readonly order: number | null;
  readonly minutes: number;
  readonly language: 'fi' | 'sv' | 'en';
  readonly base: LessonBase;
  readonly user: string;
  /** `ddmmyy`. */
  readonly workDate: string;
  /** Keys allowed under `effica`; null: not limited. */
  readonly keys: number | null;
  readonly steps: readonly LessonStep[];
  readonly practice: Practice;
}
