import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseFacts } from '../../src/form/facts';
import { withCases } from '../../src/records/kept-cases';
import { openSession } from '../../src/records/session';
import type { Base } from '../../src/store/base';
import { openBase } from '../../src/store/open';
import {
  DAY,
  enterHousehold,
  enterPerson,
  makeOffice,
  mustEnter,
  type Office,
  saved,
} from './office';

let office: Office;
let other: Base;
let client: string;

beforeEach(() => {
  office = makeOffice();
  client = enterPerson(office.session(), '140388-9028', 'Koivula', 'Aino');
  enterHousehold(office.session(), [[client, 'R']]);
  const opened = openBase(office.base.path);
  if (!opened.ok) throw new Error(opened.problem.code);
  other = opened.value;
});
afterEach(() => {
  other.close();
  office.close();
});

/** A colleague's session on the same file, through a connection of its own. */
function colleague() {
  const opened = openSession(
    { ...office.world, base: other },
    { user: 'yhtpälöst', workDate: DAY, lang: 'fi' },
  );
  if (!opened.ok) throw new Error(opened.problem.code);
  return opened.value;
}

function opened(session: ReturnType<Office['session']>): CaseFacts {
  const found = session.openCase(client);
  if (!found.ok) throw new Error(found.problem.code);
  return found.value;
}

const note = (text: string) => ({ person: client, text });
const texts = (facts: CaseFacts | null) => facts?.records.map((rec) => rec.values.text);

describe('a case between two saves', () => {
  it('is not read anew while nobody else writes', () => {
    const session = office.session();
    const before = opened(session);
    mustEnter(session, 'diary_note', before, note('Oma.'));
    const after = opened(session);
    expect(texts(after)).toEqual(['Oma.']);
    // The very same object: what a save knows need not be read.
    expect(opened(session)).toBe(after);
  });

  it('shows what another program wrote meanwhile', () => {
    const session = office.session();
    mustEnter(session, 'diary_note', opened(session), note('Oma.'));
    const theirs = colleague();
    mustEnter(theirs, 'diary_note', opened(theirs), note('Toisen.'));
    const values = { ...note('Vielä.'), date: DAY, attached: null };
    const result = saved(session.save({ form: 'diary_note', values, client: opened(session) }));
    expect(texts(result.client)).toEqual(['Oma.', 'Toisen.', 'Vielä.']);
  });

  it('does not hold what a unit of work wrote that failed', () => {
    const session = office.session();
    mustEnter(session, 'diary_note', opened(session), note('Oma.'));
    const door = { world: office.world, setting: session.setting };
    const rec = opened(session).records[0];
    expect(() =>
      withCases(door, (cases) => {
        cases.of(client);
        cases.took({ ...rec, id: 'toinen', values: note('Kesken.') } as never);
        expect(texts(cases.of(client) ?? null)).toContain('Kesken.');
        throw new Error('planted');
      }),
    ).toThrow('planted');
    expect(texts(opened(session))).toEqual(['Oma.']);
  });
});
