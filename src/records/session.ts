import type { Language } from '../base/language';
import { bad, good, type Result } from '../base/problems';
import { type CaseFacts, type Facts, type PersonFacts, type Worker, workerIn } from '../form/facts';
import type { Rec, Values } from '../form/value';
import type { Draft } from '../store/drafts';
import { readLink } from '../store/sync-link';
import { readWorkers } from '../store/workers';
import type { Words } from '../words/words';
import { acknowledgeRejected } from './acknowledge';
import { type ActTarget, act, actListed } from './act';
import { alikePersons } from './alike';
import { type ConflictNews, conflictNews } from './conflict-news';
import type { Door } from './door';
import { type DraftEntry, drafts, dropDraft, resumeDraft, saveDraft } from './drafts';
import { factsOf, type Setting } from './facts';
import { type FoundPersons, findPersons, reveal, showPerson } from './find';
import { history, type RecordHistory } from './history';
import { namePersons, type ShownHouseholds, showHouseholds } from './households';
import { lastSaved } from './last-saved';
import { readList, type ShownList } from './lists';
import { type MergeRequest, merge } from './merge';
import { type MoveRequest, move } from './move';
import { type OpenedPast, openCase, openCaseAsOf, openLoose, reloadCase } from './open-case';
import { type GridRow, myRows } from './rows';
import { type SaveRequest, save } from './save';
import { settle, showConflict } from './settle';
import { exportCase, type ShowFormat, showCase } from './show';
import type { SaveResult } from './stop';
import { readDelivery } from './sync-open';
import type { Acknowledgement, DeliveryRow, Settlement, ShownConflict } from './sync-state';
import { takeUpKnown } from './sync-upgrade';
import { type Undone, undoLast } from './undo';
import { type VoidRequest, voidRecord } from './void';
import { type ListKind, type WorkRow, workList } from './work-list';
import type { World } from './world';

/** Who works, on which day, in which language. */
export interface SessionOptions {
  readonly user: string;
  readonly workDate: string;
  readonly lang: Language;
}

/** A worker at the door: everything that is read or written on their behalf goes through here. */
export interface Session {
  readonly world: World;
  readonly me: Worker;
  readonly workDate: string;
  readonly setting: Setting;
  /** The same worker at the same base, recording as of another day (ISO). */
  onDay(workDate: string): Session;
  /** The same worker on the same day, with the texts of code sets in another language. */
  inLanguage(lang: Language): Session;
  facts(client: CaseFacts | null, node?: Rec | null): Facts;
  findPersons(typed: string, limit?: number): Result<FoundPersons>;
  openCase(personId: string, standingIn?: boolean): Result<CaseFacts>;
  /** A record of no client. */
  openLoose(form: string, id: string): Result<Rec>;
  reloadCase(personId: string, whole?: boolean): Result<CaseFacts>;
  showPerson(personId: string): Result<Rec>;
  reveal(personId: string, reason: string, text?: string): Result<Values>;
  alikePersons(values: Values): Result<readonly PersonFacts[]>;
  showHouseholds(personId: string): Result<ShownHouseholds>;
  namePersons(ids: readonly string[]): Result<readonly PersonFacts[]>;
  save(request: SaveRequest): SaveResult;
  voidRecord(request: VoidRequest): SaveResult;
  merge(request: MergeRequest): SaveResult;
  move(request: MoveRequest): SaveResult;
  act(command: string, target: ActTarget, answers: Values, client: CaseFacts | null): SaveResult;
  /** A command on a row of a list; the client need not be open. */
  actListed(command: string, target: ActTarget, personId: string | null): SaveResult;
  workList(): readonly WorkRow[];
  list(kind: ListKind): Result<ShownList>;
  myRows(): GridRow[];
  undo(client: CaseFacts | null): Result<Undone>;
  lastSaved(form: string): Result<Values | null>;
  saveDraft(draft: DraftEntry): Result<void>;
  drafts(): readonly Draft[];
  dropDraft(form: string, record: string): Result<void>;
  resumeDraft(form: string, record: string): Result<Draft>;
  history(form: string, id: string, until?: string): Result<RecordHistory>;
  showCase(personId: string, format: ShowFormat, words: Words, at?: string): Result<string>;
  exportCase(personId: string, words: Words): Result<string>;
  openCaseAsOf(personId: string, at: string): Result<OpenedPast>;
  /** What is not at the centre as it was meant. */
  delivery(): Result<readonly DeliveryRow[]>;
  conflict(id: string): Result<ShownConflict>;
  /** The same session among the workers of now; null where they are as they were. */
  amongWorkersOfNow(): Session | null;
  /** Conflicts to settle that are not among these. */
  conflictNews(known: ReadonlySet<string>): Result<readonly ConflictNews[]>;
  settle(settlement: Settlement): SaveResult;
  /** What the centre refused has been seen. */
  acknowledge(seen: Acknowledgement): Result<null>;
}

/**
 * Lets a worker in.
 * Problems: `session.no_worker` nobody of that id, `session.inactive` one who has left,
 * `session.other_user` {user} the base is linked to a centre for somebody else.
 */
export function openSession(world: World, options: SessionOptions): Result<Session> {
  const me = workerIn(world.workers, options.user);
  if (!me) return bad('session.no_worker');
  if (!me.active) return bad('session.inactive');
  const link = readLink(world.base);
  if (link && link.user !== me.id) return bad('session.other_user', { user: link.user });
  const { workDate, lang } = options;
  const setting: Setting = { catalog: world.catalog, workers: world.workers, me, workDate, lang };
  // Before anybody works: what they would write over must be on the screen.
  if (link) takeUpKnown({ world, setting });
  return good(sessionAt({ world, setting, done: [] }));
}

function sessionAt(door: Door, told = new Set<string>()): Session {
  const { world, setting } = door;
  return {
    world,
    me: setting.me,
    workDate: setting.workDate,
    setting,
    onDay: (workDate) => sessionAt({ ...door, setting: { ...setting, workDate } }),
    inLanguage: (lang) => sessionAt({ ...door, setting: { ...setting, lang } }, told),
    undo: (client) => undoLast(door, client),
    facts: (client, node = null) => factsOf(setting, client, node),
    findPersons: (typed, limit) => findPersons(door, typed, limit),
    openCase: (personId, standingIn) => openCase(door, personId, standingIn),
    openLoose: (form, id) => openLoose(door, form, id),
    reloadCase: (personId, whole) => reloadCase(door, personId, whole),
    showPerson: (personId) => showPerson(door, personId),
    reveal: (personId, reason, text) => reveal(door, personId, reason, text),
    alikePersons: (values) => alikePersons(door, values),
    showHouseholds: (personId) => showHouseholds(door, personId),
    namePersons: (ids) => namePersons(door, ids),
    save: (request) => save(door, request),
    voidRecord: (request) => voidRecord(door, request),
    merge: (request) => merge(door, request),
    move: (request) => move(door, request),
    act: (command, target, answers, client) => act(door, command, target, answers, client),
    actListed: (command, target, personId) => actListed(door, command, target, personId),
    workList: () => workList(door).rows,
    list: (kind) => readList(door, kind, told),
    myRows: () => myRows(door),
    lastSaved: (form) => lastSaved(door, form),
    saveDraft: (draft) => saveDraft(door, draft),
    drafts: () => drafts(door),
    dropDraft: (form, record) => dropDraft(door, form, record),
    resumeDraft: (form, record) => resumeDraft(door, form, record),
    history: (form, id, until) => history(door, form, id, until),
    showCase: (personId, format, words, at) => showCase(door, personId, format, words, at),
    exportCase: (personId, words) => exportCase(door, personId, words),
    openCaseAsOf: (personId, at) => openCaseAsOf(door, personId, at),
    delivery: () => readDelivery(door),
    conflict: (id) => showConflict(door, id),
    amongWorkersOfNow: () => amongWorkersOfNow(door, told),
    conflictNews: (known) => conflictNews(door, known),
    settle: (settlement) => settle(door, settlement),
    acknowledge: (seen) => acknowledgeRejected(door, seen),
  };
}

/** Names, units, rights and who has left may have changed in the base meanwhile. */
function amongWorkersOfNow(door: Door, told: Set<string>): Session | null {
  const { world, setting } = door;
  const workers = readWorkers(world.base);
  const me = workerIn(workers, setting.me.id);
  if (!me || JSON.stringify(workers) === JSON.stringify(setting.workers)) return null;
  const among = { world: { ...world, workers }, setting: { ...setting, workers, me } };
  return sessionAt({ ...door, ...among }, told);
}
