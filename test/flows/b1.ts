import type { Flow, FlowStep } from '../lib/flow';
import { command, memo, press, type } from '../lib/keys';
import { all, shows } from '../lib/screen-text';
import { GOLDEN_LABELS, GOLDEN_LINES, GOLDEN_WORK_LINE } from './golden';

/** What differs where the base holds more than the scenario. */
export interface B1Base {
  /** What is typed into the finder; it must lead to one person. */
  readonly client: string;
  /** The register and decision number that come next in 2006, where they are known. */
  readonly nextNumber?: number;
  readonly budget: number | null;
}

const SCENARIO: B1Base = { client: '1212', nextNumber: 3, budget: 85 };
const MEMO = 'Hakija pyytää kiireellistä apua vuokranmaksuun ja muuttoavuun.';

/**
 * B1, the whole adult path: find the client, initiation, investigation, decision, service, one
 * work entry, and read it all in the diary. Key by key as walked: 78 under `effica`.
 */
export function b1(base: B1Base = SCENARIO): Flow {
  return {
    scenario: 'B1',
    workDate: '050508',
    start: '050508',
    budget: base.budget,
    steps: [
      findClient(base),
      ...initiation(base),
      ...investigation(),
      ...decision(base),
      ...service(),
      ...workEntry(),
      readDiary(base),
    ],
  };
}

function findClient({ client }: B1Base): FlowStep {
  return {
    name: '1 client',
    keys: [type(client, 'person', '121255-TP1X'), press('Enter')],
    expect: all(/121255-TP1X\s+Testi, Isä/, /Seuraava:.*vireillepano/i),
  };
}

function initiation({ nextNumber }: B1Base): FlowStep[] {
  return [
    { name: '2a initiation', keys: [command('initiation.open')], expect: /Vireillepanon tyyppi/ },
    {
      name: '2b type',
      keys: [type('as', 'type:initiation', 'AS'), press('Tab')],
      expect: /AS \/ Aikuissosiaalityön tarve/,
    },
    {
      name: '2d date',
      keys: [type('081206', 'date:initiation', '2006-12-08'), press('Tab')],
      expect: /Pvm.*081206/,
    },
    { name: '2e from', keys: [press('Tab')], expect: /Keneltä.*Henkilö itse/ },
    {
      name: '2f reason',
      keys: [type('kr', 'reason', 'kriisipalvelu'), press('Tab')],
      expect: all(/Syy.*Kriisipalvelu/, /Mallila Maija/, /P-H SOSIAALI- JA TERVEYS/),
    },
    { name: '2h second handler', keys: [press('Tab')], expect: /Teksti/ },
    {
      name: '2i text, save',
      keys: [memo(MEMO), command('save')],
      expect: all(
        new RegExp(`diaarinumero\\s+${nextNumber ?? '\\d+'}\\b`, 'i'),
        /Seuraava:.*selvitys/i,
      ),
    },
  ];
}

function investigation(): FlowStep[] {
  return [
    {
      name: '3a investigation',
      keys: [command('investigation.open')],
      expect: all(/Alkaen.*081206/, /Arkistointipäivä.*081206/, /Työhuone/),
    },
    {
      name: '3b to persons',
      keys: [command('section.next'), command('section.next')],
      expect: /150278-TP22\s+Testi, Äiti|Testi, Äiti\s+150278-TP22/,
    },
    { name: '3c the other parent takes part', keys: [press('Down'), press('Space')] },
    { name: '3d party', keys: [press('Tab'), press('Space')] },
    {
      name: '3e save',
      keys: [command('save')],
      expect: all(/Meneillään oleva\s+Selv081206 Aikuissosiaalityö/, /Seuraava:.*päätös/i),
      saves: [
        { name: 'date:investigation', reads: '2006-12-08' },
        { name: 'type:investigation', reads: 'aikuissosiaalityo' },
      ],
    },
  ];
}

function decision({ nextNumber }: B1Base): FlowStep[] {
  return [
    { name: '4a decision', keys: [command('decision.open')], expect: /Päätöksen tyyppi/ },
    {
      name: '4b type',
      keys: [type('ai', 'type:decision', 'paatos_aikuissosiaalityosta'), press('Tab')],
      expect: /Päätös aikuissosiaalityöstä/,
    },
    {
      name: '4c date',
      keys: [type('011206', 'date:decision', '2006-12-01'), press('Tab')],
      expect: all(/Päätöspäivä.*011206/, /!.*081206/),
    },
    { name: '4d outcome', keys: [press('Tab')], expect: /Ratkaisu.*myönteinen/i },
    { name: '4e notice', keys: [press('Space')], expect: /Tiedoksianto kirjattu/ },
    {
      name: '4f save',
      keys: [command('save')],
      expect: all(new RegExp(`2006 ${nextNumber ?? '\\d+'}\\b`), /Seuraava:.*palvelu/i),
      saves: [{ name: 'date:notice', reads: '2008-05-05' }],
    },
  ];
}

function service(): FlowStep[] {
  return [
    {
      name: '5a service',
      keys: [command('service.open')],
      expect: all(/Peruspäätös/, /Päätös aikuissosiaalityöstä/),
    },
    {
      name: '5b from',
      keys: [type('010208', 'date:service_from', '2008-02-01'), press('Tab')],
      expect: /Alkaen.*010208/,
    },
    {
      name: '5c until',
      keys: [type('050508', 'date:service_until', '2008-05-05'), press('Tab')],
      expect: /Saakka.*050508/,
    },
    {
      name: '5d service, save',
      keys: [type('aku', 'service', 'akuutti_sosiaalityo'), command('save')],
      expect: all(/Akuutti sosiaalityö/, /Seuraava:.*asiakastyö/i),
      saves: [{ name: 'date:service', reads: '2008-05-05' }],
    },
  ];
}

function workEntry(): FlowStep[] {
  return [
    {
      name: '6a work entry',
      keys: [command('work.open')],
      expect: all(GOLDEN_LABELS.service, /Kotikunta.*Helsinki/),
    },
    { name: '6b occasion', keys: [press('Tab')], expect: /Tilaisuus.*050508/ },
    {
      name: '6c event',
      keys: [type('va', 'type:work_entry', 'asiakaskaynti_vaativa'), press('Tab')],
      expect: /Asiakaskäynti, vaativa, K2/,
    },
    {
      name: '6d other participant',
      keys: [type('hu', 'type:participant', 'huoltaja'), press('Tab')],
      expect: /Huoltaja/,
    },
    { name: '6e present', keys: [type('3'), press('Tab')], expect: /Läsnä.*3/ },
    { name: '6f reachable', keys: [press('Tab')] },
    {
      name: '6g quantity, save',
      keys: [type('60'), command('save')],
      expect: /050508.*Asiakaskäynti, vaativa.*Huoltaja.*3.*Kyllä.*60.*0,00/,
    },
  ];
}

function readDiary({ nextNumber }: B1Base): FlowStep {
  const lines = GOLDEN_LINES.map(({ line }) => line.replace(/2006 3$/, `2006 ${nextNumber ?? ''}`));
  return {
    name: '7 diary',
    keys: [command('diary.open')],
    expect: all(shows(...lines, GOLDEN_WORK_LINE), GOLDEN_LABELS.tree, GOLDEN_LABELS.running),
  };
}
