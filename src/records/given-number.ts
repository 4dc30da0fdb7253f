import { changedWith, type Outgoing } from '../store/sync-outgoing';
import { CENTRE } from '../sync/terms';
import type { World } from './world';

/**
 * An operation with the number the centre gave its record with it, where the centre has forgotten
 * both since: a restored one gives the same number back.
 */
export function withNumber({ base, registry }: World, one: Outgoing): Outgoing {
  const { change } = one;
  const rule = registry.all.find(({ id }) => id === change.form)?.number;
  if (!rule) return one;
  const given = changedWith(base, change, CENTRE).at(-1)?.patch[rule.field]?.[1];
  return typeof given === 'number' ? { ...one, number: given } : one;
}
