import { defineForm, type Form } from '../form/define';
import type { Facts } from '../form/facts';
import { code } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { text } from '../form/kinds/text';
import { type Rec, textIn, type Values } from '../form/value';
import { actionOf } from '../forms/actions';
import { factsOf } from '../records/facts';
import { showDdmmyy } from '../rules/calendar';
import { submitSettling } from './conflict';
import { submitSeen } from './delivery';
import { answersOf, enter, openEntry } from './entry';
import { awaiting, type Env, factsHere, only, over, refusing, telling, worldOf } from './env';
import { PAST_QUESTION, submitPast } from './past-question';
import { submitRelocation } from './relocate';
import type { DeskState, Overlay, PromptOverlay, PromptPurpose, Stepped } from './state';

const REASON = { reason: code('correction_reasons', { required: true }) };
/** Some reasons say enough by themselves; the others ask for words. */
const needsText = (values: Values, facts: Facts) =>
  facts.code('access_reasons', textIn(values, 'reason'))?.extra.needs_text === 'yes';
const ACCESS = {
  reason: code('access_reasons', { required: true }),
  text: text({ max: 200, required: needsText, shown: needsText }),
};

/** The work date as it is, so that it is seen, and Enter alone changes nothing. */
const DAY = { day: date('any', { required: true, default: (_values, facts) => facts.workDate }) };

function formOf(purpose: PromptPurpose): Form {
  if (purpose.kind === 'act') {
    const action = actionOf(purpose.command);
    return defineForm({
      id: action?.asks ?? action?.form ?? 'prompt',
      version: 1,
      fields: action?.fields ?? {},
      ...(action?.checks ? { checks: action.checks } : {}),
    });
  }
  if (purpose.kind === 'past') return PAST_QUESTION;
  const fields = purpose.kind === 'reveal' ? ACCESS : purpose.kind === 'day' ? DAY : REASON;
  return defineForm({ id: 'prompt', version: 1, fields });
}

/** A question over the pane: one or a few fields that work as they do in a form. */
export function promptFor(
  env: Env,
  state: DeskState,
  purpose: PromptPurpose,
): Extract<Overlay, { kind: 'prompt' }> {
  const form = formOf(purpose);
  // What is asked about a record may depend on the record.
  const node = purpose.kind === 'act' ? purpose.target : null;
  const facts = factsOf(state.setting, state.client, node);
  const entry = openEntry({ registry: env.registry, form, facts }, { client: state.client, node });
  return { kind: 'prompt', purpose, form, entry };
}

/** Under what the answers of a question are kept: all that ask a reason share it. */
export function promptKey({ purpose }: PromptOverlay): string {
  if (purpose.kind === 'act') return `prompt.${purpose.command}`;
  return ['amend', 'cell', 'void'].includes(purpose.kind)
    ? 'prompt.reason'
    : `prompt.${purpose.kind}`;
}

/** Does what the prompt asked for; its entry has been read and has no problems. */
export function submitPrompt(env: Env, state: DeskState): Stepped {
  const { overlay } = state;
  if (overlay?.kind !== 'prompt') return only(state);
  const { purpose, entry, form } = overlay;
  if (purpose.kind === 'past') return submitPast(state, overlay);
  if (purpose.kind === 'merge' || purpose.kind === 'move') return submitRelocation(state, overlay);
  if (purpose.kind === 'day') return submitDay(env, state, overlay, purpose);
  const lastSaved = { ...state.lastSaved, [promptKey(overlay)]: entry.values };
  if (purpose.kind === 'settle') return submitSettling({ ...state, lastSaved }, overlay);
  if ('over' in purpose) return submitSeen({ ...state, lastSaved }, overlay);
  const closed = { ...over(state, null), lastSaved };
  const reason = textIn(entry.values, 'reason') ?? '';
  if (purpose.kind === 'void') return awaiting(closed, { kind: 'void', rec: purpose.rec, reason });
  if (purpose.kind === 'reveal') {
    const said = textIn(entry.values, 'text') ?? '';
    return awaiting(closed, { kind: 'reveal', person: purpose.person, reason, text: said });
  }
  if (purpose.kind === 'act') {
    const world = { registry: env.registry, form, facts: factsHere(state, purpose.target) };
    const answers = answersOf(world, entry);
    return awaiting(closed, {
      kind: 'act',
      command: purpose.command,
      target: purpose.target,
      answers,
    });
  }
  if (purpose.kind === 'cell') {
    const { rec } = purpose.row;
    return awaiting(closed, saveOf(rec, purpose.values, state.pane, reason, 'cell'));
  }
  return submitAmend(env, closed, purpose.slot, reason);
}

/**
 * On a real base a day that has not come is asked about once more: it is hardly ever meant, and
 * every record saved afterwards would bear it. In practice any day will do.
 */
function submitDay(
  env: Env,
  state: DeskState,
  overlay: PromptOverlay,
  purpose: Extract<PromptPurpose, { kind: 'day' }>,
): Stepped {
  const day = textIn(overlay.entry.values, 'day') ?? state.setting.workDate;
  if (state.baseKind === 'real' && day > purpose.today && day !== purpose.asked) {
    const values = { day: showDdmmyy(day), today: showDdmmyy(purpose.today) };
    const entry = enter(worldOf(env, state, overlay.entry), overlay.entry, 'day');
    const again = { ...overlay, entry, purpose: { ...purpose, asked: day } };
    return only(refusing({ ...state, overlay: again }, { code: 'day.future', values }));
  }
  const closed = over(state, null);
  if (day === state.setting.workDate) {
    return only(telling(closed, 'notice.day', { day: showDdmmyy(day) }));
  }
  return awaiting(closed, { kind: 'day', day });
}

function saveOf(
  rec: Rec,
  values: Rec['values'],
  slot: string,
  reason: string,
  after: 'stay' | 'cell',
) {
  return {
    kind: 'save' as const,
    slot,
    form: rec.form,
    values,
    client: null,
    amend: { id: rec.id, base_version: rec.version, reason },
    after,
  };
}

function submitAmend(env: Env, state: DeskState, slot: string, reason: string): Stepped {
  const entry = state.entries[slot];
  if (!entry?.saved) return only(state);
  const form = env.registry.form(entry.form);
  const facts = factsOf(state.setting, entry.client, entry.node, entry.known);
  const values = answersOf({ registry: env.registry, form, facts }, entry);
  const effect = saveOf(entry.saved, values, slot, reason, 'stay');
  const amend = { ...effect.amend, ...(entry.revealed ? { revealed: true } : {}) };
  return awaiting(state, { ...effect, amend, client: entry.client });
}

/** Opens the prompt of a command on a record, or lists what stands in the way. */
export function startAction(
  env: Env,
  state: DeskState,
  command: string,
  open: Rec | null,
): Stepped {
  const action = actionOf(command);
  const facts = factsHere(state, open);
  const typed = state.entries[state.pane];
  if (action && typed?.dirty && typed.form === action.form && !typed.saved) {
    return only(refusing(state, { code: 'entry.save_first' }));
  }
  const target = action?.target(facts, open) ?? null;
  if (!action || !target)
    return only(refusing(state, action?.missing ?? { code: `none.${action?.form ?? 'record'}` }));
  const problems = action.blockers(target, facts);
  if (problems.length) return only(over(state, { kind: 'blockers', command, problems }));
  if (!Object.keys(action.fields).length) {
    return awaiting(state, { kind: 'act', command, target, answers: {} });
  }
  return only(over(state, promptFor(env, state, { kind: 'act', command, target })));
}
