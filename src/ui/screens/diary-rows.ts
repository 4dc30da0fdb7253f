import { cutToWidth, wrapText } from '../../base/text-width';
import { lineAt, linesOf, nodesOf, selectedRecord } from '../../desk/diary';
import { type Env, factsHere } from '../../desk/env';
import { paneWidth, treeWidth } from '../../desk/layout';
import { limitTexts } from '../../desk/limits';
import { shownText } from '../../desk/show';
import type { DeskState } from '../../desk/state';
import type { Facts } from '../../form/facts';
import { isShown } from '../../form/field';
import { isEmpty, type Rec } from '../../form/value';
import type { DiaryEntry } from '../../records/diary';
import { showDdmmyy } from '../../rules/calendar';
import type { Line } from '../../screen/cell';
import type { Words } from '../../words/words';
import { composeRow, plain, type View } from '../view';
import { column } from './bar-rows';

const USER_WIDTH = 10;
/** Records listed under a node of the tree; the lines beside it show them all. */
const UNDER_NODE = 8;
const LINE_HEAD = 2 + 7 + USER_WIDTH + 1;
/** Rows after the first begin under the user: a long event costs fewer rows. */
const REST_HEAD = 9;

/** The composed text of a diary line. */
function diaryText(words: Words, entry: DiaryEntry): string {
  return words.line(entry.line.key, entry.line.values);
}

function treeRows(view: View, height: number): Line[] {
  const { state, env } = view;
  const width = treeWidth(state.size) - 1;
  const here = (at: number) => state.diary.tree === at;
  const inTree = state.diary.side === 'tree';
  const mark = (at: number) => (here(at) ? (inTree ? '>' : '·') : ' ');
  const name = state.client?.person.name ?? '';
  const rows: { text: string; on: boolean }[] = [{ text: `${mark(0)}${name}`, on: here(0) }];
  nodesOf(env, state).forEach((node, index) => {
    const folded = state.diary.folded.includes(node.rec.id);
    const text = `${mark(index + 1)}[${folded ? '+' : '-'}] ${node.label}`;
    rows.push({ text, on: here(index + 1) });
    const under = folded ? [] : node.records.filter((rec) => rec.id !== node.rec.id);
    for (const rec of under.slice(0, UNDER_NODE))
      rows.push({ text: `     ${underText(view, rec)}`, on: false });
    if (under.length > UNDER_NODE) {
      const more = `${under.length - UNDER_NODE}${state.client?.older ? '+' : ''}`;
      rows.push({ text: `     … ${more}`, on: false });
    }
  });
  const at = rows.findIndex((row) => row.on);
  const top = Math.max(0, Math.min(at - height + 2, rows.length - height));
  return rows
    .slice(top, top + height)
    .map((row) => plain(row.text, width, row.on && inTree ? { bold: true } : undefined));
}

function underText(view: View, rec: Rec): string {
  const { words } = view;
  return `${showDdmmyy(rec.diary_on)} ${words.t(`kind.${rec.form}`)}`;
}

/** Wraps a text whose first row is narrower than the rest. */
function hanging(text: string, first: number, rest: number): string[] {
  const [head = '', ...more] = wrapText(text, first);
  if (!more.length) return [head];
  return [head, ...wrapText(text.slice(head.length).trimStart(), rest)];
}

function entryRows(view: View, entry: DiaryEntry, on: boolean, width: number): Line[] {
  const mark = on ? '>' : ' ';
  const warned = entry.line.warned ? '! ' : '';
  const wrapped = hanging(
    `${warned}${diaryText(view.words, entry)}`,
    width - LINE_HEAD,
    width - REST_HEAD,
  );
  const style = on ? { bold: true } : undefined;
  return wrapped.map((text, at) =>
    at === 0
      ? plain(
          `${mark} ${showDdmmyy(entry.on)} ${column(entry.rec.entered_by, USER_WIDTH)} ${text}`,
          width,
          style,
        )
      : plain(`${' '.repeat(REST_HEAD)}${text}`, width, style),
  );
}

function lineRows(view: View, height: number): Line[] {
  const { state, env, words } = view;
  const width = paneWidth(state.size) - treeWidth(state.size);
  const lines = linesOf(env, state);
  const at = lineAt(env, state);
  const filter = state.diary.filter;
  const head = [
    `  ${column(words.t('diary.on'), 6)}`,
    column(words.t('diary.user'), USER_WIDTH),
    words.t('diary.event'),
    filter ? `· ${words.t(`letter.${filter}`)}` : '',
    state.diary.making ? `· ${words.t('diary.making')}` : '',
  ]
    .filter(Boolean)
    .join(' ');
  const rows: Line[] = [];
  // The selected line stands last while there are lines enough above it.
  for (let index = at; index >= 0 && rows.length < height - 1; index--) {
    const entry = lines[index] as DiaryEntry;
    rows.unshift(...entryRows(view, entry, index === at && state.diary.side === 'lines', width));
  }
  const above = rows.slice(Math.max(0, rows.length - (height - 1)));
  for (let index = at + 1; index < lines.length && above.length < height - 1; index++) {
    above.push(...entryRows(view, lines[index] as DiaryEntry, false, width));
  }
  if (!lines.length) above.push(plain(`  ${words.t('diary.empty')}`, width, { dim: true }));
  return [plain(head, width, { dim: true }), ...above.slice(0, height - 1)];
}

/** The whole record of the selected line, caption and answer on a row, long ones wrapped. */
function recordRows(
  env: Env,
  state: DeskState,
  words: Words,
  rec: { form: string; values: Rec['values'] } & Partial<Rec>,
  width: number,
): Line[] {
  const form = env.registry.form(rec.form);
  const facts = factsHere(state);
  const captions = Math.min(28, Math.floor(width / 2));
  const rows: Line[] = [plain(words.t(`form.${form.id}`), width, { bold: true })];
  for (const [id, field] of Object.entries(form.fields)) {
    const value = field.computed ? field.computed(rec.values, facts) : rec.values[id];
    if (isEmpty(value) || !isShown(field, rec.values, facts)) continue;
    const text = shownText(env.registry, facts, form, id, value);
    const wrapped = wrapText(text, width - captions - 1);
    wrapped.forEach((part, at) => {
      rows.push(
        plain(
          `${column(at === 0 ? words.t(`form.${form.id}.${id}`) : '', captions)} ${part}`,
          width,
        ),
      );
    });
  }
  for (const text of limitsOf(env, facts, rec, words)) rows.push(plain(text, width));
  if (rec.entered_by && rec.entered_on) {
    const who = words.t('record.entered', {
      user: rec.entered_by,
      on: showDdmmyy(rec.entered_on),
      version: rec.version ?? 1,
    });
    rows.push(plain(cutToWidth(who, width), width, { dim: true }));
  }
  return rows;
}

/** The next time limit of a saved record, in the words of its form. */
function limitsOf(env: Env, facts: Facts, rec: Partial<Rec>, words: Words): readonly string[] {
  if (rec.id === undefined || rec.form === undefined) return [];
  const limits = env.registry.form(rec.form).deadlines(rec as Rec, facts);
  return limitTexts(words, limits, facts.workDate) ?? [];
}

/** The rows of a whole record that fit, from the one the hands scrolled to. */
function wholeRows(view: View, rec: Rec, width: number, height: number): Line[] {
  const { env, state, words } = view;
  const rows = recordRows(env, state, words, rec, width);
  const top = Math.max(0, Math.min(state.diary.top, rows.length - height));
  return rows.slice(top, top + height);
}

/** The diary pane: tree left, lines right; or the whole record in the tab Päiväkirjatiedot. */
export function diaryRows(view: View, height: number): readonly Line[] {
  const { state, env } = view;
  const width = paneWidth(state.size);
  const rec = state.diary.whole ? selectedRecord(env, state) : null;
  const left = treeRows(view, height);
  const right = rec
    ? wholeRows(view, rec, width - treeWidth(state.size), height)
    : lineRows(view, height);
  return Array.from({ length: height }, (_, y) =>
    composeRow(
      [
        { x: 0, line: left[y] ?? [] },
        { x: treeWidth(state.size) - 1, line: [{ text: '│' }] },
        { x: treeWidth(state.size), line: right[y] ?? [] },
      ],
      width,
    ),
  );
}
