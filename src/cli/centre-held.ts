import type { Centre } from '../server/centre';
import type { HeldDecision } from '../server/held';
import { Refusal } from '../server/refusal';
import type { OpResult } from '../sync/protocol';
import { atCentre, type CentreFlags } from './open-centre';
import { DONE, print, refuse } from './say';

/** `akti centre held`: what is held and whose; not what it says. */
export function listHeld(flags: CentreFlags & { readonly json?: boolean }): Promise<number> {
  return atCentre(flags, async (centre, words) => {
    const units = await centre.heldUnits();
    if (flags.json) print(JSON.stringify(units, null, 2));
    else if (units.length === 0) print(words.t('cli.held.none'));
    else {
      for (const { uow_id: unit, received_at: at, actor: who, ops } of units) {
        const [first] = ops;
        const code = ops.find((op) => op.code && op.code !== 'sync.unit')?.code ?? 'sync.container';
        const form = words.t(`form.${first?.form}`);
        const why = words.problem({ code });
        print(words.t('cli.held.line', { unit, at, who, form, count: ops.length, why }));
      }
    }
    return DONE;
  });
}

/** Flags of a decision. */
type DecisionFlags = CentreFlags & { readonly user: string; readonly reason: string };

/** `akti centre let-in` and `archive`: what a superior decides. All of the units or none. */
export function decideHeldUnits(
  units: readonly string[],
  decision: HeldDecision['decision'],
  { user, reason, ...flags }: DecisionFlags,
): Promise<number> {
  return atCentre(flags, async (centre, words) => {
    if (reason.trim() === '') return refuse(words, { code: 'held.reason' });
    const results = await decided(centre, user, { units, decision, reason: reason.trim() });
    if (results instanceof Refusal) return refuse(words, results);
    print(words.t('cli.held.decided', countsOf(results)));
    return DONE;
  });
}

async function decided(centre: Centre, by: string, decision: HeldDecision) {
  try {
    return await centre.decideHeld(by, decision);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function countsOf(results: readonly OpResult[]) {
  const count = (is: (one: OpResult) => boolean) => results.filter(is).length;
  const taken = count(({ status }) => status === 'applied' || status === 'merged');
  const archived = count(({ code }) => code === 'sync.archived');
  return { in: taken, archived, left: results.length - taken - archived };
}
