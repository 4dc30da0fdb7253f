import type { Form } from '../../src/form/define';
import type { Field } from '../../src/form/field';
import { KINDS } from '../../src/form/kinds/kinds';
import { registry } from '../../src/forms/index';
import { GENERATED, table, wordsOf } from './text';

const words = { fi: wordsOf('fi'), en: wordsOf('en') };

/** `yes`, `sometimes` where the record decides, else nothing. */
function said(property: unknown): string {
  if (typeof property === 'function') return 'sometimes';
  return property === true ? 'yes' : '';
}

function kindOf(field: Field): string {
  if (field.kind === 'rows') {
    const columns = Object.entries(field.columns ?? {}).map(([id, one]) => `${id} ${kindOf(one)}`);
    return `rows: ${columns.join(', ')}`;
  }
  const of = field.set ?? field.to ?? field.side;
  return of ? `${field.kind} ${of}` : field.kind;
}

function limitsOf(field: Field): string {
  return KINDS[field.kind]
    .limits(field)
    .map(({ code, values }) => words.en.t(code, values))
    .join(' ');
}

const GIVEN = {
  computed: 'calculated',
  at_save: 'given at save',
  by_command: 'set by a command',
} as const;

function stopOf(field: Field): string {
  if (field.given) return GIVEN[field.given];
  const passed = said(field.passed);
  return passed === 'yes' ? 'passed' : passed && `${passed} passed`;
}

function marksOf(field: Field): string {
  const marks = [
    field.counted && '●',
    field.default && 'default',
    field.shown && 'shown when it applies',
    field.guarded && 'guarded',
    field.unstored && 'not stored',
    field.group && `merges with ${field.group}`,
  ];
  return marks.filter(Boolean).join(', ');
}

function rowOf(form: Form, id: string, field: Field): string[] {
  const key = `form.${form.id}.${id}`;
  const section = field.section && `form.${form.id}.section.${field.section}`;
  return [
    `\`${id}\``,
    words.fi.t(key),
    words.en.t(key),
    kindOf(field),
    limitsOf(field),
    said(field.required),
    stopOf(field),
    marksOf(field),
    section && words.en.has(section) ? words.en.t(section) : (field.section ?? ''),
  ];
}

const HEAD = [
  ...['field', 'caption', 'in English', 'kind', 'takes', 'required', 'stop', 'marks', 'section'],
];

function formText(form: Form): string {
  const facts = [
    `Table \`${form.id}\`, version ${form.version}`,
    form.letter && `diary kind ${form.letter}`,
    form.number && `number series ${form.number.series} in \`${form.number.field}\``,
    form.frozenBy && `frozen once \`${form.frozenBy}\` is on`,
    form.grid && 'saving opens the next row',
    form.waiting && 'waits in the work list',
  ].filter(Boolean);
  const rows = Object.entries(form.fields).map(([id, field]) => rowOf(form, id, field));
  const key = `form.${form.id}`;
  const title = `## ${words.fi.t(key)} · ${words.en.t(key)}`;
  return `${title}\n\n${facts.join('; ')}.\n\n${table(HEAD, rows)}\n`;
}

/** `docs/generated/forms.md`: every form with every field, as declared in `src/forms/`. */
export function formsPage(): string {
  return `# Forms

${GENERATED} "Required" is what saving asks for; a draft is kept whatever is missing. "Passed" is no
stop going forward while it holds a valid value. ● feeds statistics. "Sometimes" depends on the
record. "Guarded" is masked under turvakielto.

${registry.all.map(formText).join('\n')}`;
}
