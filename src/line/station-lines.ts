import { PAGE } from './listing';
import { diaryNow } from './reading';
import { commandLine, leave, runNamed } from './running';
import { letterMeans, stepHere, tellDay, tellDiary, tellNewest, tellStart } from './stations';
import type { Talking } from './talk';

/** A line where nothing is filled in: the start screen, the diary, a record that is read. */
export function stationLine(talking: Talking, text: string): void {
  const { pane } = talking.state;
  if (text === '?' || text === '??') {
    const place = pane === 'start' || pane === 'diary' ? pane : 'shown';
    talking.tell(`said.help.${place}`);
    talking.tell('said.help.station');
    return;
  }
  const numbered = /^(\d{1,4})(?:\s+\/?(\S.*))?$/u.exec(text);
  if (numbered && numberLine(talking, Number(numbered[1]) - 1, numbered[2] ?? '')) return;
  if (text === '+' || text === '-') {
    turn(talking, text === '+' ? 1 : -1);
    return;
  }
  if (pane === 'start') {
    find(talking, text);
    return;
  }
  if (text === '') {
    const step = stepHere(talking);
    step ? runNamed(talking, step) : leave(talking);
    return;
  }
  const letter = pane === 'diary' ? letterMeans(text) : null;
  if (letter && 'command' in letter) {
    runNamed(talking, letter.command);
    return;
  }
  if (letter) {
    talking.do({ kind: 'filter', letter: letter.filter });
    tellNewest(talking);
    return;
  }
  commandLine(talking, text);
}

function find(talking: Talking, text: string): void {
  talking.listed = null;
  const notice = talking.do({ kind: 'find', typed: text });
  if (notice) talking.notice(notice);
}

/** A number of the list that was told: its row is opened, or a command done on it. */
function numberLine(talking: Talking, at: number, command: string): boolean {
  const { state } = talking;
  const isStart = state.pane === 'start';
  if (!isStart && state.pane !== 'diary') return false;
  // At the start what is no number of a row that was told may begin an identifier.
  const told = Math.min(state.workList.length, talking.diaryTop + PAGE);
  const count = isStart ? told : diaryNow(talking.view).lines.length;
  if (at < 0 || at >= count) {
    if (isStart) return false;
    if (count) talking.tell('said.refused.list', { last: count }, 'refused');
    else talking.tell('diary.empty', {}, 'refused');
    return true;
  }
  if (command === '') {
    openAt(talking, at);
    return true;
  }
  talking.do({ kind: 'select', at });
  commandLine(talking, command.replace(/^\//u, ''));
  // What was done to a row may have taken it away: the others have other numbers then.
  if (talking.state.workList !== state.workList) talking.place = '';
  return true;
}

export function openAt(talking: Talking, at: number): void {
  talking.pending = null;
  talking.do({ kind: 'select', at });
  const notice = talking.do({ kind: 'open' });
  if (notice) talking.notice(notice);
}

/** The page before or behind of the diary or the start screen's list. */
function turn(talking: Talking, step: 1 | -1): void {
  const { state, diaryTop: top } = talking;
  const isStart = state.pane === 'start';
  const count = isStart ? state.workList.length : diaryNow(talking.view).lines.length;
  const from = top + step * PAGE;
  if (step === -1 && top === 0 && !isStart && state.client?.older) {
    talking.do({ kind: 'older' });
    const more = diaryNow(talking.view).lines.length - count;
    tellDiary(talking, Math.max(0, more - PAGE));
    return;
  }
  if (from >= count || (step === -1 && top === 0)) {
    talking.tell('notice.no_further');
    return;
  }
  if (isStart) tellStart(talking, Math.max(0, from));
  else tellDiary(talking, Math.max(0, from));
}

/** `#` tells the rows of the day, `#2` opens the second, `#2 45` gives it another quantity. */
export function dayLine(talking: Talking, typed: string): void {
  if (typed === '') {
    tellDay(talking);
    return;
  }
  const [, row = '', quantity = ''] = /^(\d{1,3})(?:\s+(\S+))?$/u.exec(typed) ?? [];
  const at = Number(row) - 1;
  if (!talking.state.gridRows[at]) {
    const values = { last: talking.state.gridRows.length };
    talking.tell('said.refused.list', values, 'refused');
    return;
  }
  talking.pending = null;
  talking.do({ kind: 'select', at });
  const notice = talking.do(quantity ? { kind: 'quantity', text: quantity } : { kind: 'open' });
  if (notice) talking.notice(notice);
}
