import type { Problem } from '../base/problems';
import type { DeadlineFacts, RunningDeadline } from '../rules/deadlines';
import type { Facts } from './facts';
import { alikeIn, type Fields } from './field';
import type { Rec, Values } from './value';

/** Letters of the diary kinds: filter, and with `n` before them new (DESIGN 9). */
export type DiaryLetter = 'V' | 'S' | 'P' | 'L' | 'A' | 'K';

/**
 * A line of the diary before its words: `words/` puts the values into the template `line.<key>`.
 */
export interface DiaryLine {
  readonly on: string;
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;
  /** Its kind in the diary, where that is not the form's: a hand-over has that of its record. */
  readonly letter?: DiaryLetter;
  /** Ends something: on its day it stands after what was done that day. */
  readonly ends?: boolean;
  /** Shown with `!`, for example a decision older than its initiation. */
  readonly warned?: boolean;
}

/** A change that belongs to the same unit of work as the record that was saved. */
export type FollowUp =
  | {
      readonly kind: 'create';
      readonly form: string;
      readonly values: Values;
      readonly client: string | null;
    }
  | {
      readonly kind: 'amend';
      readonly form: string;
      readonly id: string;
      readonly base_version: number;
      readonly set: Values;
    };

/** Number given at save: running per series, year of the record's own date and root unit. */
export interface NumberRule {
  readonly field: string;
  readonly series: string;
  /** Field of the date whose year counts, and of the unit whose root counts. */
  readonly dateField: string;
  readonly unitField: string;
}

/** A node of the process tree in the diary. */
export interface TreeNode {
  readonly label: string;
  /** Records shown under the node, by id; the node's own record is always there. */
  readonly holds: (rec: Rec) => boolean;
}

/** How the records of a form that wait for somebody are found for the work list. */
export interface Waiting {
  readonly kind: 'open' | 'unenforced' | 'due' | 'offered' | 'cover';
  /** Link fields to workers and to units: whose it is. One of them must be mine. */
  readonly owners: readonly string[];
  readonly units: readonly string[];
  /** Waits in the queue of its unit as long as the link to the worker holds nobody. */
  readonly queue?: { readonly owner: string; readonly unit: string };
  /** Fields that hold nothing, or an off tick, as long as the record waits. */
  readonly empty: readonly string[];
  /** Link to the record it is about: named after it, and urgent as it is. */
  readonly about?: string;
  /** Links to whom it waits for: while it does, the one who entered it sees it as given. */
  readonly given?: readonly string[];
  /** Links to workers who see it as given too, besides the one who entered it. */
  readonly givers?: readonly string[];
  /** Date field: on that day it waits for the last time. */
  readonly last?: string;
  /** It waits until a record of that form points to it with that field. */
  readonly unlinked?: { readonly form: string; readonly field: string };
  /** Field of the record's own last day, and how many days ahead it is listed; else always. */
  readonly due?: { readonly field: string; readonly ahead?: number };
  /** Codes a field must hold one of, by field; `facts` has no client here. */
  readonly among?: (facts: Facts) => Readonly<Record<string, { readonly in: readonly string[] }>>;
  /** What statutory time limits are counted from (`deadlines.csv`); the age is looked up. */
  readonly limits?: (values: Values) => Omit<DeadlineFacts, 'age'>;
}

/** A right beyond that of saving, and the field that asks for it. */
export interface Need {
  /** As `permissions.csv` names the action. */
  readonly right: string;
  readonly field: string;
}

/** What a notice to a worker says, by the fields that hold it. */
export interface Notice {
  /** Client it is about. */
  readonly about: string;
  readonly to: string;
  readonly on: string;
  readonly text: string;
  /** Tick that is off until the worker has seen to it. */
  readonly done: string;
}

/** Whose list another worker sees on given days, by the fields that say so. */
export interface Stands {
  readonly absent: string;
  readonly substitute: string;
  readonly from: string;
  readonly until: string;
}

/** How the running cases of a worker are found: who sees to them, and the field of their end. */
export interface Running {
  readonly owner: string;
  readonly second: string;
  readonly until: string;
}

/** What a form says of itself besides its fields. All callbacks are pure. */
export interface FormRules {
  readonly letter: DiaryLetter | null;
  /** Fields whose rows stand in `data/` as counts; see the field's `counted`. */
  readonly number?: NumberRule;
  /** Form used instead when the field is left empty (a work entry without a client). */
  readonly without?: { readonly field: string; readonly form: string };
  /** The other way: form used when the field is given a value. */
  readonly within?: { readonly field: string; readonly form: string };
  /** Save stores the row and opens the next one, with these fields kept. */
  readonly grid?: { readonly keeps: readonly string[]; readonly quantity: string };
  /** Once this tick is on, the record never changes again; SQLite holds it by trigger too. */
  readonly frozenBy?: string;
  /** Listed in the work list while it waits. */
  readonly waiting?: Waiting;
  /**
   * There may be thousands of them in a case, and no rule of any form looks for one: a case holds
   * the newest, and the diary asks for the rest when the hands go there.
   */
  readonly leaf: boolean;
  /** Listed among the running cases of its workers. */
  readonly running?: Running;
  /** What a centre tells a worker is a record of this form. */
  readonly notice?: Notice;
  /** Says who stands in for whom. */
  readonly stands?: Stands;
  /** Two records with the same answers here may not run on the same days, ends included. */
  readonly apart?: {
    readonly same: readonly string[];
    readonly from: string;
    readonly until: string;
  };
  /** Its rows say which clients belong together: who sees one of them sees them all. */
  readonly joins?: { readonly rows: string; readonly person: string; readonly until: string };
  /** True while the cases of other household members look at the record too. */
  readonly shared?: (values: Values) => boolean;
  /** A record is a client: the case of a new one is opened when it has been saved. */
  readonly isClient?: true;
  /** Child of the record: no page, command or menu entry of its own. */
  readonly pane: boolean;
  /** Why a new one cannot be opened now. The problem names the command that comes first. */
  readonly mayOpen: (facts: Facts) => Problem | null;
  readonly diaryOn: (values: Values, facts: Facts, self: Rec | null) => string;
  readonly serviceTask: (values: Values, facts: Facts) => string | null;
  /** When the record stops being open, if it does; retention counts from it (703/2023). */
  readonly closedOn: (values: Values) => string | null;
  /** Refusals over several fields; each names its field. `self` is the saved record amended. */
  readonly checks: (values: Values, facts: Facts, self: Rec | null) => readonly Problem[];
  /** Said with `!`, take no key and stop nothing. */
  readonly warnings: (values: Values, facts: Facts) => readonly Problem[];
  /** Rights a user needs to save these answers, beyond that of saving. */
  readonly needs: (values: Values, user: string) => readonly Need[];
  /** Why a saved record can no longer be amended or voided. */
  readonly locked: (rec: Rec) => Problem | null;
  /** `was` is the record before an amendment, null for a new one. */
  readonly followUps: (rec: Rec, facts: Facts, was: Rec | null) => readonly FollowUp[];
  readonly lines: (rec: Rec, facts: Facts) => readonly DiaryLine[];
  readonly node: (rec: Rec, facts: Facts) => TreeNode | null;
  /** Statutory time limits that run on a saved record, the next one first. */
  readonly deadlines: (rec: Rec, facts: Facts) => readonly RunningDeadline[];
  /** `Meneillään oleva Selv081206 …`: how the record is named in a link or a list. */
  readonly name: (rec: Rec, facts: Facts) => string;
}

/** A form: one frozen declaration that entry, table, validator, API, CSV and help derive from. */
export interface Form extends FormRules {
  readonly id: string;
  readonly version: number;
  readonly fields: Fields;
}

const NOTHING: FormRules = {
  letter: null,
  leaf: false,
  pane: true,
  mayOpen: () => null,
  diaryOn: (_values, facts) => facts.workDate,
  serviceTask: () => null,
  closedOn: () => null,
  checks: () => [],
  warnings: () => [],
  needs: () => [],
  locked: () => null,
  followUps: () => [],
  lines: () => [],
  node: () => null,
  deadlines: () => [],
  name: (rec) => rec.id,
};

/** Everything a form may say, so that all forms lie in memory alike. */
const MAY_SAY: Record<keyof Form, undefined> = {
  ...{ id: undefined, version: undefined, fields: undefined, letter: undefined },
  ...{ number: undefined, without: undefined, within: undefined, grid: undefined },
  ...{ frozenBy: undefined, waiting: undefined, leaf: undefined, running: undefined },
  ...{ notice: undefined, stands: undefined, apart: undefined, joins: undefined },
  ...{ shared: undefined, isClient: undefined, pane: undefined, mayOpen: undefined },
  ...{ diaryOn: undefined, serviceTask: undefined, closedOn: undefined, checks: undefined },
  ...{ warnings: undefined, needs: undefined, locked: undefined, followUps: undefined },
  ...{ lines: undefined, node: undefined, deadlines: undefined, name: undefined },
};

/**
 * Declares a form.
 * @example
 * const reminder = defineForm({ id: 'reminder', version: 1, fields: { due_on: date('future') } });
 */
export function defineForm(
  declared: { id: string; version: number; fields: Fields } & Partial<FormRules>,
): Form {
  const fields = alikeIn(declared.fields);
  return Object.freeze({ ...MAY_SAY, ...NOTHING, ...declared, fields });
}

/** The forms of the program by id. Generic code is handed this and never names a form. */
export interface Registry {
  readonly all: readonly Form[];
  form(id: string): Form;
}

/** Makes the registry; throws on an id given twice or an unknown id asked for. */
export function registryOf(all: readonly Form[]): Registry {
  const byId = new Map(all.map((form) => [form.id, form]));
  if (byId.size !== all.length) throw new Error('a form id is given twice');
  return {
    all,
    form(id) {
      const form = byId.get(id);
      if (!form) throw new Error(`no form ${id}`);
      return form;
    },
  };
}
