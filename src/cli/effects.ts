import { type Clock, clockTime, isoDateOf } from '../base/clock';
import type { Language } from '../base/language';
import { slotOf } from '../desk/diary';
import type { Env } from '../desk/env';
import type { RecallEffect } from '../desk/recall';
import type { DeskEvent, DeskState, Effect, Entry } from '../desk/state';
import type { EditTextEffect } from '../desk/text-editor';
import { readDraftKey } from '../desk/windows';
import type { CaseFacts } from '../form/facts';
import type { Rec } from '../form/value';
import type { Told } from '../forms/action';
import { ACTIONS } from '../forms/actions';
import type { Session } from '../records/session';
import type { SaveResult } from '../records/stop';
import type { Draft } from '../store/drafts';
import { type DraftKeeper, entryFromDraft } from './drafts';
import { besidesCase, runPersonEffect } from './person-effects';
import { runSyncEffect } from './sync-effects';
import type { SyncHands } from './sync-messages';
import { runTimeEffect } from './time-effects';

/** What effects are run with. */
export interface Hands {
  readonly env: Env;
  /** Replaced when the work date or the language changes. */
  session: Session;
  readonly clock: Clock;
  readonly drafts: DraftKeeper;
  state(): DeskState;
  redraw(): void;
  /** Lends the terminal to the user's editor; the answer comes when it ends. */
  editText(effect: EditTextEffect): DeskEvent | null;
  quit(): void;
  /** Whether what was typed opens the locked screen. */
  unlocks(typed: string): boolean;
  /** Waits; the answer comes when the time is over, or at once where nobody waits. */
  hold(seconds: number): DeskEvent | null;
  language(lang: Language, other: Language): void;
  /** The exchange beside the keyboard. */
  readonly sync: SyncHands;
}

function afterSave(
  hands: Hands,
  result: SaveResult,
  done: (saved: Extract<SaveResult, { kind: 'saved' }>) => DeskEvent,
  slot: string | null,
): DeskEvent {
  switch (result.kind) {
    case 'saved':
      return done(result);
    case 'refused':
      return { kind: 'refused', slot, problems: result.problems };
    case 'stale':
      return {
        kind: 'stale',
        slot: slot ?? hands.state().pane,
        theirs: result.theirs,
        fields: result.fields,
      };
    case 'failed':
      return { kind: 'failed', problem: result.problem };
  }
}

function save(hands: Hands, effect: Extract<Effect, { kind: 'save' }>): DeskEvent {
  hands.drafts.flush();
  const result = hands.session.save({
    form: effect.form,
    values: effect.values,
    client: effect.client,
    ...(effect.amend ? { amend: effect.amend } : {}),
    ...(effect.after !== 'cell' ? { draft: hands.drafts.keyOf(effect.slot) } : {}),
  });
  const at = clockTime(hands.clock.now());
  return afterSave(
    hands,
    result,
    (saved) => ({
      kind: 'saved',
      slot: effect.slot,
      rec: saved.rec,
      made: saved.made,
      client: clientAfter(hands, saved.client),
      at,
      after: effect.after,
    }),
    effect.after === 'cell' ? null : effect.slot,
  );
}

/** The open client's case anew; a save for another person leaves it as it is. */
function clientAfter(hands: Hands, saved: CaseFacts | null): CaseFacts | null {
  return saved ?? hands.state().client;
}

/** The open client's case as it stands after a change of one of its records. */
function caseAnew(hands: Hands): CaseFacts | null {
  const { client } = hands.state();
  const read = client ? hands.session.reloadCase(client.person.id, !client.older) : undefined;
  return read?.ok ? read.value : client;
}

/** My drafts that are wanted, as entries by slot; of two in one slot the latest. */
function resumed(
  hands: Hands,
  drafts: readonly Draft[],
  caseOf: (draft: Draft) => CaseFacts | null,
): Record<string, Entry> {
  const entries: Record<string, Entry> = {};
  for (const draft of drafts) {
    const read = hands.session.resumeDraft(draft.form, draft.record);
    if (!read.ok) continue;
    const client = caseOf(draft);
    const about = { client, ...besidesCase(hands, read.value, client) };
    const entry = entryFromDraft(hands.env, hands.state(), read.value, about);
    if (!entry) continue;
    const slot = slotOf(hands.env, entry.form);
    entries[slot] ??= entry;
  }
  return entries;
}

function known(hands: Hands, client: CaseFacts | null, entries: Readonly<Record<string, Entry>>) {
  for (const [slot, entry] of Object.entries(entries)) hands.drafts.restored(client, slot, entry);
}

/** The case with the record that is wanted, and those drafts are about, though they be old. */
function reaching(
  { session }: Hands,
  client: CaseFacts,
  { record }: Extract<Effect, { kind: 'open' }>,
): CaseFacts {
  if (!client.older) return client;
  const drafts = session.drafts().filter((draft) => draft.client === client.person.id);
  const wanted = [record, ...drafts.map((draft) => draft.record)];
  const there = new Set(client.records.map((rec) => rec.id));
  if (wanted.every((id) => !id || id.startsWith('new:') || there.has(id))) return client;
  const whole = session.reloadCase(client.person.id, true);
  return whole.ok ? whole.value : client;
}

/** Opens a case; the drafts of one that lies open already are the entries lying there. */
function open(hands: Hands, effect: Extract<Effect, { kind: 'open' }>): DeskEvent {
  hands.drafts.flush();
  const opened = hands.session.openCase(effect.person, effect.standingIn);
  if (!opened.ok) return { kind: 'failed', problem: opened.problem };
  const client = reaching(hands, opened.value, effect);
  const { client: inFront, behind } = hands.state();
  const isOpen = [inFront, ...behind.map((one) => one.client)].some(
    (one) => one?.person.id === client.person.id,
  );
  const mine = hands.session
    .drafts()
    .filter((one) => one.client === client.person.id && !readDraftKey(one.record).loose);
  const drafts = isOpen ? {} : resumed(hands, mine, () => client);
  known(hands, client, drafts);
  return {
    kind: 'opened',
    client,
    drafts,
    ...(effect.record ? { record: effect.record } : {}),
    ...(effect.draft ? { draft: effect.draft } : {}),
    ...(effect.told ? { told: effect.told } : {}),
  };
}

/** The whole of a long case, for who looks at its newest events. */
function older({ session }: Hands, { person, key }: Extract<Effect, { kind: 'older' }>): DeskEvent {
  const whole = session.reloadCase(person, true);
  return whole.ok
    ? { kind: 'older', client: whole.value, key }
    : { kind: 'failed', problem: whole.problem };
}

/** Reads the case of a client who lies open behind; the use of it was logged when it was opened. */
function switchTo(hands: Hands, person: string): DeskEvent {
  hands.drafts.flush();
  const lying = hands.state().behind.find((one) => one.client?.person.id === person)?.client;
  const read = hands.session.reloadCase(person, lying ? !lying.older : false);
  return read.ok
    ? { kind: 'switched', client: read.value }
    : { kind: 'failed', problem: read.problem };
}

/** Entries of the start screen that were not saved last time. */
export function looseDrafts(hands: Hands): Readonly<Record<string, Entry>> {
  const loose = hands.session
    .drafts()
    .filter((draft) => draft.client === null || readDraftKey(draft.record).loose);
  const entries = resumed(hands, loose, ({ client }) => {
    const read = client === null ? null : hands.session.reloadCase(client);
    return read?.ok ? read.value : null;
  });
  known(hands, null, entries);
  return entries;
}

function find(hands: Hands, effect: Extract<Effect, { kind: 'find' }>): DeskEvent {
  const found = hands.session.findPersons(effect.typed);
  if (!found.ok) return { kind: 'failed', problem: found.problem };
  return { kind: 'found', ...found.value, purpose: effect.purpose, after: effect.after };
}

/** The list the start screen shows and my rows of the day as they are now, and today's day. */
export function listsNow(
  hands: Pick<Hands, 'session' | 'clock' | 'state'>,
): Extract<DeskEvent, { kind: 'lists' | 'failed' }> {
  const { session, clock } = hands;
  const today = isoDateOf(clock.now());
  const read = session.list(hands.state().start.list);
  if (!read.ok) return { kind: 'failed', problem: read.problem };
  return { kind: 'lists', today, ...read.value, gridRows: session.myRows() };
}

/** Goes on as of another day; the open case is read anew, for households change with the day. */
function changeDay(hands: Hands, day: string): DeskEvent {
  hands.drafts.flush();
  hands.session = hands.session.onDay(day);
  return { kind: 'day', day, client: caseAnew(hands) };
}

function take({ session }: Hands, { person, after }: Extract<Effect, { kind: 'take' }>): DeskEvent {
  const opened = session.openCase(person);
  return opened.ok
    ? { kind: 'taken', client: opened.value, after }
    : { kind: 'failed', problem: opened.problem };
}

function takeRow(hands: Hands, effect: Extract<Effect, { kind: 'take_row' }>): DeskEvent {
  const { person, rec } = effect.row;
  if (!person) return { kind: 'row_taken', client: null, rec };
  const opened = hands.session.openCase(person.id);
  if (!opened.ok) return { kind: 'failed', problem: opened.problem };
  return { kind: 'row_taken', client: opened.value, rec };
}

function changedAfter(hands: Hands, result: SaveResult, told: ToldOf): DeskEvent {
  const at = clockTime(hands.clock.now());
  return afterSave(
    hands,
    result,
    (saved) => {
      const client = caseAnew(hands);
      return { kind: 'changed', ...told([saved.rec, ...saved.made], client), client, at };
    },
    null,
  );
}

/** What is told of a change, from the records it made and the case as it stands after it. */
type ToldOf = (made: readonly Rec[], client: CaseFacts | null) => Told;

const plainly = (key: string) => (): Told => ({ key, values: {} });

function act(hands: Hands, effect: Extract<Effect, { kind: 'act' }>): DeskEvent {
  const { session } = hands;
  const { client } = hands.state();
  if (!client) return { kind: 'failed', problem: { code: 'client.none' } };
  const target = { id: effect.target.id, version: effect.target.version };
  const result = session.act(effect.command, target, effect.answers, client);
  return changedAfter(hands, result, toldOf(hands, effect.command));
}

function openLoose(hands: Hands, effect: Extract<Effect, { kind: 'open_loose' }>): DeskEvent {
  const read = hands.session.openLoose(effect.form, effect.record);
  return read.ok ? { kind: 'loose', rec: read.value } : { kind: 'failed', problem: read.problem };
}

function actListed(hands: Hands, effect: Extract<Effect, { kind: 'act_listed' }>): DeskEvent {
  const target = { id: effect.record, version: effect.version };
  const result = hands.session.actListed(effect.command, target, effect.person);
  return changedAfter(hands, result, toldOf(hands, effect.command));
}

function toldOf({ session }: Hands, command: string): ToldOf {
  const told = ACTIONS.find((one) => one.command === command)?.told;
  return told ? (made, now) => told(made, session.facts(now)) : plainly('notice.acted');
}

function recall(hands: Hands, effect: RecallEffect): DeskEvent {
  const { form, command } = effect;
  const last = hands.session.lastSaved(form);
  if (!last.ok) return { kind: 'failed', problem: last.problem };
  return { kind: 'recalled', form, values: last.value, command };
}

function voidRecord(hands: Hands, { rec, reason }: Extract<Effect, { kind: 'void' }>): DeskEvent {
  const { form, id, version } = rec;
  const result = hands.session.voidRecord({ form, id, base_version: version, reason });
  return changedAfter(hands, result, plainly('notice.voided'));
}

/** The case opens that everything has gone to. */
function merge(hands: Hands, { from, to, reason }: Extract<Effect, { kind: 'merge' }>): DeskEvent {
  hands.drafts.flush();
  const result = hands.session.merge({ from, to, reason });
  const opened = () => open(hands, { kind: 'open', person: to, told: 'notice.merged' });
  return afterSave(hands, result, opened, null);
}

function move(hands: Hands, effect: Extract<Effect, { kind: 'move' }>): DeskEvent {
  hands.drafts.flush();
  const { form, id, version } = effect.rec;
  const { to, reason, links } = effect;
  const result = hands.session.move({ form, id, base_version: version, to, reason, links });
  return changedAfter(hands, result, plainly('notice.moved'));
}

type DraftEffect = Extract<Effect, { kind: 'drop_draft' | 'put_away' | 'flush_drafts' }>;

function runDraftEffect({ drafts }: Hands, effect: DraftEffect): null {
  if (effect.kind === 'drop_draft') drafts.drop(effect.entry, effect.loose);
  else if (effect.kind === 'put_away') drafts.putAway(effect.entries);
  else drafts.flush();
  return null;
}

/** Does one thing the desk asked for, and gives its answer, if it has one. */
export function runEffect(hands: Hands, effect: Effect): DeskEvent | null {
  switch (effect.kind) {
    case 'find':
      return find(hands, effect);
    case 'open':
      return open(hands, effect);
    case 'older':
      return older(hands, effect);
    case 'take':
      return take(hands, effect);
    case 'take_row':
      return takeRow(hands, effect);
    case 'save':
      return save(hands, effect);
    case 'merge':
    case 'move':
      return effect.kind === 'merge' ? merge(hands, effect) : move(hands, effect);
    case 'void':
      return voidRecord(hands, effect);
    case 'act':
      return act(hands, effect);
    case 'undo':
    case 'past':
    case 'history':
      return runTimeEffect(hands, effect);
    case 'lists':
      // Whatever was saved asks for the lists anew.
      hands.sync.saved();
      return listsNow(hands);
    case 'day':
      return changeDay(hands, effect.day);
    case 'open_loose':
      return openLoose(hands, effect);
    case 'act_listed':
      return actListed(hands, effect);
    case 'switch':
      return switchTo(hands, effect.person);
    case 'show_person':
    case 'reveal':
    case 'alike':
    case 'households':
      return runPersonEffect(hands, effect);
    case 'recall':
      return recall(hands, effect);
    case 'drop_draft':
    case 'put_away':
    case 'flush_drafts':
      return runDraftEffect(hands, effect);
    case 'unlock':
      return { kind: 'tried', right: hands.unlocks(effect.typed) };
    case 'hold':
      return hands.hold(effect.seconds);
    case 'language':
      hands.session = hands.session.inLanguage(effect.lang);
      hands.language(effect.lang, effect.other);
      return null;
    case 'edit_text':
      return hands.editText(effect);
    case 'redraw':
      hands.redraw();
      return null;
    case 'quit':
      hands.quit();
      return null;
    default:
      return runSyncEffect(hands, effect, () => listsNow(hands));
  }
}
