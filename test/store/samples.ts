import type { Form } from '../../src/form/define';
import type { Option } from '../../src/form/facts';
import type { Field } from '../../src/form/field';
import { KINDS } from '../../src/form/kinds/kinds';
import { storedOf } from '../../src/form/table';
import type { Rec, Row, Scalar, Value, Values } from '../../src/form/value';

const options: Option[] = Array.from({ length: 7 }, (_, at) => ({
  id: `valinta_${at}`,
  code: '',
  text: `Valinta ${at}`,
}));
const context = { workDate: '2026-03-16', options };

const mustHold = (field: Field) => field.required === true && !field.shown;

function scalar(field: Field, seed: number): Scalar {
  // Every fifth answer that may be left out is.
  if (seed % 5 === 0 && !mustHold(field)) return null;
  return KINDS[field.kind].sample(field, seed, context) as Scalar;
}

function row(field: Field, seed: number): Row {
  const columns = Object.entries(field.columns ?? {});
  return Object.fromEntries(columns.map(([id, column], at) => [id, scalar(column, seed + at)]));
}

/** An accepted answer of a field, made of the kind's own samples. */
export function sampleValue(field: Field, seed: number): Value {
  const many = Array.from({ length: seed % 4 }, (_, at) => seed + at);
  if (field.kind === 'rows') return many.map((one) => row(field, one));
  if (field.kind === 'codes' || field.kind === 'links') {
    return many.flatMap((one) => KINDS[field.kind].sample(field, one, context) as string[]);
  }
  return scalar(field, seed);
}

/** Answers of every stored field of a form. */
export function sampleValues(form: Form, seed: number): Values {
  const fields = storedOf(form).map((id, at) => {
    return [id, sampleValue(form.fields[id] as Field, seed + at)] as const;
  });
  const values: Record<string, Value> = Object.fromEntries(fields);
  if (form.frozenBy) values[form.frozenBy] = false;
  return values;
}

/** A new record of a form. */
export function sampleRecord(form: Form, seed: number, given: Partial<Rec> = {}): Rec {
  return {
    id: `${form.id}-${seed}`,
    form: form.id,
    version: 1,
    bucket: seed % 3 === 0 ? null : `henkilo-${seed % 5}`,
    diary_on: `2026-03-${String((seed % 28) + 1).padStart(2, '0')}`,
    service_task: seed % 2 === 0 ? null : 'aikuisten_palvelut',
    closed_at: seed % 4 === 0 ? '2026-04-01' : null,
    entered_on: '2026-03-16',
    entered_by: 'yhtmalmai',
    entered_at: '2026-03-16T08:00:00.000Z',
    entry_no: seed,
    voided: seed % 7 === 0,
    values: sampleValues(form, seed),
    ...given,
  };
}
