import { textWidth, wrapText } from '../../base/text-width';
import { menuRows } from '../../desk/choosing';
import { factsHere, worldOf } from '../../desk/env';
import { listHeight, paneHeight, paneWidth } from '../../desk/layout';
import { digitsPick, rowsOfList } from '../../desk/list';
import { boundCommands, keysHeight } from '../../desk/reading';
import { shownText } from '../../desk/show';
import type { ListRow, Overlay, Window } from '../../desk/state';
import { promptTitle } from '../../desk/titles';
import { unsavedIn } from '../../desk/windows';
import { showOption } from '../../form/kinds/choice';
import type { Line } from '../../screen/cell';
import { keyOf, plain, sentence, type View } from '../view';
import { column, menuColumn } from './bar-rows';
import { conflictLaid } from './conflict-rows';
import { formRows, promptHeight } from './form-rows';
import { historyLaid } from './history-rows';
import { paletteLaid, rowLine, scrolled } from './palette-rows';
import { box, type Laid, moreRows } from './popup-rows';
import { deliveryLaid, passwordLaid } from './sync-rows';

function listLaid(view: View, list: Extract<Overlay, { kind: 'list' }>): Laid {
  const rows = rowsOfList(list);
  const shown = Math.min(listHeight(view.state.size), Math.max(1, rows.length));
  const top = Math.max(0, Math.min(list.at - shown + 1, rows.length - shown));
  const place = box(view, 60, shown + 3);
  const inner = place.width - 4;
  const numbered = digitsPick(list);
  const lines: Line[] = [
    plain(`${view.words.t('list.filter')} ${list.filter}`, inner, { underline: true }),
  ];
  rows.slice(top, top + shown).forEach((row, index) => {
    const at = top + index;
    const no = numbered && at < 9 ? `${at + 1}` : ' ';
    const mark = at === list.at ? '>' : ' ';
    const on = row.on ? '*' : ' ';
    const refused = row.option.refused ? ` (${view.words.t(`refused.${row.option.refused}`)})` : '';
    const text = `${mark}${no}${on} ${rowText(view, row)}${refused}`;
    lines.push(plain(text, inner, at === list.at ? { bold: true } : undefined));
  });
  if (!rows.length) lines.push(plain(view.words.t('list.none'), inner, { dim: true }));
  const x = view.words.t('list.filter').length + 1 + list.filter.length;
  const title = view.words.has(list.title) ? view.words.t(list.title) : view.words.t('list.title');
  const more = moreRows(top, shown, rows.length);
  return { place, title, lines, caret: { x: Math.min(x, inner - 1), y: 0 }, more };
}

/** What a row says: the option, or a word of its own. */
function rowText(view: View, row: ListRow): string {
  return row.word ? view.words.t(row.word) : showOption(row.option);
}

/**
 * A window: `·` at the one in front, its number, a star when something in it is not saved, the
 * client, and what that is.
 */
function windowRow(view: View, window: Window, on: boolean, width: number): Line {
  const { words } = view;
  const unsaved = unsavedIn(window).map((entry) => words.t(`form.${entry.form}`));
  const { person } = window.client ?? {};
  const name = person?.name ?? words.t('command.start.open');
  const what = unsaved.length ? ` — ${unsaved.join(', ')}` : '';
  const right = person?.identifier ?? '';
  const front = window.no === view.state.windowNo;
  const mark = on ? '>' : front ? '·' : ' ';
  const left = `${mark} ${window.no} ${unsaved.length ? '*' : ' '} ${name}${what}`;
  const text = `${column(left, width - textWidth(right) - 1)} ${right}`;
  return plain(text, width, on || front ? { bold: true } : undefined);
}

function menuLaid(view: View, menu: Extract<Overlay, { kind: 'menu' }>): Laid {
  const entries = menuRows(view.state, menu.menu);
  const { cols, rows } = view.state.size;
  const width = Math.min(cols - 2, 62);
  const x = Math.max(0, Math.min(menuColumn(view, menu.menu) - 1, cols - width - 1));
  const place = { x, y: 1, width, height: Math.min(rows - 4, entries.length + 2) };
  const { lines, more } = scrolled(entries, menu.at, place.height - 2, (row, on) =>
    row.window
      ? windowRow(view, row.window, on, width - 4)
      : rowLine(view, { kind: 'command', id: row.command }, on, width - 4),
  );
  return { place, title: view.words.t(`menu.${menu.menu}`), lines, caret: null, more };
}

function helpLaid(view: View, help: Extract<Overlay, { kind: 'help' }>): Laid {
  const place = box(view, Math.min(66, paneWidth(view.state.size)), paneHeight(view.state.size));
  const { title, text, lang } = view.help(help.form, help.field);
  const inner = place.width - 4;
  const own = lang === view.words.lang;
  const other = own ? [] : [...wrapText(view.words.t('help.finnish'), inner), ''];
  const wrapped = [...other, ...wrapText(text, inner)];
  const height = Math.min(place.height, wrapped.length + 4);
  // Below the text stand an empty row and how it closes, in a long one too.
  const room = height - 4;
  const top = Math.max(0, Math.min(help.top, wrapped.length - room));
  const lines = wrapped.slice(top, top + room).map((line) => plain(line, inner));
  const isForm = view.env.registry.all.some(({ id }) => id === help.form);
  const whole = isForm ? 'help.whole' : 'help.whole_place';
  const foot =
    help.field === null
      ? view.words.t('help.close')
      : view.words.t(whole, { key: keyOf(view, 'help.show') });
  lines.push(plain('', inner), plain(foot, inner, { dim: true }));
  const more = moreRows(top, room, wrapped.length);
  return { place: { ...place, height }, title, lines, caret: null, more };
}

function keysLaid(view: View, keys: Extract<Overlay, { kind: 'keys' }>): Laid {
  const place = box(view, 66, paneHeight(view.state.size));
  const inner = place.width - 4;
  const rows = boundCommands(view.env).map(({ id }) => {
    const keysOf = view.env.keymap.keysOf(id).join(', ');
    return plain(`${column(keysOf, 20)} ${view.words.t(`command.${id}`)}`, inner);
  });
  const room = keysHeight(view.state.size);
  const top = Math.max(0, Math.min(keys.top, rows.length - room));
  return {
    place,
    title: view.words.t('command.keys.show'),
    lines: rows.slice(top, top + room),
    caret: null,
    more: moreRows(top, room, rows.length),
  };
}

function blockersLaid(view: View, overlay: Extract<Overlay, { kind: 'blockers' }>): Laid {
  const width = Math.min(66, paneWidth(view.state.size));
  const lines = overlay.problems.flatMap((problem) =>
    wrapText(`– ${sentence(view, problem)}`, width - 4).map((text) => plain(text, width - 4)),
  );
  lines.push(plain(view.words.t('help.close'), width - 4, { dim: true }));
  const place = box(view, width, lines.length + 2);
  return { place, title: view.words.t('blockers.title'), lines, caret: null };
}

function staleLaid(view: View, overlay: Extract<Overlay, { kind: 'stale' }>): Laid {
  const width = Math.min(70, paneWidth(view.state.size));
  const inner = width - 4;
  const { env, state, words } = view;
  const form = env.registry.form(overlay.theirs.form);
  const facts = factsHere(state);
  const third = Math.floor((inner - 2) / 3);
  const row = (a: string, b: string, c: string) =>
    plain(`${column(a, third)} ${column(b, third)} ${column(c, third)}`, inner);
  const lines = [
    ...wrapText(words.t('stale.text'), inner).map((text) => plain(text, inner)),
    row('', words.t('stale.mine'), words.t('stale.theirs')),
    ...overlay.fields.map((one) =>
      row(
        words.t(`form.${form.id}.${one.field}`),
        shownText(env.registry, facts, form, one.field, one.mine),
        shownText(env.registry, facts, form, one.field, one.theirs),
      ),
    ),
    plain(words.t('help.close'), inner, { dim: true }),
  ];
  return {
    place: box(view, width, lines.length + 2),
    title: words.t('stale.title'),
    lines,
    caret: null,
  };
}

function promptLaid(view: View, overlay: Extract<Overlay, { kind: 'prompt' }>): Laid {
  const width = Math.min(72, paneWidth(view.state.size));
  const inner = width - 4;
  const world = worldOf(view.env, view.state, overlay.entry);
  const count = promptHeight(view, overlay, inner);
  const form = formRows(view, world, overlay.entry, inner, count);
  const hint = plain(view.words.t('prompt.hint', { save: keyOf(view, 'save') }), inner, {
    dim: true,
  });
  const place = box(view, width, count + 4);
  return {
    place,
    title: promptTitle(view, overlay),
    lines: [...form.lines, plain('', inner), hint],
    caret: null,
    form,
  };
}

/** Lays out what lies over the pane. */
export function overlayLaid(view: View, overlay: Overlay): Laid {
  switch (overlay.kind) {
    case 'list':
      return listLaid(view, overlay);
    case 'palette':
      return paletteLaid(view, overlay);
    case 'menu':
      return menuLaid(view, overlay);
    case 'help':
      return helpLaid(view, overlay);
    case 'keys':
      return keysLaid(view, overlay);
    case 'history':
      return historyLaid(view, overlay);
    case 'delivery':
      return deliveryLaid(view, overlay);
    case 'conflict':
      return conflictLaid(view, overlay);
    case 'password':
      return passwordLaid(view, overlay.typed);
    case 'blockers':
      return blockersLaid(view, overlay);
    case 'stale':
      return staleLaid(view, overlay);
    case 'prompt':
      return promptLaid(view, overlay);
  }
}
