import { lineAt, linesOf } from '../desk/diary';
import { factsHere } from '../desk/env';
import { limitTexts } from '../desk/limits';
import type { Entry } from '../desk/state';
import type { View } from '../desk/view';
import { isShown } from '../form/field';
import { isEmpty, type Rec } from '../form/value';
import { runningNow } from '../forms/next-step';
import type { DiaryEntry } from '../records/diary';
import type { GridRow } from '../records/rows';
import type { WorkRow } from '../records/work-list';
import { showLong } from '../rules/calendar';
import { showInstant } from '../rules/typed-instant';
import { captionOf, readOut } from './spot';

const long = (view: View, iso: string) => showLong(iso, view.state.setting.lang);

/** Who is open and what runs: what the client line of a screen tells. Empty without a client. */
export function clientText(view: View): string {
  const { state, words } = view;
  const person = state.client?.person;
  if (!person) return '';
  const running = runningNow(factsHere(state));
  const key = running && running.count > 1 ? 'screen.running.several' : 'screen.running';
  return [
    `${person.name} ${person.identifier}`,
    person.protected ? words.t('said.protected') : '',
    state.past ? words.t('said.then', { at: showInstant(state.past.at) }) : '',
    running ? `${words.t(key, { ...running })} ${running.name}` : '',
  ]
    .filter(Boolean)
    .join('. ');
}

/** A saved record field by field: caption and answer, its time limits, who entered it. */
export function recordLines(view: View, rec: Rec, entry: Entry | null): string[] {
  const { env, state, words } = view;
  const form = env.registry.form(rec.form);
  const facts = factsHere(state);
  const world = { registry: env.registry, form, facts };
  const values = entry?.values ?? rec.values;
  const lines: string[] = [];
  for (const [id, field] of Object.entries(form.fields)) {
    if (!isShown(field, values, facts)) continue;
    const caption = captionOf(view, form.id, id);
    if (field.guarded && entry?.hidden) lines.push(`${caption}: ${words.t('said.hidden')}`);
    const value = field.computed ? field.computed(values, facts) : (values[id] ?? null);
    if (isEmpty(value) || (field.guarded && entry?.hidden)) continue;
    const said = readOut(view, world, field, value);
    const isWaiting = rec.provisional && form.number?.field === id;
    const number = isWaiting ? words.t('said.provisional', { number: said }) : said;
    lines.push(`${caption}: ${number}`);
  }
  const limits = limitTexts(words, form.deadlines(rec, facts), facts.workDate);
  const by = { user: rec.entered_by, on: long(view, rec.entered_on), version: rec.version };
  return [...lines, ...(limits ?? []), words.t('record.entered', by)];
}

/** A line of the diary as it is read out. */
export function diaryText(view: View, { on, line }: DiaryEntry): string {
  const warned = line.warned ? `${view.words.t('said.mind')} ` : '';
  return `${long(view, on)} ${warned}${view.words.line(line.key, line.values)}`;
}

/** The lines of the diary that are shown now, and the one under the hands from 0. */
export function diaryNow({ env, state }: View): {
  readonly lines: readonly DiaryEntry[];
  readonly at: number;
} {
  return { lines: linesOf(env, state), at: lineAt(env, state) };
}

/** A row of a list of the start screen. */
export function workText(view: View, row: WorkRow): string {
  const { words, state } = view;
  const late = row.due && !row.conditional && row.due < state.setting.workDate;
  const due = row.due
    ? words.t(late ? 'said.work.late' : 'said.work.due', { on: long(view, row.due) })
    : '';
  const what = row.text.replace(/^\d{6} /u, '') || words.t(`form.${row.form}`);
  return [
    row.at ?? words.t(`work_list.${row.kind}`),
    row.person ? `${row.person.name} ${row.person.identifier}` : '',
    what,
    long(view, row.on),
    due,
  ]
    .filter(Boolean)
    .join(', ');
}

/** One of my rows of the day. */
export function dayRowText(view: View, row: GridRow): string {
  const { values } = row.rec;
  const facts = factsHere(view.state);
  const form = view.env.registry.form(row.form);
  const world = { registry: view.env.registry, form, facts };
  const parts = ['group', 'event', 'others', 'present', 'not_reachable', 'quantity'];
  const said = parts.flatMap((id) => {
    const field = form.fields[id];
    const value = values[id] ?? null;
    if (!field || isEmpty(value) || value === false) return [];
    const text = readOut(view, world, field, value);
    return [field.kind === 'code' ? text : `${captionOf(view, form.id, id)} ${text}`];
  });
  return [long(view, row.rec.diary_on), row.person?.name ?? '', ...said].filter(Boolean).join(', ');
}
