import { padToWidth, wrapText } from '../base/text-width';
import { textOf } from '../catalog/codes';
import type { Form } from '../form/define';
import { showValue } from '../form/fill';
import type { ShowContext } from '../form/kinds/kind';
import { isEmpty, numberText, type Rec } from '../form/value';
import { showDdmmyy } from '../rules/calendar';
import { showInstant } from '../rules/typed-instant';
import type { Words } from '../words/words';
import { diaryOf } from './diary';
import { type Door, factsAt } from './door';
import { type NameSource, nameOfActor, showContextOf } from './names';
import type { WholeCase } from './whole-case';

const WIDTH = 80;
const CAPTION = 28;

/**
 * A whole case as text of 80 columns: client, household, diary, every record field by field, and
 * what was done to them.
 * @param voided true to have the voided records too, after the others
 */
export function caseText(door: Door, whole: WholeCase, words: Words, voided = false): string {
  const { registry } = door.world;
  const facts = factsAt(door, whole.client);
  const source: NameSource = { facts, registry };
  const context = showContextOf(source, { yes: words.t('screen.yes'), no: words.t('screen.no') });
  const live = whole.records.filter((rec) => !rec.voided);
  const gone = voided ? whole.records.filter((rec) => rec.voided) : [];
  const lines = [
    ...headLines(whole, words),
    '',
    ...heading(words.t('tab.diary.open')),
    ...diaryOf(facts, registry).flatMap(({ on, letter, line }) => {
      const mark = line.warned ? '!' : ' ';
      return hanging(`${showDdmmyy(on)} ${letter}${mark}`, words.line(line.key, line.values), 10);
    }),
    ...[whole.person, ...live].flatMap((rec) => {
      const form = registry.form(rec.form);
      return ['', ...recordLines(form, rec, words, context, door)];
    }),
    ...gone.flatMap((rec) => [
      '',
      words.t('show.voided'),
      ...recordLines(registry.form(rec.form), rec, words, context, door),
    ]),
    '',
    ...heading(words.t('show.history')),
    ...historyLines(door, whole, words, context),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function headLines({ client, at }: WholeCase, words: Words): string[] {
  const { person, household } = client;
  const then = at === undefined ? [] : [words.t('show.as_of', { at: showInstant(at) }), ''];
  const flag = person.protected ? ` ${words.t('screen.protected')}` : '';
  return [
    ...then,
    `${words.t('screen.person')} ${person.identifier} ${person.name}${flag}`,
    '',
    ...heading(words.t('form.household')),
    ...household.map(({ person: member, role }) => `${role} ${member.identifier} ${member.name}`),
  ];
}

function heading(text: string): string[] {
  return [text, '-'.repeat(Math.min(WIDTH, [...text].length))];
}

/** Text after a head, its later lines under the first. */
function hanging(head: string, text: string, indent: number): string[] {
  const parts = text.split('\n').flatMap((line) => wrapText(line, WIDTH - indent));
  return parts.map(
    (part, at) => `${at === 0 ? padToWidth(head, indent) : ' '.repeat(indent)}${part}`,
  );
}

function recordLines(
  form: Form,
  rec: Rec,
  words: Words,
  context: ShowContext,
  door: Door,
): string[] {
  const user = nameOfActor(door, rec.entered_by);
  const on = showDdmmyy(rec.entered_on);
  const lines = heading(`${words.t(`form.${form.id}`)} ${showDdmmyy(rec.diary_on)}`);
  for (const [id, field] of Object.entries(form.fields)) {
    const value = rec.values[id];
    if (value === undefined || isEmpty(value)) continue;
    const isNumber = id === form.number?.field;
    const shown = isNumber ? numberText(rec, id) : showValue(field, value, context);
    if (shown === '') continue;
    lines.push(...hanging(captionOf(form, id, words), shown, CAPTION));
  }
  lines.push(...wrapText(words.t('record.entered', { user, on, version: rec.version }), WIDTH));
  return lines;
}

function captionOf(form: Form, field: string, words: Words): string {
  return words.t(`form.${form.id}.${field}`);
}

function historyLines(door: Door, whole: WholeCase, words: Words, context: ShowContext): string[] {
  const { registry, catalog } = door.world;
  return whole.changes.flatMap((change) => {
    const form = registry.form(change.form);
    const row =
      change.reason === null ? undefined : catalog.code('correction_reasons', change.reason);
    const reason = row ? textOf(row, door.setting.lang) : (change.reason ?? '');
    const what = words.t(`show.change.${change.kind}`, {
      form: words.t(`form.${form.id}`),
      user: nameOfActor(door, change.actor),
      reason,
    });
    const lines = hanging(showDdmmyy(change.work_on), what, 8);
    // A new record stands above with all its fields; what matters here is what became of them.
    if (change.kind === 'create') return lines;
    for (const [id, [was, now]] of Object.entries(change.patch)) {
      const field = form.fields[id];
      if (!field) continue;
      const text = `${showValue(field, was, context)} → ${showValue(field, now, context)}`;
      lines.push(...hanging(`        ${captionOf(form, id, words)}`, text, CAPTION + 8));
    }
    return lines;
  });
}
