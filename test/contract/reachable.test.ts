import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fill } from '../../src/form/fill';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { diaryOf } from '../../src/records/diary';
import { openSession } from '../../src/records/session';
import { paintPicture } from '../../src/ui/picture';
import { Desk, viewOf } from './desk';
import { Bases, CATALOG, IDENTIFIERS, must, USERS, undone, WORK_DATE, worldOf } from './world';

const EVENTS = CATALOG.codes('event_types', WORK_DATE)
  .filter((row) => row.extra.needs_client !== 'no')
  .map((row) => row.id);
const OTHERS = CATALOG.codes('other_participants', WORK_DATE).map((row) => row.id);
const WORDS = { fi: { yes: 'Kyllä', no: 'Ei' } } as const;

let bases: Bases;

beforeAll(() => {
  bases = new Bases();
});

afterAll(() => {
  bases.remove();
});

/** Whether a row of the work grid says "Kyllä" or "Ei" under "tavattavissa". */
function listed(text: string): boolean | undefined {
  if (new RegExp(` ${WORDS.fi.no} +\\d`, 'u').test(text)) return false;
  return new RegExp(` ${WORDS.fi.yes} +\\d`, 'u').test(text) ? true : undefined;
}

// One stored flag, two captions: "ei tavattavissa" on the form, "tavattavissa" in the list
// (ROWS 1.3, row 5). Neither may ever say the other's opposite.
describe('the reachable flag', () => {
  it('says the same on the form, in the list and in the diary', () => {
    const base = bases.copy();
    undone(base, () => {
      const session = must(
        openSession(worldOf(base), { user: USERS.worker, workDate: WORK_DATE, lang: 'fi' }),
      );
      const person = must(session.findPersons(IDENTIFIERS.client)).persons[0];
      const client = must(session.openCase(person?.id ?? ''));
      const facts = session.facts(client);
      const form = registry.form('work_entry');
      const desk = new Desk(base);
      desk.keys('F9');
      const entry = fc.record({
        event: fc.constantFrom(...EVENTS),
        others: fc.uniqueArray(fc.constantFrom(...OTHERS), { maxLength: 3 }),
        not_reachable: fc.boolean(),
        quantity: fc.option(fc.integer({ min: 1, max: 999 }), { nil: undefined }),
      });
      fc.assert(
        fc.property(entry, ({ quantity, ...chosen }) => {
          const typed = { ...chosen, ...(quantity === undefined ? {} : { quantity }) };
          const values = fill(form, typed, new Set(Object.keys(typed)), facts);
          const missed = chosen.not_reachable;
          expect(values.present).toBe(chosen.others.length + (missed ? 0 : 1));
          if (missed && quantity === undefined) expect(values.quantity).toBe(0);
          const rec: Rec = {
            id: 'x',
            form: form.id,
            version: 1,
            bucket: client.person.id,
            diary_on: WORK_DATE,
            service_task: null,
            closed_at: null,
            entered_on: WORK_DATE,
            entered_by: USERS.worker,
            entered_at: '',
            entry_no: 1,
            voided: false,
            values: { ...values, quantity: values.quantity ?? 1 },
          };
          const row = { form: form.id, rec, person: client.person };
          const shown = paintPicture(viewOf(desk.env, { ...desk.state, gridRows: [row] })).text();
          const line = shown.find((text) => text.includes(client.person.name.slice(0, 8)));
          expect(listed(line ?? '')).toBe(!missed);
          const own = { ...client, records: [rec] };
          const [composed] = diaryOf(session.facts(own), registry);
          expect(composed?.line.values.not_reachable === '1').toBe(missed);
        }),
        { numRuns: 1000 },
      );
    });
  });
});
