/** A tab of the client: the command that opens it and the form it holds; the diary holds none. */
export interface Pane {
  readonly command: string;
  readonly form: string | null;
}

/** The tabs in the classic order. */
export const PANES: readonly Pane[] = [
  { command: 'diary.open', form: null },
  { command: 'initiation.open', form: 'initiation' },
  { command: 'investigation.open', form: 'investigation' },
  { command: 'decision.open', form: 'decision' },
  { command: 'service.open', form: 'service' },
  { command: 'work.open', form: 'work_entry' },
];

/** Forms opened by a command of their own, without a tab. */
export const SMALL_PANES: readonly Pane[] = [
  { command: 'note.new', form: 'diary_note' },
  { command: 'reminder.new', form: 'reminder' },
  { command: 'handover.new', form: 'handover' },
  { command: 'stand_in.new', form: 'stand_in' },
];

/** The command that makes a record of a diary kind (n and the letter). */
export const NEW_BY_LETTER: Readonly<Record<string, string>> = {
  V: 'initiation.open',
  S: 'investigation.open',
  P: 'decision.open',
  L: 'service.open',
  A: 'work.open',
  K: 'note.new',
};

/** Letters of the diary that look at what is there otherwise. */
export const LOOK_BY_LETTER: Readonly<Record<string, string>> = {
  H: 'history.show',
  E: 'case.past',
};

/**
 * The form a command opens on the record under the hands: enforcing a decision starts a service.
 */
export const OPENED_ON: Readonly<Record<'decision.enforce', string>> = {
  'decision.enforce': 'service',
};

/** Who a client is: the form with a guarded section, and where its right to look is kept. */
export const PERSON_FORM = 'person';
/** With whom a client lives. */
export const HOUSEHOLD_FORM = 'household';
