import type { Problem } from '../base/problems';
import type { FollowUp } from '../form/define';
import type { Facts } from '../form/facts';
import { code } from '../form/kinds/choice';
import { text } from '../form/kinds/text';
import { type Rec, textIn, type Values } from '../form/value';
import type { Action } from './action';
import { recordOf } from './case-state';
import { canBeHanded, receiverOf, waitingHandovers } from './handover';
import { nameOfCode, nameOfWorker } from './line-parts';

/** True when the hand-over is to the user, or to the user's unit. */
export function isForMe({ values }: Rec, { me }: Facts): boolean {
  const worker = textIn(values, 'to_worker');
  return worker ? worker === me.id : textIn(values, 'to_unit') === me.unit;
}

/** The hand-over under the hands, else that of the record there, else one that waits for me. */
function target(facts: Facts, open: Rec | null): Rec | null {
  if (open?.form === 'handover') return open;
  const waiting = waitingHandovers(facts);
  return (
    waiting.find((rec) => textIn(rec.values, 'attached') === open?.id) ??
    waiting.find((rec) => isForMe(rec, facts)) ??
    waiting[0] ??
    null
  );
}

/** Why I cannot answer a hand-over: it is answered, or not for me to answer. */
function answerBlockers(rec: Rec, facts: Facts): Problem[] {
  if (textIn(rec.values, 'outcome')) {
    const who = nameOfWorker(facts, textIn(rec.values, 'answered_by'));
    const accepted = textIn(rec.values, 'outcome') === 'accepted';
    return [{ code: accepted ? 'handover.accepted' : 'handover.returned', values: { who } }];
  }
  if (isForMe(rec, facts)) return [];
  return [{ code: 'handover.not_yours', values: { who: receiverOf(rec, facts) } }];
}

/** And why there is nothing left to accept: it is done with, or has another worker since. */
function acceptBlockers(rec: Rec, facts: Facts): Problem[] {
  const blockers = answerBlockers(rec, facts);
  if (blockers.length) return blockers;
  const handed = recordOf(facts, textIn(rec.values, 'attached'));
  if (!handed || !canBeHanded(handed, facts)) return [{ code: 'handover.over' }];
  const worker = textIn(handed.values, 'worker');
  if (worker === textIn(rec.values, 'from_worker')) return [];
  return [{ code: 'handover.moved', values: { who: nameOfWorker(facts, worker) } }];
}

function answerWith(rec: Rec, facts: Facts, set: Values): FollowUp {
  return {
    kind: 'amend',
    form: 'handover',
    id: rec.id,
    base_version: rec.version,
    set: { answered_on: facts.workDate, answered_by: facts.me.id, ...set },
  };
}

/** The receiver takes the matter: from now on it is theirs, in their unit (ROWS 226). */
export const acceptHandover: Action = {
  command: 'handover.accept',
  form: 'handover',
  fields: {},
  target,
  blockers: acceptBlockers,
  changes: (rec, _answers, facts) => {
    const handed = recordOf(facts, textIn(rec.values, 'attached')) as Rec;
    return [
      answerWith(rec, facts, { outcome: 'accepted' }),
      {
        kind: 'amend',
        form: handed.form,
        id: handed.id,
        base_version: handed.version,
        set: { worker: facts.me.id, unit: facts.me.unit },
      },
    ];
  },
  told: () => ({ key: 'notice.handover.accept', values: {} }),
};

const TEXT_MAX = 200;

/** The receiver gives it back, and the giver is reminded of it at once. */
export const returnHandover: Action = {
  command: 'handover.return',
  form: 'handover',
  fields: {
    return_reason: code('handover_returns', { required: true }),
    return_text: text({
      max: TEXT_MAX,
      required: (values, facts) =>
        facts.code('handover_returns', textIn(values, 'return_reason'))?.extra.needs_text === 'yes',
    }),
  },
  target,
  blockers: answerBlockers,
  changes: (rec, answers, facts) => {
    const reason = nameOfCode(facts, 'handover_returns', textIn(answers, 'return_reason'));
    const said = textIn(answers, 'return_text');
    return [
      answerWith(rec, facts, { outcome: 'returned', ...answers }),
      {
        kind: 'create',
        form: 'reminder',
        client: rec.bucket,
        values: {
          person: rec.bucket,
          due_on: facts.workDate,
          text: (said ? `${reason}: ${said}` : reason).slice(0, TEXT_MAX),
          owner: rec.entered_by,
          concerns: textIn(rec.values, 'attached'),
        },
      },
    ];
  },
  told: () => ({ key: 'notice.handover.return', values: {} }),
};
