import type { Random } from '../base/random';
import type { CodeFacts } from '../form/facts';
import type { HandOf } from '../records/bulk';
import { addDays } from '../rules/calendar';
import { lastDayRule } from '../rules/working-days';
import { enterCase } from './cases';
import { SENTENCES } from './names';
import { MAIN_WORKER } from './workers';

/** Events of the longest case of a big base, and the days they are spread over. */
export const LONGEST_CASE = 10_000;
const DAYS = 3600;
const SERVICE = 'perussosiaalityo';
/** Of so many events one is a note, the others work done. */
const ONE_NOTE_IN = 5;

/** Done with the client, and asking for no review: one worker would have a thousand reminders. */
const isVisit = ({ extra }: CodeFacts) => extra.needs_client !== 'no' && extra.review !== 'yes';

/** Ten years of visits and notes of one client, who has no other case. */
export function enterLongestCase(
  handOf: HandOf,
  random: Random,
  client: string,
  today: string,
): void {
  const from = lastDayRule(addDays(today, -DAYS));
  const { chain } = handOf(MAIN_WORKER, from).facts(client);
  const path = chain.find((row) => row.service === SERVICE);
  if (!path) throw new Error(`the process chain has no way to ${SERVICE}`);
  const plan = { client, user: MAIN_WORKER, path, stage: 'service' as const, entries: 0 };
  enterCase(handOf, random, { ...plan, from, last: addDays(from, 30) });
  const begun = handOf(MAIN_WORKER, from).facts(client).client?.records.length ?? 0;
  for (let count = begun; count < LONGEST_CASE; count++) {
    const day = addDays(from, 31 + Math.floor((count * (DAYS - 40)) / LONGEST_CASE));
    const hand = handOf(MAIN_WORKER, day);
    if (random.int(ONE_NOTE_IN) === 0) {
      const text = `${random.pick(SENTENCES)} ${random.pick(SENTENCES)}`;
      hand.enter('diary_note', { person: client, text });
      continue;
    }
    const events = hand.facts(client).codes('event_types');
    const event = random.pick(events.filter(isVisit)).id;
    const quantity = 5 * (1 + random.int(24));
    const note = random.int(3) === 0 ? random.pick(SENTENCES) : null;
    hand.enter('work_entry', { person: client, event, quantity, note });
  }
}
