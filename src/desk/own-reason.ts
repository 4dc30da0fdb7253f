import { defineForm, type Form } from '../form/define';
import { text } from '../form/kinds/text';
import { openEntry } from './entry';
import { type Env, factsHere, only, over } from './env';
import type { DeskState, PromptPurpose, Stepped } from './state';

const REASON_MAX = 200;

/** Why, in own words: code sets know no such reason. */
const REASON: Form = defineForm({
  id: 'prompt',
  version: 1,
  fields: { reason: text({ max: REASON_MAX, required: true }) },
});

/** Asks why, in own words; `prompt.<purpose>` says of what. `said`: what was answered before. */
export function askReason(env: Env, state: DeskState, purpose: PromptPurpose, said = ''): Stepped {
  const world = { registry: env.registry, form: REASON, facts: factsHere(state) };
  const keep = said ? { keep: { reason: said } } : {};
  const entry = openEntry(world, { client: state.client, node: null, ...keep });
  return only(over(state, { kind: 'prompt', purpose, form: REASON, entry }));
}
