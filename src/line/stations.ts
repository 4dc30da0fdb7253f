import { factsHere } from '../desk/env';
import { daySum } from '../desk/grid';
import { listsNow } from '../desk/start-list';
import type { DeskState, Entry } from '../desk/state';
import { whyNot } from '../desk/why-not';
import { nextStep } from '../forms/next-step';
import { LOOK_BY_LETTER, NEW_BY_LETTER } from '../forms/panes';
import type { CommandId } from '../keys/commands';
import { PAGE } from './listing';
import { nameOfCommand } from './names';
import { clientText, dayRowText, diaryNow, diaryText, recordLines, workText } from './reading';
import { sentenceOf } from './said';
import { readyBetween, spotOf } from './spot';
import type { Talking } from './talk';

/** What lies open, as far as it is announced when it changes; null under a question. */
export function placeOf(state: DeskState): string | null {
  const { overlay, pane, client, past } = state;
  if (overlay?.kind === 'prompt') return null;
  const of = `${client?.person.id ?? ''} ${past?.at ?? ''}`;
  if (pane === 'start') return `start ${state.start.list}`;
  const entry = state.entries[pane];
  if (!entry) return `${pane} ${of}`;
  const saved = entry.saved ? `${entry.saved.id} ${entry.saved.version}` : '';
  return `${pane} ${entry.form} ${entry.mode} ${saved} ${of}`;
}

/** Says where one has come to. */
export function announce(talking: Talking): void {
  const { state } = talking;
  const { pane } = state;
  const entry = state.entries[pane];
  if (pane === 'start') {
    tellStart(talking);
    return;
  }
  if (pane === 'diary') {
    tellCase(talking);
    return;
  }
  if (!entry) return;
  if (entry.mode === 'shown') {
    tellShown(talking, entry);
    return;
  }
  tellForm(talking, entry);
}

const mark = (talking: Talking) =>
  talking.state.baseKind === 'demo' ? `${talking.t('screen.demo')}. ` : '';

/** The start screen: its list, numbered. */
export function tellStart(talking: Talking, from = 0): void {
  const { view } = talking;
  const { workList, start } = view.state;
  const list = view.words.t(`list.${start.list}`);
  if (!workList.length) {
    talking.tell(`start.empty.${start.list}`);
  } else {
    const count = workList.length + start.more;
    if (from === 0) talking.tell('said.list', { title: list, count }, 'headed');
    const rows = workList.slice(from, from + PAGE);
    for (const [at, row] of rows.entries()) {
      talking.say('listed', `${from + at + 1}. ${workText(view, row)}`);
    }
  }
  talking.diaryTop = from;
  if (from === 0 && listsNow(view.state).length > 1) {
    talking.tell('said.lists', { key: nameOfCommand(view.words, 'tab.other') });
  }
}

/** The client who is open; the first time the newest lines of the diary too. */
function tellCase(talking: Talking): void {
  talking.say('headed', mark(talking) + sentenceOf(clientText(talking.view)));
  const { client, past } = talking.state;
  const told = `${client?.person.id} ${past?.at ?? ''}`;
  if (told === talking.caseTold) return;
  talking.caseTold = told;
  tellDiary(talking, Math.max(0, diaryNow(talking.view).lines.length - SHORT));
}

/** The last page of the diary. */
export function tellNewest(talking: Talking): void {
  tellDiary(talking, Math.max(0, diaryNow(talking.view).lines.length - PAGE));
}

/** Lines of the diary told when a case opens. */
const SHORT = 5;

/** Lines of the diary from one on, numbered as they are opened. */
export function tellDiary(talking: Talking, from: number, count = PAGE): void {
  const { view } = talking;
  const { lines } = diaryNow(view);
  if (!lines.length) {
    talking.tell('diary.empty');
    return;
  }
  talking.diaryTop = from;
  const { filter } = view.state.diary;
  const title = filter ? view.words.t(`letter.${filter}`) : view.words.t('tab.diary.open');
  const before = from > 0 || view.state.client?.older;
  talking.tell('said.list', { title, count: lines.length }, 'headed');
  if (before) talking.tell('said.earlier');
  for (const [at, line] of lines.slice(from, from + count).entries()) {
    talking.say('listed', `${from + at + 1}. ${diaryText(view, line)}`);
  }
}

function tellShown(talking: Talking, entry: Entry): void {
  const { view } = talking;
  if (!entry.saved) return;
  const form = talking.t(`form.${entry.form}`);
  talking.say('headed', `${mark(talking)}${talking.t('said.shown', { form })}`);
  for (const line of recordLines(view, entry.saved, entry)) talking.say('listed', line);
}

/** A record without a form of its own, read out. */
export function tellWhole(talking: Talking): void {
  const { view } = talking;
  const { lines, at } = diaryNow(view);
  const rec = lines[at]?.rec;
  if (!rec) return;
  talking.say('headed', sentenceOf(talking.t(`form.${rec.form}`)));
  for (const line of recordLines(view, rec, null)) talking.say('listed', line);
}

/** A form that is filled in: what it is, of whom, and what is ready before its first field. */
function tellForm(talking: Talking, entry: Entry): void {
  const { view } = talking;
  const form = talking.t(`form.${entry.form}`);
  const key = entry.mode === 'amending' ? 'said.amending' : 'said.new';
  const { person } = entry.client ?? {};
  const whose = person ? `${person.name} ${person.identifier}` : '';
  const guarded = person?.protected ? ` ${talking.t('said.protected')}.` : '';
  talking.say('headed', `${mark(talking)}${talking.t(key, { form, whose })}${guarded}`);
  talking.section = null;
  const spot = spotOf(view);
  if (spot && entry.mode === 'new') {
    talking.tellReady(readyBetween(view, spot, null, spot.id));
  }
  for (const one of entry.warnings) talking.warn(one);
}

/** The rows of the day, numbered, and what they come to. */
export function tellDay(talking: Talking): void {
  const { view } = talking;
  const { gridRows } = view.state;
  if (!gridRows.length) {
    talking.refuse({ code: 'grid.empty' });
    return;
  }
  for (const [at, row] of gridRows.entries()) {
    talking.say('listed', `${at + 1}. ${dayRowText(view, row)}`);
  }
  talking.tell('grid.sum', { ...daySum(gridRows) });
  talking.tell('said.day_rows');
}

/** The next legal step of the case and its command; null where none can be taken here. */
export function stepHere(talking: Talking): CommandId | null {
  const { env, state } = talking.view;
  if (state.past) return 'case.now';
  const step = nextStep(factsHere(state));
  const command = (step?.command ?? null) as CommandId | null;
  if (!command || whyNot(env, { ...state, overlay: null }, command)) return null;
  return command === 'diary.open' && state.pane === 'diary' ? null : command;
}

/** Says what comes next in the case. */
export function tellNext(talking: Talking): void {
  const { state } = talking;
  const step = state.past ? null : nextStep(factsHere(state));
  if (!step) return;
  // What the prompt proposes is not said twice.
  const isDefault = step.command === stepHere(talking);
  const key = isDefault ? '' : nameOfCommand(talking.view.words, step.command as CommandId);
  talking.tell('screen.next', { step: talking.t(`next.${step.code}`), key });
}

/** The command a letter of the diary means: to make one after `n`, or to look otherwise. */
export function letterMeans(
  line: string,
): { readonly command: CommandId } | { readonly filter: string | null } | null {
  const made = /^n\s?(\p{L})$/iu.exec(line);
  const making = made && NEW_BY_LETTER[(made[1] as string).toUpperCase()];
  if (making) return { command: making as CommandId };
  if (line === '*') return { filter: null };
  const upper = line.toUpperCase();
  if (upper in LOOK_BY_LETTER) return { command: LOOK_BY_LETTER[upper] as CommandId };
  return upper in NEW_BY_LETTER ? { filter: upper } : null;
}
