import { fstatSync } from 'node:fs';
import { systemClock } from '../base/clock';
import type { EditedEvent, EditTextEffect } from '../desk/text-editor';
import type { DeskLoop } from './desk-loop';
import type { Edited, Editing } from './editor';
import type { TextPlace } from './editor-files';
import { intoDraft } from './editor-leftovers';
import type { Terminal } from './terminal';

/** What the client gives for its texts to be edited. */
export interface EditorWorld {
  readonly desk: DeskLoop;
  readonly terminal: Terminal;
  /** Command line of the editor. */
  readonly command: string;
  /** Path of the base, and the worker: whose the text is. */
  readonly base: string;
  readonly user: string;
  /** Gives the answer to the desk, and paints what it then shows. */
  answer(event: EditedEvent): void;
}

/** The system notes so often, in ms, that a terminal has been read. */
const NOTED_EVERY_MS = 8000;

interface Open {
  readonly effect: EditTextEffect;
  readonly editing: Editing;
  readonly place: TextPlace;
}

/** Lends the terminal to the user's editor, a text at a time. */
export class EditorHands {
  private open: Open | undefined;
  private ended = false;

  constructor(private readonly world: EditorWorld) {}

  /** Hands a text out; null where the answer comes later. What starts programs is loaded here. */
  edit(effect: EditTextEffect): EditedEvent | null {
    const { desk, terminal, command, base, user } = this.world;
    // Its draft is what a text that comes back after a crash goes into.
    const record = desk.drafts.hold(effect.slot);
    if (record === undefined) return this.event(effect, { text: null, problem: NOT_KEPT });
    const { form, field } = effect;
    const place = { base, user, form, record, field };
    terminal.lend();
    void import('./editor').then(({ Editing }) => {
      if (this.ended) return;
      const editing = Editing.begin(command, effect.text, place);
      if (editing instanceof Editing) this.follow({ effect, editing, place });
      else this.back({ effect, place }, { text: null, problem: editing });
    });
    return null;
  }

  private follow(open: Open): void {
    this.open = open;
    void open.editing.done.then((edited) => {
      if (this.open === open) this.back(open, edited);
    });
  }

  private back(open: Pick<Open, 'effect' | 'place'>, edited: Edited): void {
    if (!edited.lost) this.world.terminal.takeBack();
    this.open = undefined;
    this.take(open, edited);
  }

  /** For how many ms no key has come to an open editor; Infinity where none is open. */
  idleMs(): number {
    if (!this.open) return Number.POSITIVE_INFINITY;
    const read = fstatSync(process.stdin.fd).atimeMs;
    return Math.max(0, systemClock().now().getTime() - read - NOTED_EVERY_MS);
  }

  /** The terminal is lost, or the program ends: the editor too; what it saved is in the draft. */
  async end(): Promise<void> {
    const { open } = this;
    this.ended = true;
    if (!open) return;
    this.open = undefined;
    this.take(open, await open.editing.end());
  }

  /** The program breaks. */
  abandon(): void {
    this.open?.editing.abandon();
  }

  /** Gives what came back to the desk; where its field is not there any more, to the draft. */
  private take({ effect, place }: Pick<Open, 'effect' | 'place'>, edited: Edited): void {
    const { desk } = this.world;
    const { state } = desk;
    const isThere =
      state.pane === effect.slot && state.entries[effect.slot]?.focus === effect.field;
    if (edited.text === null || isThere) this.world.answer(this.event(effect, edited));
    else {
      const kept = intoDraft(desk.hands.session, place, edited.text);
      const problem = kept ? { code: 'editor.in_draft' } : NOT_KEPT;
      this.world.answer(this.event(effect, { text: null, problem }));
    }
    desk.drafts.release();
  }

  private event({ slot, field }: EditTextEffect, { text, problem }: Edited): EditedEvent {
    return { kind: 'edited', slot, field, text, ...(problem ? { problem } : {}) };
  }
}

const NOT_KEPT = { code: 'editor.not_kept' };
