import { cutToWidth, padToWidth, textWidth, wrapText } from '../../base/text-width';
import { buttonsOf } from '../../desk/buttons';
import { menusNow } from '../../desk/choosing';
import { factsHere } from '../../desk/env';
import { paneWidth } from '../../desk/layout';
import { rowUnderHands } from '../../desk/start-list';
import type { Entry, Notice } from '../../desk/state';
import { syncText } from '../../desk/sync-text';
import { problemOn } from '../../desk/unread';
import { whyNot } from '../../desk/why-not';
import { unsavedBehind } from '../../desk/windows';
import { nextStep, runningNow } from '../../forms/next-step';
import { PANES } from '../../forms/panes';
import { footerCommands, type MenuId } from '../../keys/commands';
import { showDdmmyy } from '../../rules/calendar';
import { showInstant } from '../../rules/typed-instant';
import { type Line, type Style, TONE } from '../../screen/cell';
import { composeRow, keyOf, noticeText, plain, type View } from '../view';

/** What must be seen on every screen where it stands. */
const MARK: Style = { bold: true, color: TONE.mark };

/** The menu bar; every frame of a demo base bears its mark. */
function menuBar(view: View): Line {
  const { state, words } = view;
  const { cols } = state.size;
  const open = state.overlay?.kind === 'menu' ? state.overlay.menu : null;
  const mark = state.baseKind === 'demo' ? words.t('screen.demo') : '';
  const pieces = [{ x: cols - textWidth(mark) - 1, line: [{ text: mark, style: MARK }] }];
  let x = 1;
  for (const menu of menusNow(state)) {
    const text = menuName(view, menu);
    // In a narrow window the mark stays and the last menus give way; F10 still reaches them.
    if (x + textWidth(text) > cols - textWidth(mark) - 2) break;
    pieces.push({ x, line: [{ text, style: { bold: menu === open } }] });
    x += textWidth(text) + 1;
  }
  return composeRow(pieces, cols);
}

/** Ikkuna bears a star while something unsaved lies in a window out of sight. */
function menuName({ state, words }: View, menu: MenuId): string {
  return `${words.t(`menu.${menu}`)}${menu === 'ikkuna' && unsavedBehind(state) ? '*' : ''}`;
}

/** Column at which a menu of the bar begins. */
export function menuColumn(view: View, menu: string): number {
  let x = 1;
  for (const one of menusNow(view.state)) {
    if (one === menu) return x;
    x += textWidth(menuName(view, one)) + 1;
  }
  return 1;
}

/** The client, and what is running: the same line on every pane. */
function clientLine(view: View): Line {
  const { state, words } = view;
  const { cols } = state.size;
  const facts = factsHere(state);
  const person = state.client?.person;
  if (!person) return plain(` ${words.t('screen.no_client')}`, cols);
  const then = state.past ? words.t('show.as_of', { at: showInstant(state.past.at) }) : '';
  const who = `${words.t('screen.person')} ${person.identifier} ${person.name}`;
  const running = runningNow(facts);
  const several = running && running.count > 1;
  const said = words.t(several ? 'screen.running.several' : 'screen.running', { ...running });
  const right = running ? `${said} ${running.name}` : '';
  // The flag is never cut: what gives way is what runs, then the name.
  const guard = person.protected ? ` ${words.t('screen.protected')}` : '';
  const from = then ? textWidth(then) + 4 : 1;
  const room = cols - 1 - from - textWidth(guard);
  const left = `${cutToWidth(who, room)}${guard}`;
  const mark: Line = then ? [{ text: ` ${then} `, style: { inverse: true, bold: true } }] : [];
  return composeRow(
    [
      { x: 0, line: mark },
      { x: from, line: [{ text: left, style: { bold: true } }] },
      { x: from + textWidth(left) + 4, line: [{ text: right }] },
    ],
    cols,
  );
}

/**
 * The tabs in the frame's upper edge, each with the key of the active keymap. The star of what is
 * unsaved stands between key and caption, where a blank stands else, so that nothing moves.
 */
function tabBar(view: View): Line {
  const { state, words } = view;
  const { cols } = state.size;
  const tabs = PANES.map((pane) => {
    const entry = pane.form ? state.entries[pane.form] : undefined;
    return {
      key: keyOf(view, pane.command),
      caption: words.t(`tab.${pane.command}`),
      on: state.pane === (pane.form ?? 'diary'),
      mark: entry?.dirty ? '*' : ' ',
    };
  });
  let cut = 20;
  const widthOf = () =>
    tabs.reduce((sum, tab) => {
      const caption = Math.min(cut, textWidth(tab.caption));
      return sum + textWidth(tab.key) + caption + 1;
    }, tabs.length - 1);
  const ending = tabs.at(-1)?.on ? ']' : '';
  while (cut > 3 && widthOf() > cols - 2 - ending.length) cut--;
  const line: Line = [];
  tabs.forEach((tab, at) => {
    const text = `${tab.key}${tab.mark}${cutToWidth(tab.caption, cut)}`;
    const between = at === 0 ? '╭' : '─';
    // Brackets in place of the lines beside it: bold alone would be lost where there is none.
    line.push({ text: tab.on ? '[' : tabs[at - 1]?.on ? ']' : between });
    line.push({ text, ...(tab.on ? { style: { bold: true } } : {}) });
  });
  line.push({ text: ending });
  const used = line.reduce((sum, span) => sum + textWidth(span.text), 0);
  line.push({ text: `${'─'.repeat(Math.max(0, cols - used - 1))}╮` });
  return line;
}

/** What can be done with a row of a list besides opening it. */
const STANDING_ROW: Readonly<Record<string, string>> = {
  queued: 'standing.queue',
  offered: 'standing.offered',
};

/** What a worker must know of the pane while nothing else is said. */
function standingNotice(view: View): Notice | null {
  const { state } = view;
  const { overlay } = state;
  const entry = overlay?.kind === 'prompt' ? overlay.entry : state.entries[state.pane];
  const problem = entry && (problemOn(entry, entry.focus) ?? entry.warnings[0]);
  if (entry && problem && entry.mode !== 'shown') {
    return { kind: 'warning', problem: { ...problem, field: problem.field ?? entry.focus } };
  }
  if (overlay?.kind === 'history') return { kind: 'done', key: 'standing.history' };
  if (overlay) return null;
  if (state.past) {
    return { kind: 'done', key: 'standing.past', values: { back: keyOf(view, 'back') } };
  }
  if (state.pane === 'diary') {
    return { kind: 'done', key: 'standing.diary', values: { other: keyOf(view, 'tab.other') } };
  }
  const row = STANDING_ROW[rowUnderHands(state)?.kind ?? ''];
  if (row) return { kind: 'done', key: row, values: { take: keyOf(view, 'queue.take') } };
  if (state.grid) return { kind: 'done', key: 'standing.grid' };
  return entry ? standingOfEntry(view, entry) : null;
}

function standingOfEntry(view: View, entry: Entry): Notice | null {
  const form = view.env.registry.form(entry.form);
  const named = { form: view.words.t(`form.${form.id}`) };
  if (entry.mode === 'amending') return { kind: 'done', key: 'standing.amending', values: named };
  if (entry.saved) {
    const key = form.locked(entry.saved) ? 'standing.locked' : 'standing.shown';
    return { kind: 'done', key, values: named };
  }
  // A form without a tab has no other place for its name.
  const tab = PANES.some((pane) => pane.form === view.state.pane);
  return tab ? null : { kind: 'done', key: 'standing.form', values: named };
}

/** Looks of what must not be overlooked. */
const LOUD: Readonly<Record<Notice['kind'], Style | undefined>> = {
  done: undefined,
  warning: { bold: true, color: TONE.warning },
  refused: { bold: true, color: TONE.refusal },
};

/** Lower edge of the frame with the notice in it; a long one goes on in the row below. */
function footRows(view: View, more: string): { edge: Line; second: string } {
  const { cols } = view.state.size;
  const standing = standingNotice(view);
  const text = noticeText(view, view.state.notice ?? standing);
  const width = cols - 7 - more.length;
  const [first = '', ...rest] = text === '' ? [''] : wrapText(text, width);
  const style = LOUD[(view.state.notice ?? standing)?.kind ?? 'done'];
  const edge: Line =
    first === ''
      ? [{ text: `╰${'─'.repeat(cols - 4 - more.length)}${more}──╯` }]
      : [
          { text: '╰─ ' },
          { text: first, ...(style ? { style } : {}) },
          { text: ` ${'─'.repeat(Math.max(0, cols - 7 - more.length - textWidth(first)))}` },
          { text: `${more}──╯` },
        ];
  return { edge, second: rest.join(' ') };
}

/**
 * The buttons under a form, each with its key; the keys are left out where the row is too narrow
 * for them, and the first buttons where the one under the hands would be out of sight.
 */
export function buttonRow(view: View): Line {
  const { state, env, words } = view;
  const width = paneWidth(state.size);
  const rowOf = (keys: boolean): Line =>
    buttonsOf(state).map((command, at) => {
      const key = keys ? keyOf(view, command) : '';
      const on = state.button === at;
      const text = `${on ? '>' : ' '}${words.t(`button.${command}`)}${key ? ` ${key}` : ''} `;
      const dim = whyNot(env, { ...state, overlay: null }, command) !== null;
      return { text, ...(on ? { style: { bold: true } } : dim ? { style: { dim: true } } : {}) };
    });
  const whole = rowOf(true);
  const line = widthOf(whole) <= width ? whole : rowOf(false);
  const reach = (state.button ?? 0) + 1;
  let first = 0;
  while (first + 1 < reach && widthOf(line.slice(first, reach)) > width) first++;
  return composeRow([{ x: 0, line: line.slice(first) }], width);
}

function widthOf(line: Line): number {
  return line.reduce((sum, { text }) => sum + textWidth(text), 0);
}

/** The short word of a command, or its caption where it needs no short one. */
function footWord(words: View['words'], command: string): string {
  const short = `command.${command}.foot`;
  return words.t(words.has(short) ? short : `command.${command}`);
}

/** What comes next in the case and its key, and the keys of the footer as far as they fit. */
function nextLine(view: View, second: string): Line {
  const { state, words } = view;
  const { cols } = state.size;
  if (second) return plain(`   ${second}`, cols, { bold: true });
  // What came next then is of no use now: the way back is.
  const next = state.past ? null : nextStep(factsHere(state));
  const key = next ? keyOf(view, next.command) : '';
  const left = next
    ? words.t('screen.next', { step: words.t(`next.${next.code}`), key })
    : words.t(`screen.next.${state.past ? 'past' : state.pane === 'start' ? 'start' : 'none'}`);
  let room = cols - 3 - textWidth(left);
  const shown: string[] = [];
  for (const command of footerCommands()) {
    const one = `${keyOf(view, command.id)} ${footWord(words, command.id)}`;
    if (textWidth(one) + 2 > room) break;
    shown.push(one);
    room -= textWidth(one) + 2;
  }
  const right = shown.join('  ');
  return composeRow(
    [
      { x: 1, line: [{ text: left }] },
      { x: cols - 1 - textWidth(right), line: [{ text: right }] },
    ],
    cols,
  );
}

/** Work date, marked when it is not today; user; the last save; what has not gone. */
function statusLine(view: View): Line {
  const { state, words } = view;
  const { cols } = state.size;
  const { setting } = state;
  const saved = state.savedAt ? `✓ ${state.savedAt}` : '';
  // A work date that is not today must not be overlooked (ROWS 40).
  const other = setting.workDate !== state.today;
  const date = showDdmmyy(setting.workDate);
  const day = other ? words.t('screen.day', { day: date }) : date;
  const known = textWidth(`${day}  ${setting.me.id}  ${saved}`);
  const sync = state.sync ? syncText(words, state.sync, cols - 4 - known) : '';
  const rest = ['', setting.me.id, saved, sync].filter((one, at) => at === 0 || one).join('  ');
  const x = cols - 1 - textWidth(day) - textWidth(rest);
  const hint = words.t('screen.help', { key: keyOf(view, 'help.show') });
  // Half a sentence helps nobody where the way to the centre takes its place.
  const left = state.sync && textWidth(hint) > x - 3 ? '' : cutToWidth(hint, x - 3);
  const right: Line = [{ text: day, ...(other ? { style: MARK } : {}) }, { text: rest }];
  return composeRow(
    [
      { x: 1, line: [{ text: left }] },
      { x, line: right },
    ],
    cols,
  );
}

/** The rows over the pane; the last is the upper edge of its frame. */
export function topRows(view: View): Line[] {
  return [menuBar(view), clientLine(view), tabBar(view)];
}

/**
 * The rows under the pane; the first is the lower edge of its frame. `more` tells that the pane
 * goes
 * on above or below: `▲`, `▼` or both.
 */
export function bottomRows(view: View, more: string): Line[] {
  const { edge, second } = footRows(view, more);
  return [edge, nextLine(view, second), statusLine(view)];
}

/** A row of the pane between the sides of its frame. */
export function framed(line: Line, width: number): Line {
  return [{ text: '│ ' }, ...composeRow([{ x: 0, line }], width), { text: ' │' }];
}

/** Text cut and padded to a column. */
export function column(text: string, width: number): string {
  return padToWidth(cutToWidth(text, width), width);
}
