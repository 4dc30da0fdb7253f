import type { Env } from '../desk/env';
import { entriesInHand } from '../desk/past';
import type { DeskState, Edit, Entry } from '../desk/state';
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
}

/** Drafts of what is not saved yet are kept under this and their client. */
const NEW = 'new:';

/** Longest time typed text waits before it is kept, in ms. */
const DRAFT_DELAY_MS = 250;

/** Keeps unsaved entries as drafts, off the key's path. */
export class DraftKeeper {
  private readonly written = new Map<string, { entry: Entry; form: string; record: string }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly session: Session,
    private readonly state: () => DeskState,
  ) {}

  /** Called after every step: plans a writing when something changed. */
  watch(): void {
    if (this.timer || !this.pending().length) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.flush();
    }, DRAFT_DELAY_MS);
  }

  /** The record key of a slot's draft, when one was written. */
  keyOf(slot: string): string | undefined {
    return this.written.get(slot)?.record;
  }

  /** Writes what changed now, and drops drafts whose entry is gone or saved. */
  flush(): void {
    const entries = entriesInHand(this.state());
    for (const [slot, entry] of this.pending()) this.write(slot, entry);
    for (const [slot, kept] of this.written) {
      if (!entries[slot]?.dirty) {
        this.written.delete(slot);
        // Another client's case came in front of it: the draft itself stays.
        if (entries[slot] && !entries[slot]?.dirty) this.session.dropDraft(kept.form, kept.record);
      }
    }
  }

  /** Throws a cancelled entry's draft away. */
  drop(entry: Entry): void {
    for (const [slot, kept] of this.written) {
      if (kept.form === entry.form && kept.record === recordKey(entry)) this.written.delete(slot);
    }
    this.session.dropDraft(entry.form, recordKey(entry));
  }

  /** Entries restored from drafts are known as written. */
  restored(slot: string, entry: Entry): void {
    this.written.set(slot, { entry, form: entry.form, record: recordKey(entry) });
  }

  /** Another client's case is coming: what is written stays as it is, and is not ours to drop. */
  leaveClient(): void {
    this.flush();
    this.written.clear();
  }

  /** Stops the timer after a last writing. */
  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.flush();
  }

  private pending(): [string, Entry][] {
    return Object.entries(entriesInHand(this.state())).filter(
      ([slot, entry]) => entry.dirty && this.written.get(slot)?.entry !== entry,
    );
  }

  private write(slot: string, entry: Entry): void {
    const record = recordKey(entry);
    const before = this.written.get(slot);
    const kept: Kept = {
      mode: entry.mode,
      node: entry.node?.id ?? null,
      values: keptValues(this.session.world.registry.form(entry.form), entry),
      hidden: entry.hidden === true || entry.revealed === true,
      touched: entry.touched,
      typed: entry.typed,
      focus: entry.focus,
      edit: entry.edit,
    };
    const client = entry.client?.person.id ?? null;
    const saved = this.session.saveDraft({ form: entry.form, record, client, value: kept });
    if (!saved.ok) return;
    if (before && (before.form !== entry.form || before.record !== record)) {
      this.session.dropDraft(before.form, before.record);
    }
    this.written.set(slot, { entry, form: entry.form, record });
  }
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

/** What a draft is kept under: the record amended, or the client a new one is about. */
function recordKey(entry: Entry): string {
  return entry.saved?.id ?? `${NEW}${entry.client?.person.id ?? ''}`;
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
  const saved = about.saved ?? client?.records.find((rec) => rec.id === draft.record) ?? null;
  // A change of what is no longer there must not come back as something new.
  if (!saved && !draft.record.startsWith(NEW)) return null;
  const node = client?.records.find((rec) => rec.id === kept.node) ?? null;
  const facts = factsOf(state.setting, client, node, known);
  const field = form.fields[kept.focus];
  const focus =
    field && isShown(field, kept.values, facts) ? kept.focus : Object.keys(form.fields)[0];
  return {
    form: form.id,
    client,
    node,
    mode: saved ? 'amending' : 'new',
    saved,
    values: kept.values,
    touched: kept.touched,
    typed: kept.typed,
    problems: Object.fromEntries(
      Object.keys(kept.typed).map((id) => [id, { code: 'draft.unread', field: id }]),
    ),
    warnings: form.warnings(kept.values, facts),
    focus: focus ?? '',
    edit: kept.edit,
    dirty: true,
    known,
    hidden: kept.hidden === true,
  };
}
