import { defineForm, type Form, type Registry, registryOf } from '../../src/form/define';
import type { Field } from '../../src/form/field';
import { text } from '../../src/form/kinds/text';
import { tableOf } from '../../src/form/table';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import type { Session } from '../../src/records/session';
import type { Base } from '../../src/store/base';
import { readRecord } from '../../src/store/records';
import { extraOf } from '../../src/store/sync-rows';
import { change, type Doing, oldestRecord, text as written } from './work';

/** What the next release knows besides: a field alone, and one that merges with others. */
const NEW: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  initiation: { mood: text({ section: 'basics', max: 80 }) },
  person: { nickname: text({ section: 'address', max: 80, group: 'address' }) },
};

function nextOf(form: Form): Form {
  const more = NEW[form.id];
  if (!more) return form;
  return defineForm({ ...form, version: form.version + 1, fields: { ...form.fields, ...more } });
}

/** The forms as the next release declares them; there is none yet, so it is declared here. */
export const nextRegistry: Registry = registryOf(registry.all.map(nextOf));

/** Adds what a program's forms have more than the tables of a base, as its migration does. */
export function migrateTo(forms: Registry, { db }: Base): void {
  for (const [id, more] of Object.entries(NEW)) {
    const columns = tableOf(forms.form(id))[0]?.split(',\n  ') ?? [];
    const text = 'SELECT name FROM pragma_table_info(?)';
    const known = new Set(db.prepare<[string], string>(text).pluck().all(id));
    for (const field of Object.keys(more)) {
      const column = columns.find((one) => one.startsWith(`"${field}"`));
      if (!column || known.has(field)) continue;
      db.exec(`ALTER TABLE "${id}" ADD COLUMN ${column.replace(/\n\) STRICT$/, '')}`);
    }
  }
}

/** A record with all it holds, known to the program or not. */
export function wholeRecord(forms: Registry, base: Base, form: string, id: string): Rec | null {
  const rec = readRecord(base, forms.form(form), id);
  if (!rec) return null;
  const beside = extraOf(base, forms.form(form), id) as Rec['values'];
  return { ...rec, values: { ...rec.values, ...beside } };
}

/** A change of what only the next release knows, where the station has it. */
function changeNew(form: string, field: string): Doing {
  const deed = change(form, (random) => ({ [field]: written(random) }), oldestRecord);
  return {
    what: `amend ${form} ${field}`,
    run: (session: Session, random) => {
      const isKnown = session.world.registry.form(form).fields[field] !== undefined;
      return isKnown ? deed.run(session, random) : null;
    },
  };
}

/** What people at a station of the next release do besides. */
export function skewDeeds(): Doing[] {
  const [mood, name] = [changeNew('initiation', 'mood'), changeNew('person', 'nickname')];
  return [mood, mood, mood, name, name, name];
}
