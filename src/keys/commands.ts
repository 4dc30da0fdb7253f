/**
 * The command table. Menus, palette, footer, F1, the key sheet and the docs are made from it. Words
 * are not here: the caption of a command is the word key `command.<id>`.
 */

/** Where a command may act; elsewhere it is refused with a reason. */
export type CommandContext = 'everywhere' | 'entry' | 'diary' | 'rows' | 'list';

/** The menus of the bar. `ikkuna` repeats the commands that open a tab below its own. */
export type MenuId =
  | 'arkisto'
  | 'muotoile'
  | 'nayta'
  | 'tyokalu'
  | 'tapahtumat'
  | 'ikkuna'
  | 'ohje';

interface CommandRow {
  readonly id: string;
  readonly context: CommandContext;
  /** The menu it stands in, in the order of this table; null: in none. */
  readonly menu: MenuId | null;
  /** Place in the footer from the left; absent: not there. */
  readonly footer?: number;
  /** Whether the palette lists it. What only moves inside a form is not there. */
  readonly palette: boolean;
}

const TABLE = [
  { id: 'save', context: 'entry', menu: 'arkisto', footer: 3, palette: true },
  { id: 'save.next', context: 'entry', menu: 'arkisto', palette: true },
  { id: 'cancel', context: 'entry', menu: 'arkisto', palette: true },
  { id: 'save.undo', context: 'everywhere', menu: 'arkisto', palette: true },
  { id: 'record.amend', context: 'everywhere', menu: 'arkisto', palette: true },
  { id: 'record.void', context: 'everywhere', menu: 'arkisto', palette: true },
  { id: 'record.move', context: 'everywhere', menu: 'arkisto', palette: true },
  { id: 'start.open', context: 'everywhere', menu: 'arkisto', palette: true },
  { id: 'day.change', context: 'everywhere', menu: 'arkisto', palette: true },
  { id: 'session.lock', context: 'everywhere', menu: 'arkisto', palette: true },
  { id: 'quit', context: 'everywhere', menu: 'arkisto', palette: true },

  { id: 'value.dup', context: 'entry', menu: 'muotoile', palette: true },
  { id: 'value.cycle', context: 'entry', menu: 'muotoile', palette: true },
  { id: 'phrase.list', context: 'entry', menu: 'muotoile', palette: true },
  { id: 'text.edit', context: 'entry', menu: 'muotoile', palette: true },
  { id: 'field.find', context: 'everywhere', menu: 'muotoile', palette: true },
  { id: 'list.open', context: 'entry', menu: 'muotoile', footer: 1, palette: true },

  { id: 'diary.open', context: 'everywhere', menu: 'nayta', footer: 2, palette: true },
  { id: 'tab.other', context: 'everywhere', menu: 'nayta', palette: true },
  { id: 'redraw', context: 'everywhere', menu: 'nayta', palette: true },
  { id: 'language.next', context: 'everywhere', menu: 'nayta', palette: true },
  { id: 'language.fi', context: 'everywhere', menu: 'nayta', palette: true },
  { id: 'language.sv', context: 'everywhere', menu: 'nayta', palette: true },
  { id: 'language.en', context: 'everywhere', menu: 'nayta', palette: true },
  { id: 'person.show', context: 'everywhere', menu: 'nayta', palette: true },
  { id: 'history.show', context: 'everywhere', menu: 'nayta', palette: true },
  { id: 'case.past', context: 'everywhere', menu: 'nayta', palette: true },
  { id: 'case.now', context: 'everywhere', menu: 'nayta', palette: true },
  { id: 'person.reveal', context: 'everywhere', menu: 'nayta', palette: true },
  { id: 'person.merge', context: 'everywhere', menu: 'tyokalu', palette: true },
  { id: 'household.open', context: 'everywhere', menu: 'nayta', palette: true },

  { id: 'finder.open', context: 'everywhere', menu: 'tyokalu', footer: 4, palette: true },
  { id: 'person.new', context: 'everywhere', menu: 'tyokalu', palette: true },
  { id: 'palette.open', context: 'everywhere', menu: 'tyokalu', footer: 5, palette: false },
  { id: 'queue.take', context: 'everywhere', menu: 'tyokalu', palette: true },
  { id: 'handover.new', context: 'everywhere', menu: 'tyokalu', palette: true },
  { id: 'handover.accept', context: 'everywhere', menu: 'tyokalu', palette: true },
  { id: 'handover.return', context: 'everywhere', menu: 'tyokalu', palette: true },
  { id: 'stand_in.new', context: 'everywhere', menu: 'tyokalu', palette: true },
  { id: 'reminder.new', context: 'everywhere', menu: 'tyokalu', palette: true },
  { id: 'reminder.limits', context: 'everywhere', menu: 'tyokalu', palette: true },
  { id: 'reminder.done', context: 'everywhere', menu: 'tyokalu', palette: true },
  { id: 'sync.list', context: 'everywhere', menu: 'tyokalu', palette: true },
  { id: 'sync.now', context: 'everywhere', menu: 'tyokalu', palette: true },
  { id: 'sync.password', context: 'everywhere', menu: 'tyokalu', palette: true },

  { id: 'initiation.open', context: 'everywhere', menu: 'tapahtumat', palette: true },
  { id: 'investigation.open', context: 'everywhere', menu: 'tapahtumat', palette: true },
  { id: 'decision.open', context: 'everywhere', menu: 'tapahtumat', palette: true },
  { id: 'service.open', context: 'everywhere', menu: 'tapahtumat', palette: true },
  { id: 'work.open', context: 'everywhere', menu: 'tapahtumat', palette: true },
  { id: 'note.new', context: 'everywhere', menu: 'tapahtumat', palette: true },
  { id: 'initiation.dismiss', context: 'everywhere', menu: 'tapahtumat', palette: true },
  { id: 'initiation.copy', context: 'everywhere', menu: 'tapahtumat', palette: true },
  { id: 'decision.enforce', context: 'everywhere', menu: 'tapahtumat', palette: true },
  { id: 'investigation.end', context: 'everywhere', menu: 'tapahtumat', palette: true },
  { id: 'investigation.transfer', context: 'everywhere', menu: 'tapahtumat', palette: true },
  { id: 'enforcement.end', context: 'everywhere', menu: 'tapahtumat', palette: true },
  { id: 'suspension.start', context: 'everywhere', menu: 'tapahtumat', palette: true },
  { id: 'suspension.end', context: 'everywhere', menu: 'tapahtumat', palette: true },
  { id: 'file.lend', context: 'everywhere', menu: 'tapahtumat', palette: true },
  { id: 'file.return', context: 'everywhere', menu: 'tapahtumat', palette: true },

  { id: 'window.next', context: 'everywhere', menu: 'ikkuna', palette: true },
  { id: 'window.close', context: 'everywhere', menu: 'ikkuna', palette: true },

  { id: 'help.show', context: 'everywhere', menu: 'ohje', palette: true },
  { id: 'help.short', context: 'everywhere', menu: 'ohje', palette: true },
  { id: 'keys.show', context: 'everywhere', menu: 'ohje', palette: true },

  { id: 'menu.open', context: 'everywhere', menu: null, footer: 6, palette: false },
  { id: 'field.next', context: 'everywhere', menu: null, palette: false },
  { id: 'field.back', context: 'everywhere', menu: null, palette: false },
  { id: 'section.next', context: 'everywhere', menu: null, palette: false },
  { id: 'section.back', context: 'everywhere', menu: null, palette: false },
  { id: 'back', context: 'everywhere', menu: null, footer: 7, palette: false },
] as const satisfies readonly CommandRow[];

/** The name of a command, in keymaps, tests, lessons and logs. */
export type CommandId = (typeof TABLE)[number]['id'];

export interface Command extends CommandRow {
  readonly id: CommandId;
}

/** Every command, in the order of menus and palette. */
export const COMMANDS: readonly Command[] = TABLE;

const BY_ID: ReadonlyMap<string, Command> = new Map(COMMANDS.map((one) => [one.id, one]));

/** True when the text names a command. */
export function isCommandId(text: string): text is CommandId {
  return BY_ID.has(text);
}

/** The row of a command. */
export function commandOf(id: CommandId): Command {
  return BY_ID.get(id) as Command;
}

/** The commands of the footer, from the left. */
export function footerCommands(): readonly Command[] {
  return COMMANDS.filter((one) => one.footer !== undefined).sort(
    (one, other) => (one.footer ?? 0) - (other.footer ?? 0),
  );
}
