import type { Flow, FlowStep } from '../lib/flow';
import { command, type KeyStep, memo, press, type } from '../lib/keys';
import { all } from '../lib/screen-text';
import type { Expectation } from '../lib/terminal';

/** What is typed for each person, and the keys allowed. */
export interface B2Base {
  readonly names: readonly [string, string, string, string, string];
  readonly budget: number | null;
}

const SCENARIO: B2Base = { names: ['koi', 'ran', 'laa', 'nie', 'sal'], budget: 105 };
const TAB = press('Tab');
const SAVE = command('save');
const MEMO =
  'Kotikäynnillä käytiin läpi talous, asuminen ja lääkkeet. Huoltaja oli mukana. ' +
  'Sovittiin uusi aika ensi viikolle ja yhteydet velkaneuvontaan.';

/**
 * B2, Monday morning: six work entries of Friday across five clients and one group, then the
 * first one corrected. Key by key as walked: 98 under `effica`.
 */
export function b2(base: B2Base = SCENARIO): Flow {
  const [koivula, ranta, laaksonen, niemela, salo] = base.names;
  return {
    scenario: 'B2',
    workDate: '160326',
    start: '160326',
    budget: base.budget,
    steps: [
      { name: '0 work grid', keys: [command('work.open')], expect: /Tilaisuus/ },
      row(
        '1 phone call',
        'Koivula',
        [15, 15],
        [
          ...person(koivula, '140388-9028'),
          ...[type('pe', 'date:work_entry', '2026-03-13'), TAB],
          ...event('pu', 'puhelinkeskustelu'),
          ...[TAB, TAB, TAB, type('15')],
        ],
      ),
      row(
        '2 home visit',
        'Ranta',
        [90, 90],
        [
          ...person(ranta, '070775-931J'),
          ...[TAB, ...event('kot', 'koti_tai_muu_kaynti')],
          ...[type('hu', 'type:participant', 'huoltaja'), TAB],
          ...[TAB, TAB, type('75'), TAB, memo(MEMO)],
        ],
      ),
      row(
        '3 not reachable',
        'Laaksonen',
        [90, 90, 1],
        [
          ...person(laaksonen, '190249-944Y'),
          ...[TAB, ...event('as', 'asiakaskaynti')],
          ...[TAB, TAB, press('Space')],
        ],
      ),
      planReview(niemela),
      row(
        '5 consultation',
        'Salo',
        [155, 155, 1],
        [
          ...person(salo, '250599-968X'),
          ...[TAB, ...event('kon', 'konsultaatio')],
          ...[TAB, TAB, TAB, type('20')],
        ],
      ),
      row(
        '6 group',
        'Arjen taidot',
        [245, 155, 1],
        [
          ...[TAB, TAB, ...event('ry', 'ryhmatoiminta')],
          ...[type('ar', 'group', 'arjen_taidot'), TAB, type('8'), TAB, type('90')],
        ],
      ),
      ...correction(),
    ],
  };
}

function person(name: string, id: string): KeyStep[] {
  return [type(name, 'person', id), TAB];
}

function event(text: string, code: string): KeyStep[] {
  return [type(text, 'type:work_entry', code), TAB];
}

/** One row of the grid: its keys, save, and the sums of the day that then stand there. */
function row(
  name: string,
  shown: string,
  [all_minutes, client, missed]: readonly [number, number, number?],
  keys: KeyStep[],
): FlowStep {
  return {
    name,
    keys: [...keys, SAVE],
    expect: all(shown, sumLine(all_minutes, client, missed)),
    saves: [{ name: 'date:work_entry', reads: '2026-03-13' }],
  };
}

function sumLine(minutes: number, client: number, missed?: number): Expectation {
  const tail = missed === undefined ? '' : ` · ei tavattavissa ${missed}`;
  return new RegExp(`Yhteensä ${minutes} min · asiakastyö ${client}${tail}`);
}

function planReview(name: string): FlowStep {
  return row(
    '4 plan review',
    'Niemelä',
    [135, 135, 1],
    [
      ...person(name, '020866-953H'),
      ...[TAB, ...event('tar', 'aktivointisuunnitelman_tarkistaminen')],
      ...[TAB, TAB, TAB, type('45')],
    ],
  );
}

function correction(): FlowStep[] {
  return [
    { name: '7a to the first row', keys: [press('Up'), press('Home')] },
    { name: '7b quantity', keys: [type('25'), SAVE], expect: /syy/i },
    {
      name: '7c reason',
      keys: [type('ki', 'reason', 'kirjausvirhe'), press('Enter')],
      expect: sumLine(255, 165, 1),
    },
  ];
}
