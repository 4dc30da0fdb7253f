import { textOf } from '../catalog/codes';
import type { Registry } from '../form/define';
import { type Facts, type MemberRec, type PersonFacts, workerIn } from '../form/facts';
import type { Field } from '../form/field';
import { showOption } from '../form/kinds/choice';
import type { ShowContext } from '../form/kinds/kind';
import { saidText } from '../form/kinds/text';
import type { Door } from './door';

/** Where names of links are looked up besides the open case. */
export interface NameSource {
  readonly facts: Facts;
  readonly registry: Registry;
  /** Persons by id who are not of the client's household. */
  readonly persons?: ReadonlyMap<string, PersonFacts>;
}

/**
 * The text of a chosen id, also of one that can no longer be chosen: a code with its text, a
 * worker, a unit (masked under turvakielto), a person, or how a form names its record; for a text
 * the centre has written that text in the user's language. Empty for what is not known here.
 */
export function nameOf(source: NameSource, field: Field, id: string): string {
  const { facts } = source;
  if (field.says) return saidText(facts, field.says, id);
  if (field.set) {
    const row = facts.code(field.set, id);
    return row ? showOption(row) : id;
  }
  if (field.to === 'worker') return workerIn(facts.workers, id)?.name ?? id;
  if (field.to === 'unit') return facts.unitName(id);
  if (field.to === 'person') return nameOfPerson(source, id);
  const rec = facts.client?.records.find((one) => one.id === id);
  if (rec) return source.registry.form(rec.form).name(rec, facts);
  const theirs = recordOfMember(facts, id);
  if (!theirs) return '';
  return `${theirs.person.name}: ${source.registry.form(theirs.form).name(theirs, facts)}`;
}

const ACTORS = 'actors';

/** Who made a change: a worker, or what else writes into records (the centre gives numbers). */
export function nameOfActor({ setting }: Door, id: string): string {
  const worker = workerIn(setting.workers, id);
  if (worker) return worker.name;
  const row = setting.catalog.code(ACTORS, id);
  return row ? textOf(row, setting.lang) : id;
}

function nameOfPerson({ facts, persons }: NameSource, id: string): string {
  const members = facts.client?.household.map((member) => member.person) ?? [];
  const near = [facts.client?.person, ...members].find((person) => person?.id === id);
  const person = near ?? facts.known.find((one) => one.id === id) ?? persons?.get(id);
  if (person) return `${person.identifier} ${person.name}`;
  // Of somebody outside the household nothing is told under turvakielto.
  const other = facts.client?.others?.find((one) => one.id === id);
  return !other ? '' : other.protected ? '•••' : `${other.identifier} ${other.name}`;
}

function recordOfMember({ client }: Facts, id: string): MemberRec | undefined {
  return [...(client?.householdInitiations ?? []), ...(client?.householdLinked ?? [])].find(
    (rec) => rec.id === id,
  );
}

/** What a kind needs to show a value, from the facts and two words. */
export function showContextOf(
  source: NameSource,
  answer: { readonly yes: string; readonly no: string },
): ShowContext {
  return {
    lang: source.facts.lang,
    nameOf: (field, id) => nameOf(source, field, id),
    yes: answer.yes,
    no: answer.no,
  };
}
