import type { Language } from '../base/language';
import type { Problem } from '../base/problems';
import type { Form } from '../form/define';
import type { CaseFacts, Option, PersonFacts } from '../form/facts';
import type { Rec, Value, Values } from '../form/value';
import type { CommandId, MenuId } from '../keys/commands';
import type { Key } from '../keys/key';
import type { Setting } from '../records/facts';
import type { RecordHistory } from '../records/history';
import type { GridRow } from '../records/rows';
import type { Undone } from '../records/undo';
import type { WorkRow } from '../records/work-list';
import type { LineEdit } from '../screen/line-edit';
import type { Deed } from './deeds';
import type { Notice } from './notice';
import type { PaletteOverlay } from './palette';
import type { DiaryState, GridFocus, StartState } from './pane-state';
import type { PromptPurpose } from './prompt-purpose';
import type { RecallEffect, RecalledEvent } from './recall';
import type { ListsRead, SyncEffect, SyncEvent, SyncOverlay, SyncShown } from './sync-state';
import type { EditedEvent, EditTextEffect } from './text-editor';
import type { Entries, Lock, Unlocking, Window } from './window-state';

export type { Notice } from './notice';
export type { PromptPurpose } from './prompt-purpose';
export type { Entries, Unlocking, Window } from './window-state';

/** What is being typed in the focused field, before it is read. */
export interface Edit {
  readonly line: LineEdit;
  /** False until a key changed the text; an unchanged field is not read again. */
  readonly changed: boolean;
  /** Row and column inside a list of ticks or a group of rows. */
  readonly row: number;
  readonly col: number;
  /** What was typed before a phrase took its place; Backspace brings it back, until another key. */
  readonly plain?: LineEdit;
}

/** One form lying open: what it holds, what is typed, where the hands are. */
export interface Entry {
  readonly form: string;
  readonly client: CaseFacts | null;
  /** Record of the tree node it was opened from. */
  readonly node: Rec | null;
  /** `shown` is read-only; `amending` changes a saved record and asks a reason at save. */
  readonly mode: 'new' | 'shown' | 'amending';
  readonly saved: Rec | null;
  readonly values: Values;
  /** Fields the user chose; the others follow their defaults. */
  readonly touched: readonly string[];
  /** Text that could not be read, kept as typed. */
  readonly typed: Readonly<Record<string, string>>;
  readonly problems: Readonly<Record<string, Problem>>;
  readonly warnings: readonly Problem[];
  readonly focus: string;
  readonly edit: Edit;
  /** Something was typed that is not saved: it is a draft. */
  readonly dirty: boolean;
  /** Persons it names who are not of the client's household. */
  readonly known: readonly PersonFacts[];
  /** The guarded fields are hidden: the client is under turvakielto. */
  readonly hidden?: boolean;
  /** The guarded fields were shown for a reason. */
  readonly revealed?: boolean;
  /** Tab with the cell or field a new person is made for. */
  readonly backTo?: string;
}

export type Pane = 'start' | 'diary' | string;

export interface ListRow {
  readonly option: Option;
  /** Ticked in a field that takes several. */
  readonly on?: boolean;
  /** Word key shown instead of the option: a row that does something of its own. */
  readonly word?: string;
}

/** What lies over the pane; keys go to it first. */
export type Overlay =
  | {
      readonly kind: 'list';
      readonly purpose: 'field' | 'person' | 'cell' | 'alike' | 'phrase';
      /** The persons behind the rows. */
      readonly people?: readonly PersonFacts[];
      readonly title: string;
      readonly rows: readonly ListRow[];
      readonly filter: string;
      readonly at: number;
      /** What Tab or Enter goes on with after the choice. */
      readonly after: 'next' | 'save' | 'stay';
    }
  | {
      readonly kind: 'help';
      readonly form: string;
      readonly field: string | null;
      readonly top: number;
    }
  | PaletteOverlay
  | { readonly kind: 'menu'; readonly menu: MenuId; readonly at: number }
  | { readonly kind: 'keys'; readonly top: number }
  | {
      readonly kind: 'prompt';
      readonly purpose: PromptPurpose;
      readonly form: Form;
      readonly entry: Entry;
    }
  | { readonly kind: 'history'; readonly history: RecordHistory; readonly top: number }
  | SyncOverlay
  | { readonly kind: 'blockers'; readonly command: string; readonly problems: readonly Problem[] }
  | {
      readonly kind: 'stale';
      readonly slot: string;
      readonly theirs: Rec;
      readonly fields: readonly { field: string; mine: Value; theirs: Value }[];
    };

/** A question over the pane. */
export type PromptOverlay = Extract<Overlay, { kind: 'prompt' }>;

/** What lies aside while the case is shown as it was. */
export type Aside = Pick<
  DeskState,
  'client' | 'pane' | 'entries' | 'diary' | 'gridRows' | 'grid' | 'button'
>;

/** The case as it was at an instant, over what lay there. */
interface PastView {
  readonly at: string;
  /** The client's own record of then. */
  readonly person: Rec;
  readonly aside: Aside;
}

/** Everything that lies in front of the worker. Immutable; only `step` makes a new one. */
export interface DeskState {
  readonly setting: Setting;
  /** The language the one key changes to; it comes back the same way. */
  readonly otherLang: Language;
  readonly baseKind: 'demo' | 'real';
  /** Null where the base has no centre. */
  readonly sync: SyncShown | null;
  /** The day by the clock, ISO, as it was when the lists were last read. */
  readonly today: string;
  readonly unlocking: Unlocking;
  readonly lock: Lock | null;
  readonly size: { readonly cols: number; readonly rows: number };
  readonly client: CaseFacts | null;
  /** Set while the case is shown as it was; nothing can be entered then. */
  readonly past: PastView | null;
  readonly pane: Pane;
  readonly entries: Entries;
  /** Number of the window in front; 0 where no client is open. */
  readonly windowNo: number;
  /** Windows that are not in front, the one used last at the end. */
  readonly behind: readonly Window[];
  readonly start: StartState;
  /** Rows of the list below the finder. */
  readonly workList: readonly WorkRow[];
  readonly diary: DiaryState;
  readonly gridRows: readonly GridRow[];
  readonly grid: GridFocus | null;
  /** Button of the form's row under the hands, null while they are in the fields. */
  readonly button: number | null;
  readonly overlay: Overlay | null;
  /** A question that a list, a help or a menu lies over; it comes back when that closes. */
  readonly under: PromptOverlay | SyncOverlay | null;
  readonly notice: Notice | null;
  /** Last saved values by form, for dup. */
  readonly lastSaved: Readonly<Record<string, Values>>;
  /** Clock time of the last save, as the status line shows it. */
  readonly savedAt: string | null;
  /** Keys of a leader typed so far. */
  readonly leader: readonly string[];
  /** The leader after which the hands paused: what may follow it is shown while it waits. */
  readonly pausedAt: readonly string[] | null;
  /** Keys that wait while an effect runs. */
  readonly queue: readonly Key[];
  readonly waiting: boolean;
  /** Pressed once while there was something unsaved. */
  readonly cancelling: boolean;
}

/** What the client does for the desk; each answers with an event unless said otherwise. */
export type Effect =
  | {
      readonly kind: 'find';
      readonly typed: string;
      readonly purpose: 'finder' | 'field';
      readonly after: 'next' | 'save' | 'stay';
    }
  | {
      readonly kind: 'open';
      readonly person: string;
      readonly record?: string;
      readonly draft?: string;
      /** Word key of what is to be said of it. */
      readonly told?: string;
      /** From the list of somebody the user stands in for. */
      readonly standingIn?: boolean;
    }
  /** A record of no client. */
  | { readonly kind: 'open_loose'; readonly form: string; readonly record: string }
  | { readonly kind: 'take'; readonly person: string; readonly after: 'next' | 'save' | 'stay' }
  | { readonly kind: 'take_row'; readonly row: GridRow }
  | {
      readonly kind: 'save';
      readonly slot: string;
      readonly form: string;
      readonly values: Values;
      readonly client: CaseFacts | null;
      readonly amend?: {
        readonly id: string;
        readonly base_version: number;
        readonly reason: string;
        readonly revealed?: boolean;
      };
      readonly after: 'stay' | 'next' | 'cell';
    }
  /** Who may be the same as the person about to be made. */
  | { readonly kind: 'alike'; readonly values: Values }
  | { readonly kind: 'households'; readonly person: string; readonly after: string | null }
  | { readonly kind: 'void'; readonly rec: Rec; readonly reason: string }
  | { readonly kind: 'merge'; readonly from: string; readonly to: string; readonly reason: string }
  | {
      readonly kind: 'move';
      readonly rec: Rec;
      readonly to: string;
      readonly reason: string;
      readonly links: Values;
    }
  | {
      readonly kind: 'act';
      readonly command: string;
      readonly target: Rec;
      readonly answers: Values;
    }
  /** A command on a row of a list, without opening its client. */
  | {
      readonly kind: 'act_listed';
      readonly command: Command;
      readonly person: string | null;
      readonly record: string;
      readonly version: number;
    }
  | { readonly kind: 'undo' }
  | { readonly kind: 'past'; readonly person: string; readonly at: string }
  | {
      readonly kind: 'history';
      readonly form: string;
      readonly id: string;
      readonly until?: string;
    }
  | { readonly kind: 'lists' }
  /** The whole of a long case; then the key is pressed again. */
  | { readonly kind: 'older'; readonly person: string; readonly key: Key }
  /** Everything from now on is recorded as of this day. */
  | { readonly kind: 'day'; readonly day: string }
  /** Reads the case of a window that lies behind anew. */
  | { readonly kind: 'switch'; readonly person: string }
  | { readonly kind: 'show_person'; readonly person: string }
  | {
      readonly kind: 'reveal';
      readonly person: string;
      readonly reason: string;
      readonly text: string;
    }
  /** Answered by nothing. */
  | { readonly kind: 'drop_draft'; readonly entry: Entry; readonly loose: boolean }
  /** Unsaved entries of a window that closes: they stay as drafts. */
  | { readonly kind: 'put_away'; readonly entries: readonly Entry[] }
  | { readonly kind: 'flush_drafts' }
  | { readonly kind: 'unlock'; readonly typed: string }
  /** Answered when the time is over: keys wait. */
  | { readonly kind: 'hold'; readonly seconds: number }
  | { readonly kind: 'language'; readonly lang: Language; readonly other: Language }
  | RecallEffect
  | EditTextEffect
  | SyncEffect
  | { readonly kind: 'redraw' }
  | { readonly kind: 'quit' };

/** What happens to the desk: keys, and answers to effects. */
export type DeskEvent =
  | { readonly kind: 'keys'; readonly keys: readonly Key[] }
  /** One thing done by a whole line; never while an answer is awaited. */
  | { readonly kind: 'deed'; readonly deed: Deed }
  | { readonly kind: 'size'; readonly cols: number; readonly rows: number }
  | {
      readonly kind: 'found';
      readonly persons: readonly PersonFacts[];
      readonly more: boolean;
      readonly namesakes: boolean;
      readonly purpose: 'finder' | 'field';
      readonly after: 'next' | 'save' | 'stay';
    }
  | {
      readonly kind: 'opened';
      readonly client: CaseFacts;
      readonly drafts: Entries;
      readonly record?: string;
      /** Slot of a draft to go on with. */
      readonly draft?: string;
      readonly told?: string;
    }
  | { readonly kind: 'older'; readonly client: CaseFacts; readonly key: Key }
  | { readonly kind: 'taken'; readonly client: CaseFacts; readonly after: 'next' | 'save' | 'stay' }
  | { readonly kind: 'loose'; readonly rec: Rec }
  | { readonly kind: 'row_taken'; readonly client: CaseFacts | null; readonly rec: Rec }
  | {
      readonly kind: 'saved';
      readonly slot: string;
      readonly rec: Rec;
      readonly made: readonly Rec[];
      readonly client: CaseFacts | null;
      readonly at: string;
      readonly after: 'stay' | 'next' | 'cell';
    }
  | {
      readonly kind: 'changed';
      readonly key: string;
      readonly values?: Notice['values'];
      readonly client: CaseFacts | null;
      /** What lies open stays open. */
      readonly stays?: true;
      readonly at: string;
    }
  | {
      readonly kind: 'refused';
      readonly slot: string | null;
      readonly problems: readonly Problem[];
    }
  | {
      readonly kind: 'stale';
      readonly slot: string;
      readonly theirs: Rec;
      readonly fields: readonly { field: string; mine: Value; theirs: Value }[];
    }
  | ListsRead
  | { readonly kind: 'day'; readonly day: string; readonly client: CaseFacts | null }
  | {
      readonly kind: 'person';
      readonly rec: Rec;
      /** The guarded section, when it was asked for. */
      readonly revealed: Values | null;
    }
  | { readonly kind: 'alike'; readonly persons: readonly PersonFacts[] }
  | {
      readonly kind: 'households';
      readonly records: readonly Rec[];
      readonly persons: readonly PersonFacts[];
      /** The one shown before: the next is wanted. */
      readonly after: string | null;
    }
  | {
      readonly kind: 'past';
      readonly at: string;
      readonly client: CaseFacts;
      readonly person: Rec;
    }
  | { readonly kind: 'history'; readonly history: RecordHistory }
  | { readonly kind: 'switched'; readonly client: CaseFacts }
  | { readonly kind: 'undone'; readonly undone: Undone; readonly at: string }
  | RecalledEvent
  | EditedEvent
  | SyncEvent
  /** No key has come for long. */
  | { readonly kind: 'idle' }
  /** Letters that were typed could not be read. */
  | { readonly kind: 'letters_lost' }
  /** The hands have paused after the first key of a sequence. */
  | { readonly kind: 'paused' }
  | { readonly kind: 'tried'; readonly right: boolean }
  | { readonly kind: 'held' }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** What one step gives: the new state, and what is to be done. */
export interface Stepped {
  readonly state: DeskState;
  readonly effects: readonly Effect[];
}

export type Command = CommandId;
