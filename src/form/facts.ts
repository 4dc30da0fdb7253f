import type { Language } from '../base/language';
import type { DeadlineRule } from '../rules/deadlines';
import type { ProcessRow } from '../rules/process-chain';
import type { Rec, Value } from './value';

/** A worker of the base. */
export interface Worker {
  readonly id: string;
  /** `Sukunimi Etunimi`, as shown. */
  readonly name: string;
  readonly unit: string;
  readonly role: string;
  readonly active: boolean;
}

const known = new WeakMap<readonly Worker[], ReadonlyMap<string, Worker>>();

/** A worker by id, found at once also among thousands. The list is never changed in place. */
export function workerIn(workers: readonly Worker[], id: Value | undefined): Worker | undefined {
  let byId = known.get(workers);
  if (!byId) {
    byId = new Map(workers.map((worker) => [worker.id, worker]));
    known.set(workers, byId);
  }
  return typeof id === 'string' ? byId.get(id) : undefined;
}

/** Something that can be chosen in a code or link field. */
export interface Option {
  readonly id: string;
  /** Short official code in front of the text, or empty. */
  readonly code: string;
  readonly text: string;
  /** Why it cannot be chosen now, as a problem code; such a row is listed and refused. */
  readonly refused?: string;
}

/** A person as forms need one. Address fields are already masked unless revealed. */
export interface PersonFacts {
  readonly id: string;
  /** The identifier shown, for example `121255-TP1X`. */
  readonly identifier: string;
  /** `Sukunimi, Etunimet`. */
  readonly name: string;
  readonly born: string | null;
  readonly municipality: string | null;
  /** Non-disclosure for personal safety (turvakielto). */
  readonly protected: boolean;
  /** Day of death, null while alive. */
  readonly deceased_on: string | null;
}

/** A member of the client's household. `role`: R head, S spouse, B child, H other. */
export interface MemberFacts {
  readonly person: PersonFacts;
  readonly role: string;
  readonly guardian: boolean;
}

/** One client's case as it stands: what forms look at for defaults, options and checks. */
export interface CaseFacts {
  readonly person: PersonFacts;
  /** The client first, then R S B H. Only members of today. */
  readonly household: readonly MemberFacts[];
  /** Not voided, in diary order. Of a long case the leaf records before `older` are left out. */
  readonly records: readonly Rec[];
  /** Where the newest leaf records begin; absent when all of them are there. */
  readonly older?: DiaryPlace;
  /** Persons the records link to who are not of the household today. */
  readonly others?: readonly PersonFacts[];
  /** Unhandled initiations of the other members of the household. */
  readonly householdInitiations: readonly MemberRec[];
  /**
   * What else the other members' cases hold of the same matters: records this case points to or
   * that point here, such as a copy that has been handled since.
   */
  readonly householdLinked: readonly MemberRec[];
}

/** A place in the diary: a day, and the order of entry within it. */
export interface DiaryPlace {
  readonly diary_on: string;
  readonly entry_no: number;
}

/** A record of another member of the household. */
export type MemberRec = Rec & { readonly person: PersonFacts };

/** A code-set row as forms need it. */
export interface CodeFacts extends Option {
  readonly label: string;
  readonly extra: Readonly<Record<string, string>>;
}

/**
 * Everything a form may know of the world while it is filled in. Plain values and pure look-ups:
 * the same facts always give the same defaults, which is what makes type-ahead and replay right.
 */
export interface Facts {
  readonly lang: Language;
  /** The day the user is recording as. */
  readonly workDate: string;
  readonly me: Worker;
  readonly workers: readonly Worker[];
  readonly client: CaseFacts | null;
  /** Persons found while the form was filled in, besides those of the client's household. */
  readonly known: readonly PersonFacts[];
  /** Record behind the selected node of the diary tree, if any. */
  readonly node: Rec | null;
  /** Rows of a code set valid on a day, in file order, in the user's language. */
  codes(set: string, asOf?: string): readonly CodeFacts[];
  /** A row of a code set, also an expired one. */
  code(set: string, id: string | null): CodeFacts | undefined;
  readonly chain: readonly ProcessRow[];
  /** Statutory time limits, in file order. */
  readonly deadlines: readonly DeadlineRule[];
  /** Units that may be chosen now; reserved ones are listed as refused. */
  units(): readonly Option[];
  /** Name of a unit; its place part is left out for a client under turvakielto. */
  unitName(id: string | null, long?: boolean): string;
  /** Root unit that owns the number series of a unit. */
  rootOf(unit: string): string;
  /** Service task a unit's work belongs to; empty when the unit tree does not say. */
  serviceTaskOf(unit: string): string;
  allows(form: string, action: string): boolean;
}
