import type { Language } from '../base/language';
import { isShown } from '../form/field';
import { PANES, SMALL_PANES } from '../forms/panes';
import { COMMANDS } from '../keys/commands';
import type { Key } from '../keys/key';
import type { DiaryEntry } from '../records/diary';
import { showDdmmyy } from '../rules/calendar';
import { foldText, type Searched, searchWords, wordsOf } from '../rules/word-search';
import { selectAll } from '../screen/line-edit';
import { everyLine, linesOf } from './diary';
import { stopsOf } from './entry';
import { activeEntry, type Env, only, over, refusing, worldOf } from './env';
import { goTo } from './moving';
import type { Command, DeskState, Stepped } from './state';
import { whyNot } from './why-not';

type Run = (state: DeskState, command: Command) => Stepped;

/** The palette lying open. */
export interface PaletteOverlay {
  readonly kind: 'palette';
  /** Everything, or only fields of the form or lines of the diary. */
  readonly scope: 'all' | 'fields' | 'lines';
  readonly filter: string;
  /** The row under the hands. */
  readonly at: number;
}

/** What is listed: something to do, a field to go to, a page to read, a line of the diary. */
export type PaletteRow =
  | { readonly kind: 'command'; readonly id: Command }
  /** `section`: the first field of one. `opener` opens the form, null when it is open. */
  | {
      readonly kind: 'field';
      readonly form: string;
      readonly field: string;
      readonly section: string | null;
      readonly opener: Command | null;
    }
  | { readonly kind: 'help'; readonly form: string; readonly field: string | null }
  | { readonly kind: 'line'; readonly entry: DiaryEntry };

interface Index<Row> {
  readonly rows: readonly Row[];
  readonly items: readonly Searched[];
}

/** What is the same for a whole session in one language, made at the first letter typed. */
interface Whole {
  readonly commands: Index<PaletteRow>;
  readonly forms: Index<PaletteRow>;
  readonly help: Index<PaletteRow>;
}

const wholes = new WeakMap<Env, Map<Language, Whole>>();

function wholeOf(env: Env, lang: Language): Whole {
  const known = wholes.get(env) ?? new Map<Language, Whole>();
  wholes.set(env, known);
  let whole = known.get(lang);
  if (!whole) {
    whole = {
      commands: commandIndex(env, lang),
      forms: formsIndex(env, lang),
      help: helpIndex(env, lang),
    };
    known.set(lang, whole);
  }
  return whole;
}

/** Every command of the palette, as it opens. */
const COMMAND_ROWS: readonly PaletteRow[] = COMMANDS.filter((command) => command.palette).map(
  ({ id }) => ({ kind: 'command', id }),
);

function indexOf<Row>(rows: readonly (readonly [Row, string, string, string])[]): Index<Row> {
  return {
    rows: rows.map(([row]) => row),
    items: rows.map(([, caption, names, text]) => ({
      caption: foldText(caption),
      words: [...new Set(wordsOf(`${caption} ${names}`))],
      text: [...new Set(wordsOf(text))],
    })),
  };
}

function commandIndex(env: Env, lang: Language): Index<PaletteRow> {
  const words = env.words(lang);
  return indexOf(
    COMMANDS.filter((command) => command.palette).map(({ id }) => [
      { kind: 'command', id },
      words.t(`command.${id}`),
      '',
      words.t(`command.${id}.help`),
    ]),
  );
}

/** Fields of the forms that open by a command of their own. */
function formsIndex(env: Env, lang: Language): Index<PaletteRow> {
  const rows = [...PANES, ...SMALL_PANES].flatMap(({ command, form }) =>
    form === null ? [] : fieldRows(env, lang, form, null, command as Command),
  );
  return indexOf(rows);
}

type Row = readonly [PaletteRow, string, string, string];

/** A form's fields and sections; `ids` are those that are there now, null for all. */
function fieldRows(
  env: Env,
  lang: Language,
  form: string,
  ids: readonly string[] | null,
  opener: Command | null,
): Row[] {
  const words = env.words(lang);
  const { fields } = env.registry.form(form);
  const stops = ids ?? Object.keys(fields).filter((id) => !fields[id]?.given);
  // Under the form's own name a field is found too, but not in the form that is open.
  const name = opener ? words.t(`form.${form}`) : '';
  const row = (field: string, section: string | null): PaletteRow => ({
    kind: 'field',
    form,
    field,
    section,
    opener,
  });
  const found = stops.map((id): Row => [row(id, null), words.t(`form.${form}.${id}`), name, '']);
  const sections = [...new Set(stops.flatMap((id) => fields[id]?.section ?? []))];
  for (const section of sections) {
    const key = `form.${form}.section.${section}`;
    const first = stops.find((id) => fields[id]?.section === section);
    if (first && words.has(key)) found.push([row(first, section), words.t(key), name, '']);
  }
  return found;
}

function helpIndex(env: Env, lang: Language): Index<PaletteRow> {
  const words = env.words(lang);
  const rows = env.registry.all.flatMap((form): Row[] => {
    const page = (field: string | null): Row[] => {
      const text = env.helpText(form.id, field, lang);
      if (text === null) return [];
      const name = words.t(`form.${form.id}`);
      const caption = field === null ? name : words.t(`form.${form.id}.${field}`);
      // Who looks for the form wants its own page, not one of each field.
      return [[{ kind: 'help', form: form.id, field }, caption, '', `${name} ${text}`]];
    };
    return [null, ...Object.keys(form.fields)].flatMap(page);
  });
  return indexOf(rows);
}

/** Fields of the entry under the hands that can be gone to, with their captions. */
function fieldsHere(env: Env, state: DeskState): Index<PaletteRow> {
  const entry = activeEntry(state);
  if (!entry) return { rows: [], items: [] };
  const world = worldOf(env, state, entry);
  const prompt = state.overlay?.kind === 'prompt';
  if (prompt) return promptFields(env, state);
  const ids = stopsOf(world, entry.values);
  return indexOf(fieldRows(env, state.setting.lang, entry.form, ids, null));
}

/** The fields of a question are not those of a form of the program. */
function promptFields(env: Env, state: DeskState): Index<PaletteRow> {
  const { overlay, setting } = state;
  if (overlay?.kind !== 'prompt') return { rows: [], items: [] };
  const { form, entry } = overlay;
  const world = worldOf(env, state, entry);
  const words = env.words(setting.lang);
  return indexOf(
    Object.entries(form.fields)
      .filter(([, field]) => isShown(field, entry.values, world.facts))
      .map(
        ([field]): Row => [
          { kind: 'field', form: form.id, field, section: null, opener: null },
          words.t(`form.${form.id}.${field}`),
          '',
          '',
        ],
      ),
  );
}

/** Lines of the diary as they can be searched, made once for a loaded case. */
const lineIndexes = new WeakMap<readonly unknown[], Index<PaletteRow>>();

function linesHere(env: Env, state: DeskState): Index<PaletteRow> {
  const lines = everyLine(env, state);
  let index = lineIndexes.get(lines);
  if (!index) {
    const found = lines.map((entry): Row => {
      const text = Object.values(entry.line.values).join(' ');
      return [{ kind: 'line', entry }, showDdmmyy(entry.on), text, ''];
    });
    // The newest is what is looked for most.
    index = indexOf(found.reverse());
    lineIndexes.set(lines, index);
  }
  return index;
}

/** Lines that fit, of those that are shown now. */
function linesFound(env: Env, state: DeskState, typed: string): PaletteRow[] {
  const found = searched(linesHere(env, state), typed);
  const shown = linesOf(env, state);
  if (shown === everyLine(env, state)) return found;
  const here = new Set<unknown>(shown);
  return found.filter((row) => row.kind === 'line' && here.has(row.entry));
}

function searched(index: Index<PaletteRow>, typed: string): PaletteRow[] {
  return searchWords(index.items, typed).map((at) => index.rows[at] as PaletteRow);
}

/** The last answer: the view asks for what the desk has just worked out. */
let last: { readonly from: readonly unknown[]; readonly rows: readonly PaletteRow[] } | null = null;

/**
 * Rows of the palette for what is typed. With nothing typed: every command, every field of the
 * form, or every line. Else what fits best: of commands, fields of the open form, fields of other
 * forms and help pages, in this order among equals.
 */
export function paletteRows(
  env: Env,
  state: DeskState,
  { filter, scope }: Pick<PaletteOverlay, 'filter' | 'scope'>,
): readonly PaletteRow[] {
  const below = over(state, null);
  const { lang } = state.setting;
  const from = [
    env,
    lang,
    filter,
    scope,
    below.pane,
    activeEntry(below),
    state.client,
    state.diary,
  ];
  if (last?.from.every((one, at) => one === from[at])) return last.rows;
  const rows = rowsOf(env, below, filter, scope);
  last = { from, rows };
  return rows;
}

function rowsOf(
  env: Env,
  below: DeskState,
  filter: string,
  scope: PaletteOverlay['scope'],
): readonly PaletteRow[] {
  if (scope === 'fields') return searched(fieldsHere(env, below), filter);
  if (scope === 'lines') return linesFound(env, below, filter);
  if (filter.trim() === '') return COMMAND_ROWS;
  const whole = wholeOf(env, below.setting.lang);
  const open = activeEntry(below)?.form;
  const forms = {
    rows: whole.forms.rows.filter((row) => row.kind === 'field' && row.form !== open),
    items: whole.forms.items.filter((_, at) => {
      const row = whole.forms.rows[at];
      return row?.kind === 'field' && row.form !== open;
    }),
  };
  const parts = [whole.commands, fieldsHere(env, below), forms, whole.help];
  return searched(
    { rows: parts.flatMap(({ rows }) => rows), items: parts.flatMap(({ items }) => items) },
    filter,
  );
}

/** Keys of the palette: letters narrow, arrows walk, Enter does what the row says. */
export function paletteKey(
  env: Env,
  state: DeskState,
  palette: PaletteOverlay,
  key: Key,
  page: number,
  run: Run,
): Stepped {
  const rows = paletteRows(env, state, palette);
  const narrow = (filter: string) => only(over(state, { ...palette, filter, at: 0 }));
  if (key.kind === 'char') return narrow(palette.filter + key.text);
  if (key.kind === 'paste') return narrow(palette.filter + key.text.replace(/\s+/gu, ' '));
  const to = (wanted: number) => {
    const at = Math.max(0, Math.min(rows.length - 1, wanted));
    return only(at === palette.at ? state : over(state, { ...palette, at }));
  };
  switch (key.name) {
    case 'Up':
      return to(palette.at - 1);
    case 'Down':
      return to(palette.at + 1);
    case 'PageUp':
      return to(palette.at - page);
    case 'PageDown':
      return to(palette.at + page);
    case 'Home':
      return to(0);
    case 'End':
      return to(rows.length - 1);
    case 'Backspace':
      return narrow(palette.filter.slice(0, -1));
    case 'Enter': {
      const row = rows[palette.at];
      return row
        ? chosen(env, over(state, null), row, run)
        : only(refusing(state, { code: 'palette.none' }));
    }
    default:
      return only(refusing(state, { code: 'list.key' }));
  }
}

function chosen(env: Env, state: DeskState, row: PaletteRow, run: Run): Stepped {
  switch (row.kind) {
    case 'command':
      return run(state, row.id);
    case 'help':
      return only(over(state, { kind: 'help', form: row.form, field: row.field, top: 0 }));
    case 'line': {
      const at = linesOf(env, state).indexOf(row.entry);
      return only({ ...state, diary: { ...state.diary, side: 'lines', at, top: 0 } });
    }
    case 'field': {
      const opened = row.opener ? run(state, row.opener) : only(state);
      const gone = jump(env, opened.state, row.form, row.field);
      return { state: gone.state, effects: [...opened.effects, ...gone.effects] };
    }
  }
}

/** Goes to a field of the entry under the hands, if the form is open and has the field now. */
function jump(env: Env, state: DeskState, form: string, field: string): Stepped {
  const entry = activeEntry(state);
  if (!entry || entry.form !== form) return only(state);
  const world = worldOf(env, state, entry);
  if (!stopsOf(world, entry.values).includes(field)) {
    return only(refusing(state, { code: 'jump.hidden' }));
  }
  return goTo(env, { ...state, grid: null, button: null }, field);
}

/** Opens the search of what lies in front of the hands: fields, lines of the diary, or clients. */
export function openFind(state: DeskState): DeskState {
  const below = state.overlay?.kind === 'prompt' ? state : over(state, null);
  if (below.pane === 'start' && !below.overlay) {
    const finder = selectAll(below.start.finder.text);
    return { ...below, start: { ...below.start, side: 'finder', finder } };
  }
  const scope = activeEntry(below) ? 'fields' : 'lines';
  return over(state, { kind: 'palette', scope, filter: '', at: 0 });
}

/** Why a row of the palette cannot be taken, as a problem, or null. */
export function rowProblem(env: Env, state: DeskState, row: PaletteRow) {
  const bare = { ...state, overlay: null };
  if (row.kind === 'command') return whyNot(env, bare, row.id);
  return row.kind === 'field' && row.opener ? whyNot(env, bare, row.opener) : null;
}
