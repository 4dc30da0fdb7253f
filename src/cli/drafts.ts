import { type Env, worldOf } from '../desk/env';
import { entriesInHand } from '../desk/past';
import type { DeskState, Edit, Entry } from '../desk/state';
import { fieldOf } from '../desk/unread';
import { draftKey, NEW_DRAFT, readDraftKey } from '../desk/windows';
import { keptAsSeen } from '../desk/work-day';
import type { Form } from '../form/define';
import type { CaseFacts, PersonFacts } from '../form/facts';
import { isShown } from '../form/field';
import { type Rec, sameValue, type Values } from '../form/value';
import { factsOf } from '../records/facts';
import type { Session } from '../records/session';

/** What a draft keeps of an entry: everything typed, and where the hands were. */
interface Kept {
  readonly mode: Entry['mode'];
  readonly node: string | null;
  readonly values: Values;
  readonly touched: readonly string[];
  readonly typed: Entry['typed'];
  readonly focus: string;
  readonly edit: Edit;
  /** The guarded fields were hidden, or are hidden again when the draft is taken up. */
  readonly hidden: boolean;
  /** The day its defaults are of. */
  readonly workDate?: string;
}

/** Longest time typed text waits before it is kept, in ms. */
const DRAFT_DELAY_MS = 250;
/** Until the next try where the base was not free, in ms. */
const AGAIN_MS = 100;
/** So often it is tried where nobody comes back to it. */
const LAST_TRIES = 20;

interface Written {
  readonly entry: Entry;
  readonly form: string;
  readonly record: string;
}

/** An entry lying open, where it lies, and whether that is the start screen. */
interface Lying {
  readonly at: string;
  readonly entry: Entry;
  readonly loose: boolean;
}

/** A slot of a window: clients keep theirs apart. */
function placeOf(client: CaseFacts | null, slot: string): string {
  return `${client?.person.id ?? ''}|${slot}`;
}

function* lyingOpen(state: DeskState): Generator<Lying> {
  const front = { client: state.client, entries: entriesInHand(state) };
  for (const window of [front, ...state.behind]) {
    for (const [slot, entry] of Object.entries(window.entries)) {
      yield { at: placeOf(window.client, slot), entry, loose: window.client === null };
    }
  }
}

/** Keeps unsaved entries of every window as drafts, off the key's path. */
export class DraftKeeper {
  private readonly written = new Map<string, Written>();
  private timer: NodeJS.Timeout | undefined;
  /** Place of an entry whose draft stays though nothing is typed in it. */
  private held: string | undefined;

  constructor(
    private readonly session: Session,
    private readonly state: () => DeskState,
  ) {}

  /** Called after every step: plans a writing when something changed. */
  watch(): void {
    if (!this.timer) this.plan(DRAFT_DELAY_MS);
  }

  /** What could not be written, as another program had the base, is tried again soon. */
  private plan(ms: number): void {
    if (!this.isPending()) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.flush();
      this.plan(AGAIN_MS);
    }, ms);
  }

  /** The record key of the draft of a slot in front, when one was written. */
  keyOf(slot: string): string | undefined {
    return this.written.get(placeOf(this.state().client, slot))?.record;
  }

  /** Writes what changed now, and drops drafts whose entry is saved. */
  flush(): void {
    for (const one of this.pending()) this.write(one);
    const open = new Map([...lyingOpen(this.state())].map(({ at, entry }) => [at, entry]));
    for (const [at, kept] of this.written) {
      const entry = open.get(at);
      if (entry?.dirty || at === this.held) continue;
      this.written.delete(at);
      // An entry that is gone was put away with its window: its draft stays.
      if (entry) this.session.dropDraft(kept.form, kept.record);
    }
  }

  /**
   * Writes the entry of a slot in front although nothing may be typed in it, and keeps it until
   * `release`. Gives its key, undefined where it could not be written.
   */
  hold(slot: string): string | undefined {
    const at = placeOf(this.state().client, slot);
    const lying = [...lyingOpen(this.state())].find((one) => one.at === at);
    if (!lying) return undefined;
    surely(() => {
      this.write(lying);
      return this.written.get(at)?.entry === lying.entry;
    });
    if (this.written.get(at)?.entry !== lying.entry) return undefined;
    this.held = at;
    return this.keyOf(slot);
  }

  /** A held draft stays only if something is typed in its entry. */
  release(): void {
    this.held = undefined;
    this.flush();
  }

  /** Throws a cancelled entry's draft away. */
  drop(entry: Entry, loose: boolean): void {
    const record = draftKey(entry, loose);
    for (const [at, kept] of this.written) {
      if (kept.form === entry.form && kept.record === record) this.written.delete(at);
    }
    this.session.dropDraft(entry.form, record);
  }

  /** Entries restored from drafts are known as written. */
  restored(client: CaseFacts | null, slot: string, entry: Entry): void {
    const record = draftKey(entry, client === null);
    this.written.set(placeOf(client, slot), { entry, form: entry.form, record });
  }

  /** Writes the unsaved entries of a window that closes. */
  putAway(entries: readonly Entry[]): void {
    for (const entry of entries) surely(() => this.keep(entry, draftKey(entry, false)));
  }

  /** Stops the timer after a last writing. */
  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    surely(() => {
      this.flush();
      return this.pending().length === 0;
    });
  }

  private pending(): Lying[] {
    return [...lyingOpen(this.state())].filter((one) => this.isUnwritten(one.at, one.entry));
  }

  private isUnwritten(at: string, entry: Entry): boolean {
    return entry.dirty && this.written.get(at)?.entry !== entry;
  }

  /** Whether there is any; asked behind every key, so it leaves no garbage but the place asked. */
  private isPending(): boolean {
    const state = this.state();
    const isIn = (client: CaseFacts | null, entries: DeskState['entries']) => {
      for (const slot in entries) {
        const entry = entries[slot] as Entry;
        if (entry.dirty && this.isUnwritten(placeOf(client, slot), entry)) return true;
      }
      return false;
    };
    return (
      isIn(state.client, entriesInHand(state)) ||
      state.behind.some((window) => isIn(window.client, window.entries))
    );
  }

  private write({ at, entry, loose }: Lying): void {
    const record = draftKey(entry, loose);
    const before = this.written.get(at);
    if (!this.keep(entry, record)) return;
    if (before && (before.form !== entry.form || before.record !== record)) {
      this.session.dropDraft(before.form, before.record);
    }
    this.written.set(at, { entry, form: entry.form, record });
  }

  private keep(entry: Entry, record: string): boolean {
    const kept: Kept = {
      mode: entry.mode,
      node: entry.node?.id ?? null,
      values: keptValues(this.session.world.registry.form(entry.form), entry),
      hidden: entry.hidden === true || entry.revealed === true,
      touched: entry.touched,
      typed: entry.typed,
      focus: entry.focus,
      edit: entry.edit,
      workDate: this.state().setting.workDate,
    };
    const client = entry.client?.person.id ?? null;
    return this.session.saveDraft({ form: entry.form, record, client, value: kept }).ok;
  }
}

function surely(tried: () => boolean): void {
  for (let tries = 0; tries < LAST_TRIES && !tried(); tries++);
}

/** What was shown for a reason is shown once: a draft keeps only what was typed over it. */
function keptValues({ fields }: Form, entry: Entry): Values {
  const { saved, values } = entry;
  if (!entry.revealed || !saved) return values;
  const shown = (id: string) => fields[id]?.guarded && sameValue(values[id], saved.values[id]);
  return Object.fromEntries(
    Object.entries(values).map(([id, value]) => [id, shown(id) ? null : value]),
  );
}

/** What a draft keeps, with another text in the field under the hands. */
export function withText(value: unknown, field: string, text: string): unknown {
  const line = { text, caret: text.length, selected: false };
  return { ...(value as Kept), focus: field, edit: { line, changed: true, row: 0, col: 0 } };
}

/** An entry as it was when its draft was written; null when the draft cannot be understood. */
export function entryFromDraft(
  env: Env,
  state: DeskState,
  draft: { form: string; record: string; value: unknown },
  about: { client: CaseFacts | null; saved: Rec | null; known: readonly PersonFacts[] },
): Entry | null {
  const { client, known } = about;
  const kept = draft.value as Kept;
  if (typeof kept !== 'object' || kept === null || typeof kept.values !== 'object') return null;
  const form = env.registry.all.find((one) => one.id === draft.form);
  if (!form) return null;
  const { record } = readDraftKey(draft.record);
  const saved = about.saved ?? client?.records.find((rec) => rec.id === record) ?? null;
  // A change of what is no longer there must not come back as something new.
  if (!saved && !record.startsWith(NEW_DRAFT)) return null;
  const node = client?.records.find((rec) => rec.id === kept.node) ?? null;
  const facts = factsOf(state.setting, client, node, known);
  const field = form.fields[kept.focus];
  const focus =
    field && isShown(field, kept.values, facts) ? kept.focus : Object.keys(form.fields)[0];
  const entry: Entry = {
    form: form.id,
    client,
    node,
    mode: saved ? 'amending' : 'new',
    saved,
    values: kept.values,
    touched: kept.touched,
    typed: kept.typed,
    problems: Object.fromEntries(
      Object.keys(kept.typed).map((place) => [
        place,
        { code: 'draft.unread', field: fieldOf(place) },
      ]),
    ),
    warnings: form.warnings(kept.values, facts),
    focus: focus ?? '',
    edit: kept.edit,
    dirty: true,
    known,
    hidden: kept.hidden === true,
  };
  // Resumed on another work date it keeps the dates it was seen with.
  const same = (kept.workDate ?? facts.workDate) === facts.workDate;
  return same ? entry : keptAsSeen(worldOf(env, { ...state, overlay: null }, entry), entry);
}
