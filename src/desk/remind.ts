import { remindersOf } from '../forms/limit-reminders';
import { type Env, factsHere, telling } from './env';
import { startAction } from './prompts';
import type { DeskState, Stepped } from './state';

/** True while the list of reminders that could be made of time limits lies open. */
export function isRemindingOfLimits({ overlay }: DeskState): boolean {
  if (overlay?.kind !== 'prompt' || overlay.purpose.kind !== 'act') return false;
  return overlay.purpose.command === 'reminder.limits';
}

/**
 * Muistutus: on a shown record whose time limits run without reminders, those are proposed. The
 * same key again, or anywhere else, gives the empty form.
 * @param openEmpty opens the form, or goes on with what is unsaved in it
 */
export function remind(
  env: Env,
  before: DeskState,
  openEmpty: (state: DeskState) => Stepped,
): Stepped {
  if (isRemindingOfLimits(before)) return openEmpty({ ...before, overlay: null });
  const { saved, mode } = before.entries[before.pane] ?? {};
  if (!saved || mode !== 'shown' || before.entries.reminder?.dirty) return openEmpty(before);
  const limits = remindersOf(saved, factsHere(before, saved));
  if (limits === 'proposed') return startAction(env, before, 'reminder.limits', saved);
  const opened = openEmpty(before);
  if (limits === 'none' || opened.state.notice) return opened;
  return { ...opened, state: telling(opened.state, 'notice.reminders_made') };
}
