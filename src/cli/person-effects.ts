import type { Result } from '../base/problems';
import type { DeskEvent, Effect } from '../desk/state';
import type { CaseFacts, PersonFacts } from '../form/facts';
import type { Rec, Values } from '../form/value';
import { HOUSEHOLD_FORM, PERSON_FORM } from '../forms/panes';
import type { Draft } from '../store/drafts';
import type { Hands } from './effects';

type PersonEffect = Extract<Effect, { kind: 'show_person' | 'reveal' | 'alike' | 'households' }>;

function answered<T>(result: Result<T>, event: (value: T) => DeskEvent): DeskEvent {
  return result.ok ? event(result.value) : { kind: 'failed', problem: result.problem };
}

/** Does what the desk asks about persons and households. */
export function runPersonEffect({ session }: Hands, effect: PersonEffect): DeskEvent {
  switch (effect.kind) {
    case 'show_person':
      return answered(session.showPerson(effect.person), (rec) => ({
        kind: 'person',
        rec,
        revealed: null,
      }));
    case 'reveal': {
      const seen = session.reveal(effect.person, effect.reason, effect.text);
      if (!seen.ok) return { kind: 'failed', problem: seen.problem };
      return answered(session.showPerson(effect.person), (rec) => ({
        kind: 'person',
        rec,
        revealed: seen.value,
      }));
    }
    case 'alike':
      return answered(session.alikePersons(effect.values), (persons) => ({
        kind: 'alike',
        persons,
      }));
    case 'households':
      return answered(session.showHouseholds(effect.person), (shown) => ({
        kind: 'households',
        ...shown,
        after: effect.after,
      }));
  }
}

/** What an entry needs that its client's case does not hold. */
interface Besides {
  /** The saved record it changes: a person's own, or a household. */
  readonly saved: Rec | null;
  readonly known: readonly PersonFacts[];
}

/** Reads what a draft of a person or a household is about; nothing for other drafts. */
export function besidesCase(
  { session, env }: Hands,
  draft: Pick<Draft, 'form' | 'record' | 'value'>,
  client: CaseFacts | null,
): Besides {
  const values = (draft.value as { values?: Values } | null)?.values ?? {};
  const form = env.registry.all.find((one) => one.id === draft.form);
  const named = Object.entries(form?.fields ?? {}).flatMap(([id, field]) => {
    const columns = Object.entries(field.columns ?? {}).filter(([, one]) => one.finder);
    const rows = columns.length && Array.isArray(values[id]) ? values[id] : [];
    return rows.flatMap((row) => columns.map(([column]) => String(Object(row)[column] ?? '')));
  });
  const names = session.namePersons([...new Set(named.filter(Boolean))]);
  const known = names.ok ? names.value : [];
  if (!client) return { saved: null, known };
  if (draft.form === PERSON_FORM && draft.record === client.person.id) {
    const shown = session.showPerson(client.person.id);
    return { saved: shown.ok ? shown.value : null, known };
  }
  if (draft.form !== HOUSEHOLD_FORM) return { saved: null, known };
  const shown = session.showHouseholds(client.person.id);
  const records = shown.ok ? shown.value.records : [];
  return { saved: records.find((rec) => rec.id === draft.record) ?? null, known };
}
