import type { HttpWire } from './http-wire';
import type { Log } from './ports';
import type { HeldRequest, OpResult } from './protocol';

/**
 * Tells the centre what the author decides of own held operations, and takes its answers: to be
 * judged anew (`let_in`) or put aside (`archive`). Operations of one unit go together.
 * @param at instant by the station's clock
 * @throws WireError when it did not come through; the same may be asked again
 */
export async function decideHeld(
  log: Log,
  wire: Pick<HttpWire, 'held'>,
  request: HeldRequest,
  at: string,
): Promise<OpResult[]> {
  const { results } = await wire.held(request);
  log.answered(results, at);
  return results;
}
