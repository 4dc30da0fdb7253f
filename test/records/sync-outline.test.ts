import { afterEach, describe, expect, it } from 'vitest';
import { makeExchange } from '../../src/sync/exchange';
import { WireError } from '../../src/sync/ports';
import { exchange, makeCentre, wireTo } from './centre';
import { makeStation, type Station } from './feed';
import { caseOf, enterPerson, mustEnter } from './office';

const stations: Station[] = [];
afterEach(() => {
  for (const { office } of stations.splice(0)) office.close();
});

describe('a unit the centre cannot take even alone', () => {
  it('is refused with a code and keeps its words; what comes after it goes in (R38)', async () => {
    const one = makeStation(1);
    stations.push(one);
    const centre = await makeCentre(one);
    const session = one.office.session();
    const client = enterPerson(session, '140388-9028', 'Salattu', 'Aino');
    const enter = (text: string) =>
      mustEnter(session, 'diary_note', caseOf(session, client), { text });
    await exchange(one, centre);
    const large = enter(`Liian pitkä ${'x'.repeat(9000)}`);
    enter('Sen jälkeen');
    const wire = wireTo(centre, one);
    const { clock, ids } = one.office.world;
    const station = { clock, newDevice: () => ids.next(), app: 'test', forms: {} };
    const narrow: typeof wire = {
      ...wire,
      push: async (request) => {
        if (JSON.stringify(request).length > 8000) throw new WireError('request.large', 413);
        return wire.push(request);
      },
    };
    const outcome = await makeExchange(one.log, narrow, station).run();
    expect(outcome).toMatchObject({ stopped: null, left: 0 });
    expect(outcome.answers).toMatchObject({ applied: 1, rejected: 1 });
    const kept = caseOf(session, client).records.find(({ id }) => id === large.id);
    expect(kept?.values.text).toBe(large.values.text);
    await centre.close();
  });
});
