import type { Flow } from '../lib/flow';
import { memo, press, type } from '../lib/keys';

const NOTE =
  'Kotikäynnillä Ida kertoi, että Lumin päiväkoti alkaa elokuussa ja että hän jatkaa opintojaan ' +
  'syksyllä.';

/**
 * What B5 asks of one station alone: a home visit, a note on it, and another end of the running
 * service. `b5.test.ts` has the rest: no network, power cuts, and a colleague meanwhile.
 */
export function b5(): Flow {
  return {
    scenario: 'B5',
    workDate: '190326',
    start: '190326',
    budget: null,
    steps: [
      {
        name: 'client',
        keys: [type('050590-9825'), press('Enter')],
        expect: /Henkilö 050590-9825 Virta, Ida/,
      },
      {
        name: 'visit',
        keys: [
          ...[press('F9'), press('Tab'), type('kot'), press('Tab'), press('Tab'), type('2')],
          ...[press('Tab'), press('Tab'), type('70'), press('F12')],
        ],
        expect: /Yhteensä 70 min/,
      },
      {
        name: 'note',
        keys: [
          ...[press('F3'), press('n'), press('k'), press('Tab'), press('Tab')],
          ...[memo(NOTE), press('F12')],
        ],
        expect: /Tallennettu/,
      },
      {
        name: 'service',
        keys: [press('F3'), press('l'), press('Up'), press('Enter')],
        expect: /Saakka.300626/,
      },
      {
        name: 'end',
        keys: [press('Enter'), press('Tab'), type('310826'), press('F12')],
        expect: /Korjauksen syy/,
      },
      { name: 'reason', keys: [type('tieto'), press('Enter')], expect: /Tallennettu/ },
      { name: 'diary', keys: [press('F3'), press('*')], expect: /310826|Pvm +Tunnus/ },
    ],
  };
}
