import { isoInstant } from '../base/clock';
import { bad, good, type Result } from '../base/problems';
import * as store from '../store/drafts';
import { catching } from '../store/errors';
import { type Door, guardedWrite } from './door';
import { logUse } from './use';

/** What was typed and not saved. Local: never synced, counted or shown to others. */
export interface DraftEntry {
  readonly form: string;
  /** Id of the record being amended; for a new one a key the caller chose, such as `new`. */
  readonly record: string;
  readonly client: string | null;
  /** State of the entry; anything JSON can hold. */
  readonly value: unknown;
}

/**
 * Keeps what was typed, over the draft before it. No line in the use log: the user sees nothing
 * that was not on the screen. Problems: `base.locked` (try again), `base.full` …
 */
export function saveDraft(door: Door, draft: DraftEntry): Result<void> {
  const { base, clock } = door.world;
  const saved_at = isoInstant(clock.now());
  return catching(() => store.saveDraft(base, { ...draft, actor: door.setting.me.id, saved_at }));
}

/** My drafts, the latest first. */
export function drafts(door: Door): readonly store.Draft[] {
  return store.listDrafts(door.world.base, door.setting.me.id);
}

/** Drops a draft that was given up. Problems as `saveDraft`. */
export function dropDraft(door: Door, form: string, record: string): Result<void> {
  const key = { actor: door.setting.me.id, form, record };
  return catching(() => store.dropDraft(door.world.base, key));
}

/** Takes a draft up again: a line in the use log. Problem: `draft.missing`. */
export function resumeDraft(door: Door, form: string, record: string): Result<store.Draft> {
  const { base } = door.world;
  return guardedWrite(door, () => {
    const found = store.readDraft(base, { actor: door.setting.me.id, form, record });
    if (!found) return bad('draft.missing');
    logUse(door, [{ what: 'draft', person: found.client, detail: form }]);
    return good(found);
  });
}
