import { clockTime } from '../base/clock';
import type { DeskEvent, Effect } from '../desk/state';
import type { Hands } from './effects';

/** What takes back, and what looks back. */
type TimeEffect = Extract<Effect, { kind: 'undo' | 'past' | 'history' }>;

/** Does what the desk asked for about what was; gives its answer. */
export function runTimeEffect(hands: Hands, effect: TimeEffect): DeskEvent {
  const { session } = hands;
  switch (effect.kind) {
    case 'undo':
      return undo(hands);
    case 'past': {
      const opened = session.openCaseAsOf(effect.person, effect.at);
      return opened.ok
        ? { kind: 'past', at: effect.at, ...opened.value }
        : { kind: 'failed', problem: opened.problem };
    }
    case 'history': {
      const found = session.history(effect.form, effect.id, effect.until);
      return found.ok
        ? { kind: 'history', history: found.value }
        : { kind: 'failed', problem: found.problem };
    }
  }
}

function undo(hands: Hands): DeskEvent {
  // What is typed is on the disk before the undone record takes its place in a form.
  hands.drafts.flush();
  const done = hands.session.undo(hands.state().client);
  const at = clockTime(hands.clock.now());
  return done.ok
    ? { kind: 'undone', undone: done.value, at }
    : { kind: 'failed', problem: done.problem };
}
