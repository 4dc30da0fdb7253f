import type { Key } from '../keys/key';
import { foldText } from '../rules/word-search';
import { answerAt, jumpTo, longHelp, readForm, shortHelp, textEnded } from './fields';
import { rowsMeant } from './listing';
import { COMMAND_SIGN, rowsFor } from './names';
import { diaryNow, diaryText } from './reading';
import { commandLine, leave, recall, run } from './running';
import { type Spot, spotOf } from './spot';
import { dayLine, openAt, stationLine } from './station-lines';
import type { Talking } from './talk';

const ENTER: Key = { kind: 'named', name: 'Enter' };
/** Jumps to a field, or back out where nothing follows. */
const JUMP_SIGN = '^';
/** Rows of the day. */
const DAY_SIGN = '#';

/** One line typed, wherever the talk stands. */
export function takeLine(talking: Talking, line: string): void {
  const { state, pending } = talking;
  if (state.lock) {
    // Only Enter alone opens; a line that was meant for something else does not.
    if (line === '') talking.press([ENTER]);
    talking.noticeNow();
    return;
  }
  if (pending?.kind === 'memo') {
    memoLine(talking, line);
    return;
  }
  const text = line.trim();
  if (text.startsWith(COMMAND_SIGN) && !line.startsWith(' ')) {
    commandLine(talking, text.slice(1).trim());
    return;
  }
  const isJump = text.startsWith(JUMP_SIGN) && !line.startsWith(' ');
  if (pending?.kind === 'list' && !(isJump && text !== JUMP_SIGN)) {
    listLine(talking, text);
    return;
  }
  if (pending?.kind === 'search') {
    searchLine(talking, text);
    return;
  }
  if (isJump) {
    closeList(talking);
    caret(talking, text.slice(1).trim());
    return;
  }
  const spot = spotOf(talking.view);
  if (spot) fieldLine(talking, spot, line);
  else stationLine(talking, text);
}

function memoLine(talking: Talking, line: string): void {
  if (line.trim() === '.') {
    textEnded(talking);
    return;
  }
  const notice = talking.do({ kind: 'type', text: line });
  if (notice) talking.notice(notice);
}

function fieldLine(talking: Talking, spot: Spot, line: string): void {
  const text = line.trim();
  if (text === '?') {
    talking.pending ? talking.tell('said.help.end') : shortHelp(talking, spot);
    return;
  }
  if (text === '??') {
    if (talking.pending) {
      readForm(talking);
      return;
    }
    talking.listed = spot;
    longHelp(talking, spot);
    return;
  }
  if (text.startsWith(DAY_SIGN) && spot.world.form.grid && !line.startsWith(' ')) {
    dayLine(talking, text.slice(1).trim());
    return;
  }
  if (talking.pending?.kind === 'end') {
    endLine(talking, text, spot);
    return;
  }
  if (text === '' && line !== '') {
    recall(talking, spot);
    return;
  }
  talking.listed = spot;
  answerAt(talking, spot, line.startsWith(' ') ? text : line);
}

/** Whether the form is saved: yes, or it stays as a draft. */
function endLine(talking: Talking, text: string, { entry }: Spot): void {
  const typed = foldText(text);
  const says = (key: string) => foldText(talking.t(key)).startsWith(typed);
  if (typed === '' || says('screen.yes')) {
    talking.pending = null;
    run(talking, 'save', entry.form);
    return;
  }
  if (!says('screen.no')) {
    talking.tell('said.refused.flag', {}, 'refused');
    return;
  }
  leave(talking);
}

function caret(talking: Talking, typed: string): void {
  if (typed === '') {
    leave(talking);
    return;
  }
  if (spotOf(talking.view)) {
    jumpTo(talking, typed);
    return;
  }
  talking.refuse({ code: 'jump.none' });
}

/** Takes an open list away, with nothing chosen. */
function closeList(talking: Talking): void {
  if (talking.pending?.kind !== 'list') return;
  talking.pending = null;
  const { overlay } = talking.state;
  if (overlay && overlay.kind !== 'prompt') talking.do({ kind: 'close' });
}

function listLine(talking: Talking, text: string): void {
  const { pending } = talking;
  if (pending?.kind !== 'list') return;
  const { listing, pick } = pending;
  if (text === '' && listing.told < listing.rows.length) {
    talking.more(listing, pick);
    return;
  }
  if (text === '' || text === JUMP_SIGN) {
    closeList(talking);
    talking.tell('said.list_left');
    return;
  }
  if (text.startsWith('?')) {
    talking.tell('said.help.list');
    return;
  }
  const meant = rowsMeant(listing, text);
  const [only] = meant;
  if (only === undefined) {
    const values = { last: listing.rows.length };
    talking.tell('said.refused.list', values, 'refused');
    return;
  }
  if (meant.length === 1) {
    pick(only);
    return;
  }
  // Several begin so: of these one is asked for.
  const rows = meant.map((at) => listing.rows[at] as (typeof listing.rows)[number]);
  const from = (at: number) => pick(meant[at] as number);
  talking.list(listing.title, rows, from, listing.numbered);
}

function searchLine(talking: Talking, text: string): void {
  talking.pending = null;
  if (text === '' || text === JUMP_SIGN) {
    talking.tell('said.list_left');
    return;
  }
  const found = rowsFor(talking.view, text, 'lines');
  const lines = found.flatMap((row) => (row.kind === 'line' ? [row.entry] : []));
  if (!lines.length) {
    talking.tell('said.refused.search', { typed: text }, 'refused');
    return;
  }
  const rows = lines.map((entry) => {
    const said = diaryText(talking.view, entry);
    return { text: said, match: { code: '', text: said } };
  });
  talking.list(talking.t('palette.title.lines'), rows, (at) => {
    const wanted = diaryNow(talking.view).lines.indexOf(lines[at] as (typeof lines)[number]);
    openAt(talking, wanted);
  });
}
