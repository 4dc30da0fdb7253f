import type { Problem } from '../base/problems';
import { defineForm, type Form, type Registry } from '../form/define';
import type { CaseFacts, Facts } from '../form/facts';
import type { Field, Fields } from '../form/field';
import { code, link } from '../form/kinds/choice';
import { text } from '../form/kinds/text';
import { type Rec, textIn, type Values } from '../form/value';
import { factsOf } from '../records/facts';
import { hangingOn, looseLinks, moveBlockers } from '../records/hanging';
import { readPersonId } from '../rules/person-id';
import { CENTRE } from '../sync/terms';
import { openEntry } from './entry';
import { awaiting, type Env, factsHere, only, over, refusing } from './env';
import type { DeskState, PromptOverlay, Stepped } from './state';

const REASON = { reason: code('correction_reasons', { required: true }) };

/** How many records of each kind go along, as a line: `Vireillepano 1, Selvitys 1`. */
function countsOf(records: readonly Rec[], facts: Facts): string {
  const counts = new Map<string, number>();
  for (const { form } of records) counts.set(form, (counts.get(form) ?? 0) + 1);
  return facts
    .codes('record_kinds')
    .filter((row) => counts.has(row.id))
    .map((row) => `${row.text} ${counts.get(row.id)}`)
    .join(', ');
}

/** Which records go along; worked out, never typed. */
const movesField = (records: readonly Rec[]): Field =>
  text({ max: 200, given: 'computed', computed: (_values, facts) => countsOf(records, facts) });

/**
 * Why the open client cannot be merged into another: the identifier is not a temporary one, and the
 * centre has not said that another client has it too.
 */
export function mergeProblem(client: CaseFacts | null): Problem | null {
  if (client?.records.some((rec) => rec.entered_by === CENTRE && !rec.voided)) return null;
  const read = readPersonId(client?.person.identifier ?? '');
  const temporary = read.ok && read.value.class === 'effica_temporary';
  return temporary ? null : { code: 'merge.not_temporary' };
}

/** Asks into whom the open client of a temporary identifier is merged, and why. */
export function askMerge(env: Env, state: DeskState): Stepped {
  const { client } = state;
  if (!client) return only(refusing(state, { code: 'client.none' }));
  const fields = {
    moves: movesField(client.records),
    person: link('person', { required: true, finder: 'person' }),
    ...REASON,
  };
  const form = defineForm({ id: 'merge', version: 1, fields });
  const world = { registry: env.registry, form, facts: factsHere(state) };
  const entry = openEntry(world, { client, node: null });
  const purpose = { kind: 'merge' as const, person: client.person.id };
  return only(over(state, { kind: 'prompt', purpose, form, entry }));
}

/** Asks whose the record under the hands is, where its loose links lead there, and why. */
export function askMove(env: Env, state: DeskState, rec: Rec): Stepped {
  const client = caseOf(state, rec);
  const moved = hangingOn(rec, client?.records ?? [], env.registry);
  const source = factsOf(state.setting, client, null);
  const problems = moveBlockers(rec, moved, env.registry, source);
  if (problems.length) return only(over(state, { kind: 'blockers', command: '', problems }));
  const form = moveForm(env.registry, rec, moved);
  const facts = factsOf(state.setting, null, null);
  const entry = openEntry({ registry: env.registry, form, facts }, { client: null, node: null });
  const links = looseLinks(rec, moved, env.registry.form(rec.form)).map(([id]) => id);
  const purpose = { kind: 'move' as const, rec, links };
  return only(over(state, { kind: 'prompt', purpose, form, entry }));
}

/** The case a record is in front of the worker with: the open client's, or that of its row. */
function caseOf(state: DeskState, rec: Rec): CaseFacts | null {
  const near = [state.client, state.entries[state.pane]?.client];
  return near.find((client) => client?.person.id === rec.bucket) ?? null;
}

function moveForm(registry: Registry, rec: Rec, moved: readonly Rec[]): Form {
  const loose = looseLinks(rec, moved, registry.form(rec.form));
  const asked: Fields = Object.fromEntries(
    loose.map(([id, field]) => [id, askedThere(field, rec)]),
  );
  return defineForm({
    id: 'move',
    version: 1,
    fields: {
      moves: movesField(moved),
      person: link('person', { required: true, finder: 'client' }),
      ...asked,
      ...REASON,
    },
  });
}

/** A link of the record as it is asked for in the case of the right person. */
function askedThere(field: Field, rec: Rec): Field {
  const values = (typed: Values): Values => ({ ...rec.values, ...typed });
  const { choices, default: proposed, required } = field;
  return {
    kind: field.kind,
    ...(field.to ? { to: field.to } : {}),
    shown: (_values, facts) => facts.client !== null,
    required: typeof required === 'function' ? (v, facts) => required(values(v), facts) : required,
    choices: (typed, facts) => choices?.(values(typed), facts) ?? [],
    default: (typed, facts) => proposed?.(values(typed), facts) ?? null,
  };
}

/** Does what was asked for; the answers have been read and hold. */
export function submitRelocation(state: DeskState, { purpose, entry }: PromptOverlay): Stepped {
  const closed = over(state, null);
  const to = textIn(entry.values, 'person') ?? '';
  const reason = textIn(entry.values, 'reason') ?? '';
  if (purpose.kind === 'merge') {
    return awaiting(closed, { kind: 'merge', from: purpose.person, to, reason });
  }
  if (purpose.kind !== 'move') return only(state);
  const links = Object.fromEntries(purpose.links.map((id) => [id, entry.values[id] ?? null]));
  return awaiting(closed, { kind: 'move', rec: purpose.rec, to, reason, links });
}
