import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { all, shows } from '../lib/screen-text';
import { makeWorld, runAkti, type World } from '../lib/world';
import { makeBase } from './base';
import { Clients, keys } from './client';

/** Something wrong is typed: the keys, the sentence that must stand, and what the field keeps. */
interface Wrong {
  readonly what: string;
  /** Base it happens on; the start screen of it unless `open` says that a client is open. */
  readonly base: 'new' | 'served' | 'refused';
  readonly open: boolean;
  readonly keys: readonly string[];
  readonly says: string;
  readonly keeps?: RegExp;
}

const TO_QUANTITY = ['F9', 'Tab', '=va', 'Tab', 'Tab', 'Tab', 'Tab'] as const;
const TO_SUSPENSION = [
  ...['F5', '=as', 'Tab', 'Tab', 'Tab', '=kr', 'F12'],
  ...['Ctrl+P', '=keskeytä', 'Enter'],
] as const;
const BACK_TO_WORKERS = Array<string>(7).fill('Shift+Tab');

const WRONG: readonly Wrong[] = [
  {
    what: 'an id nobody has, in the finder',
    base: 'new',
    open: false,
    keys: ['=010190-900P', 'Enter'],
    says: 'tarkista tunnus',
    keeps: /Etsi henkilö +010190-900P/,
  },
  {
    what: 'an id with a wrong check character, in the finder',
    base: 'new',
    open: false,
    keys: ['=010190-900X', 'Enter'],
    says: 'näillä numeroilla se olisi P. Tarkista koko tunnus.',
    keeps: /Etsi henkilö +010190-900X/,
  },
  {
    what: 'an id nobody has, in the work grid',
    base: 'served',
    open: false,
    keys: ['F9', '=010190-900P', 'Tab'],
    says: 'tarkista tunnus',
    keeps: /Henkilö +.?010190-900P/,
  },
  {
    what: 'a day no calendar has',
    base: 'new',
    open: true,
    keys: ['F5', '=as', 'Tab', '=310206', 'Tab'],
    says: 'Tällaista päivää ei ole kalenterissa; oikea päivä on esimerkiksi 050508.',
    keeps: /Pvm +!310206/,
  },
  {
    what: 'no day at all',
    base: 'new',
    open: true,
    keys: ['F5', '=as', 'Tab', '=eilen', 'Tab'],
    says: 'Tämä ei ole päivä. Kirjoita ppkkvv, esimerkiksi 050508',
    keeps: /Pvm +!eilen/,
  },
  {
    what: 'a day after the work date',
    base: 'new',
    open: true,
    keys: ['F5', '=as', 'Tab', '=060508', 'Tab'],
    says: 'Päivä ei voi olla työpäivän jälkeen; viimeistään 050508.',
    keeps: /Pvm +!060508/,
  },
  {
    what: 'a code that is not in the list',
    base: 'new',
    open: true,
    keys: ['F5', '=qqq', 'Tab'],
    says: 'Tällaista valintaa ei ole',
    keeps: /Vireillepanon tyyppi +!qqq/,
  },
  {
    what: 'an amount that is no number',
    base: 'served',
    open: true,
    keys: [...TO_QUANTITY, '=ab', 'Tab'],
    says: 'Kirjoita kokonaisluku väliltä 0–1440.',
    keeps: /Lukumäärä.* !ab/,
  },
  {
    what: 'an amount over the limit',
    base: 'served',
    open: true,
    keys: [...TO_QUANTITY, '=1441', 'Tab'],
    says: 'Luvun on oltava välillä 0–1440.',
    keeps: /Lukumäärä.* !1441/,
  },
  {
    what: 'an amount of money with three decimals',
    base: 'served',
    open: true,
    keys: [...TO_QUANTITY, '=10', 'Tab', 'Shift+Tab', '=12,345', 'Tab'],
    says: 'Tämä ei ole rahamäärä. Kirjoita eurot ja enintään kaksi desimaalia, esimerkiksi 12,50.',
    keeps: /Hinta\/Kustannus *!12,345/,
  },
  {
    what: 'an end before its start',
    base: 'new',
    open: true,
    keys: [...TO_SUSPENSION, '=060508', 'Tab', '=050508', 'Tab', '=mu', 'F12'],
    says: 'Loppupäivä on ennen alkupäivää; sen on oltava sama tai myöhempi.',
    keeps: /saakka *!050508/,
  },
  {
    what: 'a second responsible worker',
    base: 'served',
    open: true,
    keys: [
      ...TO_QUANTITY,
      '=10',
      ...BACK_TO_WORKERS,
      'Down',
      '=pälö',
      'Tab',
      'Tab',
      'Space',
      'F12',
    ],
    says: 'Vastuu on merkitty 2 käsittelijälle; jätä se yhdelle.',
    keeps: /Pälönen Östen.*\[x\]/,
  },
  {
    what: 'a worker nobody is, in a new row',
    base: 'served',
    open: true,
    keys: [...TO_QUANTITY, '=10', ...BACK_TO_WORKERS, 'Down', '=zzz', 'Tab'],
    says: 'Tällaista valintaa ei ole',
    keeps: /^│ {5,}.?zzz/m,
  },
  {
    what: 'a service on a refusal',
    base: 'refused',
    open: true,
    keys: ['F8'],
    says: 'Kirjaa ensin myönteinen päätös (F7); palvelu perustuu siihen.',
  },
  {
    what: 'a unit that is reserved',
    base: 'new',
    open: true,
    keys: ['F5', '=as', 'Tab', 'Tab', 'Tab', '=kr', 'Tab', 'Shift+Tab', '=11A1Ca', 'Tab'],
    says: 'on varattu, eikä sitä voi valita; valitse toinen.',
    keeps: /Organisaatio +!11A1Ca/,
  },
];

const clients = new Clients();
let world: World;
const bases: Record<Wrong['base'], string> = { new: '', served: '', refused: '' };

beforeAll(() => {
  world = makeWorld();
  for (const name of ['new', 'served', 'refused'] as const) bases[name] = world.file(name);
  makeBase(bases.new);
  makeBase(bases.served, (office, father) => {
    office.decided(father, { decision: { notice_given: true } });
    office.served(father);
  });
  makeBase(bases.refused, (office, father) => {
    office.decided(father, { decision: { outcome: 'kielteinen' } });
  });
});
afterEach(() => clients.closeAll());
afterAll(() => world.remove());

describe('what is typed wrong stays, and a sentence says what is wrong', () => {
  it.each(WRONG)('$what', async ({ base, open, keys: names, says, keeps }) => {
    const from = bases[base];
    const terminal = open ? await clients.open(from) : await clients.start(clients.world(from));
    terminal.send(keys(...names));
    await terminal.waitFor(all(shows(says), ...(keeps ? [keeps] : [])), { timeoutMs: 6000 });
  });

  it('a value at its upper limit can be read in its field', async () => {
    const terminal = await clients.open(bases.served);
    terminal.send(keys(...TO_QUANTITY, '=1440', 'Tab'));
    await terminal.waitFor(/Lukumäärä.* .1440/, { timeoutMs: 6000 });
  });
});

describe('a wrong argument', () => {
  it.each([
    [['--nonsense']],
    [['nonsense']],
    [['demo']],
    [['demo', '--seed', 'x', 'kanta.akti']],
    [['demo', '--scenario', 'B9', 'kanta.akti']],
    [['init', 'kanta.akti']],
    [['show']],
    [['show', '1212', '--nonsense']],
    [['check', 'rubbish']],
    [['user', 'nonsense']],
    [['user', 'add']],
    [['--lang', 'xx']],
    [['--base']],
    [['--work-date', 'kissa', '--base', 'BASE']],
  ])('%j gives the usage and exit status 2', async (args) => {
    const given = args.map((arg) => (arg === 'BASE' ? bases.new : arg));
    const done = await runAkti(given, { world });
    expect(done.code).toBe(2);
    expect(done.stderr).toMatch(/^akti: usage\.[a-z_]+: .*\.\n\nKäyttö: akti/);
    expect(done.stdout).toBe('');
  });
});
