import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCsv, toCsv } from '../../src/base/csv';
import { HELP_LANGUAGES } from '../../src/catalog/help';
import type { Form } from '../../src/form/define';
import type { CaseFacts, Facts } from '../../src/form/facts';
import { type Field, isShown } from '../../src/form/field';
import { KINDS } from '../../src/form/kinds/kinds';
import { outsideLimits, schemaOf } from '../../src/form/schema';
import {
  childColumns,
  childrenOf,
  childTable,
  columnsOf,
  storedOf,
  tableOf,
} from '../../src/form/table';
import type { Rec, Value, Values } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { clientOf, storedAnswers } from '../../src/records/answers';
import { openSession, type Session } from '../../src/records/session';
import { makeTestId } from '../../src/rules/person-id';
import type { Base } from '../../src/store/base';
import { insertRecord, readRecord } from '../../src/store/records';
import { LANGUAGES, SHIPPED } from '../words/data-words';
import { HELP } from './desk';
import { isTyped, sampleAnswers, sampleOf, storedPart } from './samples';
import { Bases, IDENTIFIERS, must, USERS, undone, WORK_DATE, worldOf } from './world';

let bases: Bases;
let base: Base;
let session: Session;
let client: CaseFacts;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
  session = must(
    openSession(worldOf(base), { user: USERS.worker, workDate: WORK_DATE, lang: 'fi' }),
  );
  const [found] = must(session.findPersons(IDENTIFIERS.client)).persons;
  client = must(session.openCase(found?.id ?? ''));
});

afterAll(() => bases.remove());

/** A form whose records belong to a client is filled in with the client's case open. */
function factsFor(form: Form): Facts {
  return session.facts('person' in form.fields && !form.fields.person?.unstored ? client : null);
}

/** What nobody has been offered yet: the open initiation. */
function notHandedOver(): string | null {
  const open = client.records.find(
    (rec) => rec.form === 'initiation' && !rec.values.handled_by && !rec.values.dismissed_on,
  );
  return open?.id ?? null;
}

/** What no kind can know: an identifier nobody has, and a household with one head. */
function givenFor(form: Form): Values {
  if (form.apart) return { [form.apart.from]: '2027-01-04', [form.apart.until]: '2027-01-05' };
  if (form.id === 'handover') return { attached: notHandedOver() };
  const { columns } = form.fields[Object.keys(form.fields)[0] as string] as Field;
  if (columns?.class) {
    const value = makeTestId('1971-01-31', 977);
    return { identifiers: [{ value, class: 'test', from: null, until: WORK_DATE }] };
  }
  if (!columns?.role) return {};
  const member = { person: client.person.id, role: 'R', guardian: true };
  return { members: [{ ...member, from: '2020-01-01', until: null }] };
}

const answersOf = (form: Form, how: 'needed' | 'all', seed = 1): Values =>
  sampleAnswers(form, factsFor(form), { given: givenFor(form), how, seed });

/** Every stored field answered, also those no user types, and never frozen. */
function fullValues(form: Form): Values {
  const facts = factsFor(form);
  const typed = answersOf(form, 'all', 2);
  const values: Record<string, Value> = { ...storedPart(form, typed) };
  for (const id of storedOf(form)) {
    const field = form.fields[id] as Field;
    const empty = values[id] === null || (Array.isArray(values[id]) && !values[id].length);
    if (!empty) continue;
    const options = [{ id: 'valinta', code: '', text: 'Valinta' }];
    values[id] =
      field.kind === 'rows'
        ? sampleOf(field, {}, facts, 2)
        : KINDS[field.kind].sample(field, 2, { workDate: facts.workDate, options });
  }
  if (form.frozenBy) values[form.frozenBy] = false;
  return values;
}

function recordOf(form: Form, values: Values, id = `${form.id}-1`): Rec {
  return {
    id,
    form: form.id,
    version: 1,
    bucket: clientOf(form, values),
    diary_on: WORK_DATE,
    service_task: null,
    closed_at: null,
    entered_on: WORK_DATE,
    entered_by: USERS.worker,
    entered_at: '2026-03-16T08:00:00.000Z',
    entry_no: 1000,
    voided: false,
    values,
  };
}

/** Whether SQLite takes it; what it refuses must be a limit of the table, not something else. */
function sqliteTakes(run: () => void): boolean {
  try {
    undone(base, run);
    return true;
  } catch (error) {
    expect(String((error as { code?: string }).code)).toMatch(
      /^SQLITE_CONSTRAINT_(CHECK|DATATYPE|NOTNULL|PRIMARYKEY|UNIQUE)$/,
    );
    return false;
  }
}

/** Whether the store takes a record, child tables and all. */
function storeTakes(form: Form, values: Values): boolean {
  try {
    undone(base, () => insertRecord(base, form, recordOf(form, values)));
    return true;
  } catch {
    return false;
  }
}

function setColumn(form: Form, column: string, value: unknown): void {
  base.db
    .prepare(`UPDATE "${form.id}" SET "${column}" = ? WHERE "id" = ?`)
    .run(value, `${form.id}-1`);
}

function insertChild(
  form: Form,
  id: string,
  cells: Readonly<Record<string, unknown>>,
  pos = 1,
): void {
  const names = Object.keys(cells).map((name) => `"${name}"`);
  const marks = names.map(() => '?').join(', ');
  base.db
    .prepare(
      `INSERT INTO "${childTable(form, id)}" ("record_id", "pos", ${names.join(', ')})` +
        ` VALUES (?, ?, ${marks})`,
    )
    .run(`${form.id}-1`, pos, ...Object.values(cells));
}

/** Fields of a kind that has a column of its own, and values on both sides of its limits. */
function nearSide(field: Field): Value[] {
  if (field.kind === 'text' || field.kind === 'memo') return ['x', 'ä'.repeat(field.max ?? 0)];
  if (field.kind === 'integer' || field.kind === 'money') return [field.min ?? 0, field.max ?? 0];
  if (field.kind === 'flag') return [true, false];
  if (field.kind === 'date') return ['2024-02-29', '1900-01-01'];
  return [];
}

describe.each(registry.all.map((form) => [form.id, form] as const))('form %s', (_id, form) => {
  const schema = schemaOf(form);
  const zodTakes = (values: Values) => {
    const takes = schema.safeParse(values).success;
    // What a save asks says the same, also when it is asked again.
    for (const _ of ['first', 'again'])
      expect(outsideLimits(form, values).length === 0).toBe(takes);
    return takes;
  };
  const cell = (value: Value) => (typeof value === 'boolean' ? Number(value) : value);

  it('accepts a sample record: defaults, and samples of what is needed', () => {
    const facts = factsFor(form);
    const values = answersOf(form, 'needed');
    const result = undone(base, () =>
      session.save({
        form: form.id,
        values: storedAnswers(form, values, facts),
        client: facts.client,
      }),
    );
    expect(result).toMatchObject({ kind: 'saved', rec: { form: form.id } });
  });

  it('accepts a sample of every field, but those its own rules refuse with a sentence', () => {
    const facts = factsFor(form);
    const left: string[] = [];
    for (let round = 0; round < 9; round++) {
      const all = answersOf(form, 'all');
      const kept = Object.fromEntries(Object.entries(all).filter(([id]) => !left.includes(id)));
      const values = storedAnswers(form, kept, facts);
      const result = undone(base, () =>
        session.save({ form: form.id, values, client: facts.client }),
      );
      if (result.kind === 'saved') break;
      expect(result).toMatchObject({ kind: 'refused' });
      if (result.kind !== 'refused') return;
      for (const problem of result.problems) {
        for (const lang of LANGUAGES) {
          expect(SHIPPED[lang].words.has(`problem.${problem.code}`), problem.code).toBe(true);
        }
        expect(Object.keys(form.fields)).toContain(problem.field);
        expect(form.fields[problem.field as string]?.required).not.toBe(true);
        left.push(problem.field as string);
      }
    }
    const typed = Object.keys(form.fields).filter((id) => isTyped(form.fields[id] as Field));
    expect(left.length).toBeLessThanOrEqual(Math.ceil(typed.length / 4));
  });

  it('keeps the same limits in zod and in SQLite', () => {
    const full = fullValues(form);
    expect(schema.safeParse(full).error?.issues ?? []).toEqual([]);
    insertRecord(base, form, recordOf(form, full));
    const wrong: string[] = [];
    for (const id of storedOf(form)) {
      const field = form.fields[id] as Field;
      const inColumn = columnsOf(form).includes(id);
      const takes = (value: unknown) => {
        const zod = zodTakes({ ...full, [id]: value as Value });
        const sql = inColumn
          ? sqliteTakes(() => setColumn(form, id, cell(value as Value)))
          : storeTakes(form, { ...full, [id]: value as Value });
        return { zod, sql };
      };
      for (const value of KINDS[field.kind].refused(field)) {
        const { zod, sql } = takes(value);
        if (zod || sql)
          wrong.push(`${id} takes ${JSON.stringify(value).slice(0, 40)} zod ${zod} sql ${sql}`);
      }
      for (const value of nearSide(field)) {
        const { zod, sql } = takes(value);
        if (!zod || !sql)
          wrong.push(`${id} refuses ${JSON.stringify(value).slice(0, 40)} zod ${zod} sql ${sql}`);
      }
      const must = field.required === true && !field.shown;
      const { zod, sql } = inColumn ? takes(null) : { zod: !must, sql: !must };
      if (inColumn && (zod === must || sql === must))
        wrong.push(`${id} null zod ${zod} sql ${sql}`);
    }
    expect(wrong).toEqual([]);
  });

  it('keeps the limits of the columns of its groups', () => {
    const full = fullValues(form);
    const wrong: string[] = [];
    for (const id of childrenOf(form)) {
      const field = form.fields[id] as Field;
      const columns = field.columns ?? { value: { ...field, kind: 'link' } as Field };
      expect(Object.keys(columns)).toEqual(childColumns(field));
      const held = full[id];
      const first = Array.isArray(held) ? held[0] : undefined;
      const row = field.columns ? { ...(first as object) } : { value: 'muu_arvo' };
      const cells = (values: object) =>
        Object.fromEntries(Object.entries(values).map(([name, value]) => [name, cell(value)]));
      expect(
        sqliteTakes(() => insertChild(form, id, cells(row))),
        id,
      ).toBe(true);
      for (const [name, column] of Object.entries(columns)) {
        const bad = [...KINDS[column.kind].refused(column), ...(column.required ? [null] : [])];
        for (const value of bad) {
          const sql = sqliteTakes(() => insertChild(form, id, cells({ ...row, [name]: value })));
          const one = field.columns ? { ...row, [name]: value } : value;
          const zod =
            value === null && !field.columns ? false : zodTakes({ ...full, [id]: [one] as never });
          if (sql || zod)
            wrong.push(
              `${id}.${name} takes ${JSON.stringify(value).slice(0, 40)} zod ${zod} sql ${sql}`,
            );
        }
      }
      const { max } = field;
      if (max === undefined) continue;
      const sql = sqliteTakes(() => insertChild(form, id, cells(row), max));
      const zod = zodTakes({ ...full, [id]: Array(max + 1).fill(row) as never });
      if (sql || zod) wrong.push(`${id} takes ${max + 1} rows zod ${zod} sql ${sql}`);
      expect(
        sqliteTakes(() => insertChild(form, id, cells(row), max - 1)),
        id,
      ).toBe(true);
    }
    expect(wrong).toEqual([]);
    expect(zodTakes({ ...full, tuntematon: 'x' })).toBe(false);
  });

  it('comes back the same from a row, from CSV and from JSON', () => {
    const full = fullValues(form);
    const id = `${form.id}-2`;
    insertRecord(base, form, recordOf(form, full, id));
    expect(readRecord(base, form, id)?.values).toEqual(full);
    expect(schema.parse(JSON.parse(JSON.stringify(full)))).toEqual(full);
    const tricky = Object.fromEntries(
      storedOf(form).map((name) => {
        const field = form.fields[name] as Field;
        if (field.kind === 'memo') return [name, 'eka "rivi"; toka,\n#kolmas\t'];
        return [name, field.kind === 'text' ? ' "a";b,#c ' : (full[name] ?? null)];
      }),
    );
    const nothing = Object.fromEntries(
      storedOf(form).map((name) => {
        const several = ['codes', 'links', 'rows'].includes(form.fields[name]?.kind ?? '');
        return [name, several ? [] : null];
      }),
    );
    const csv = (values: Values) =>
      Object.fromEntries(
        storedOf(form).map((name) => {
          const field = form.fields[name] as Field;
          return [name, KINDS[field.kind].toCsv(values[name] ?? null, field)];
        }),
      );
    const table = [full, tricky, nothing];
    const read = parseCsv(toCsv(storedOf(form), table.map(csv)));
    expect(read.faults).toEqual([]);
    const back = read.rows.map(({ values }) =>
      Object.fromEntries(
        storedOf(form).map((name) => {
          const field = form.fields[name] as Field;
          return [name, KINDS[field.kind].fromCsv(values[name] as string, field)];
        }),
      ),
    );
    expect(back).toEqual(table);
  });

  it.each(LANGUAGES)('has every word in %s', (lang) => {
    const { words, faults } = SHIPPED[lang];
    const sections = Object.values(form.fields).flatMap((field) => field.section ?? []);
    const keys = [
      `form.${form.id}`,
      ...[...new Set(sections)].map((section) => `form.${form.id}.section.${section}`),
      ...Object.entries(form.fields).flatMap(([id, field]) => [
        `form.${form.id}.${id}`,
        ...Object.keys(field.columns ?? {}).map((column) => `form.${form.id}.${id}.${column}`),
      ]),
    ];
    expect(keys.filter((key) => !words.has(key) || words.t(key).trim() === '')).toEqual([]);
    // The Finnish words stand behind the English ones: a fault tells where English has none.
    expect(faults.filter(({ problem }) => keys.includes(String(problem.values?.key)))).toEqual([]);
  });

  it.each(HELP_LANGUAGES)('has help in %s for itself and for each field, no two alike', (lang) => {
    const fields = Object.keys(form.fields);
    const missing = [undefined, ...fields].filter(
      (id) => HELP.helpFor(lang, form.id, id)?.lang !== lang,
    );
    expect(missing).toEqual([]);
    expect(HELP.check(lang, [{ form: form.id, fields: helped(form) }])).toEqual([]);
  });

  it('has the tables that its declaration asks for', () => {
    const oneLine = (sql: string) =>
      sql.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/ \)/g, ')').trim();
    const made = base.db
      .prepare<[string, string], { sql: string }>(
        'SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL' +
          " AND (tbl_name = ? OR tbl_name LIKE ? ESCAPE '!')",
      )
      .all(form.id, `${form.id.replaceAll('_', '!_')}!_!_%`)
      .map(({ sql }) => oneLine(sql));
    const declared = tableOf(form).map(oneLine);
    expect(declared.filter((sql) => !made.includes(sql))).toEqual([]);
    // Indexes for lists may stand beside; a table or trigger that nothing declares may not.
    const more = made.filter((sql) => !declared.includes(sql) && !sql.startsWith('CREATE INDEX'));
    expect(more).toEqual([]);
  });
});

function helped(form: Form): string[] {
  return Object.entries(form.fields).flatMap(([id, field]) => [
    id,
    ...Object.keys(field.columns ?? {}).map((column) => `${id}.${column}`),
  ]);
}

it('samples answer most fields, shown or not', () => {
  const counts = registry.all.map((form) => {
    const facts = factsFor(form);
    const all = answersOf(form, 'all');
    const shown = Object.entries(form.fields).filter(
      ([, field]) => isTyped(field) && isShown(field, all, facts),
    );
    const empty = shown.filter(([id]) => all[id] === null || all[id] === undefined);
    return { form: form.id, shown: shown.length, empty: empty.map(([id]) => id) };
  });
  for (const { form, shown, empty } of counts) {
    expect(shown, form).toBeGreaterThan(0);
    expect(empty.length, `${form}: ${empty}`).toBeLessThanOrEqual(2);
  }
});
