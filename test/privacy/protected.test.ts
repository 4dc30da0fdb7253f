import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isoDateOf, isoInstant, systemClock } from '../../src/base/clock';
import { makeIds } from '../../src/base/ids';
import { systemRandom } from '../../src/base/random';
import { loadCatalog } from '../../src/catalog/catalog';
import { folderReader } from '../../src/catalog/files';
import { registry } from '../../src/forms/index';
import { openSession } from '../../src/records/session';
import { showDdmmyy } from '../../src/rules/calendar';
import { makeTestId } from '../../src/rules/person-id';
import { readUse } from '../../src/store/use-log';
import { readWorkers } from '../../src/store/workers';
import { clientArgs, look, makeBase, must, READER, WORK_DATE, WORKER } from '../faults/base';
import { Clients, keys } from '../faults/client';
import { projectRoot } from '../lib/root';
import { all } from '../lib/screen-text';
import type { Terminal } from '../lib/terminal';
import { makeWorld, runAkti, type World } from '../lib/world';
import { SHIPPED } from '../words/data-words';

const HIDDEN = makeTestId('1990-01-01', 900);
const SPOUSE = makeTestId('1991-02-02', 901);
const OPEN = makeTestId('1980-03-03', 902);
const HOME = {
  municipality: 'utsjoki',
  street: 'Piilopolku 17',
  postcode: '99981',
  city: 'Kätköperä',
  phone: '050 7770001',
};
const UNIT = '11a1fa';
/**
 * Whatever tells where the person under turvakielto is, in any spelling it is stored or shown in.
 */
const SECRETS = /Piilopolku|99981|Kätköperä|7770001|Utsjoki|Kärkölä|karkola|11a1fa|\b890\b/i;

const clients = new Clients();
let shared: World;
const people: Record<'hidden' | 'spouse' | 'open', string> = { hidden: '', spouse: '', open: '' };

beforeAll(() => {
  shared = makeWorld();
  makeBase(shared.base, (office) => {
    people.hidden = office.person(HIDDEN, 'Suojala, Sulo', { ...HOME, protected: true });
    people.spouse = office.person(SPOUSE, 'Suojala, Salme', HOME);
    people.open = office.person(OPEN, 'Avonaho, Aino', HOME);
    office.household(people.hidden, people.spouse);
    const workers = [{ worker: WORKER, unit: UNIT, responsible: true }];
    for (const person of [people.hidden, people.spouse, people.open]) {
      const unit = { unit: UNIT };
      office.decided(person, { initiation: unit, decision: { notice_given: true } });
      const municipality = person === people.open ? 'utsjoki' : null;
      office.served(person, { work_entry: { workers, municipality } });
      office.typed('initiation', person, {
        type: 'aikuissosiaalityon_tarve',
        reason: 'talous',
        ...unit,
      });
      office.typed('reminder', person, { due_on: '2008-05-06', text: 'Soita takaisin.' });
    }
  });
});
afterEach(() => clients.closeAll());
afterAll(() => shared.remove());

/** A screen that was seen, and what was pressed before it. */
interface Seen {
  readonly after: string;
  readonly text: string;
}

/** How often a key is given another moment to be answered. */
const ANSWER_WAITS = 6;

/** Presses keys one after another and takes what the screen shows after each. */
async function walk(terminal: Terminal, names: readonly string[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const name of names) {
    const before = terminal.bytes;
    terminal.send(keys(name));
    // Not every key is answered; on a busy machine an answer takes longer than its drawing.
    for (let waits = 0; terminal.bytes === before && waits < ANSWER_WAITS; waits++) {
      await terminal.idle(15);
    }
    await terminal.idle(30);
    const drawn = terminal.output(before).toString();
    seen.push({ after: name, text: `${terminal.screen().join('\n')}\n${drawn}` });
  }
  return seen;
}

/**
 * Every place a worker can look at, from the start screen on: list, panes, forms, rows, prompts.
 */
function everywhere(identifier: string): string[] {
  const lines = Array.from({ length: 7 }, () => ['Enter', 'PageDown', 'Enter', 'F2', 'Esc', 'F3']);
  const opened = lines.flatMap((one, at) => [
    ...Array<string>(at).fill('Up'),
    'Ctrl+O',
    'Ctrl+O',
    ...one,
  ]);
  // The same once more as it was at the end of today by the clock, which is what there is.
  const past = ['=e', `=${showDdmmyy(isoDateOf(new Date()))}`, 'Enter'];
  const histories = lines.flatMap(() => ['=h', 'PageDown', 'End', 'Esc', 'Up']);
  return [
    ...['=suojala', 'Enter', 'Esc', 'Ctrl+G', 'Down', 'Down', 'Up', 'Up', 'Ctrl+G'],
    ...[`=${identifier}`, 'Enter', 'F3', 'Tab', 'Up', 'Down', 'Tab'],
    ...opened,
    ...['F3', ...histories, 'F3', ...past, ...histories, 'F3', 'Tab', '=h', 'Esc', 'Tab'],
    ...['F5', 'PageDown', 'F6', 'PageDown', 'F7', 'F8', 'F9', 'Up', 'F3', 'Ctrl+O', 'Ctrl+O'],
    ...['Ctrl+P', '=henkilötiedot', 'Enter', '=h', 'Esc', 'Ctrl+P', '=palaa', 'Enter'],
    ...['F5', 'F1', 'Ctrl+G', 'PageDown', 'F6', 'PageDown', 'PageDown', 'F7', 'PageDown', 'F8'],
    ...['F9', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Up', 'Ctrl+G', 'Ctrl+T'],
    ...['F3', '=n', '=k', 'Ctrl+G', 'Ctrl+P', '=henkilötiedot', 'Enter', 'PageDown', 'F10', 'Esc'],
    ...['F4', 'Down', 'Enter', 'F4', 'F9', `=${identifier}`, 'Tab', 'Tab', 'Ctrl+G'],
  ];
}

const told = (seen: readonly Seen[]) =>
  seen
    .filter(({ text }) => SECRETS.test(text))
    .map(({ after, text }) => `after ${after}: ${SECRETS.exec(text)?.[0]}\n${text.slice(0, 1900)}`);

describe('turvakielto', () => {
  it('is kept by lines too: no place is told in lists, forms, records and histories', async () => {
    const world = clients.world(shared.base);
    const record = (at: number) => [String(at), '/historia', '^', `${at} /historia`];
    const lines = [
      ...['suojala', '1', '/päiväkirja', ...[1, 2, 3, 4, 5, 6].flatMap(record), '/henkilötiedot'],
      ...['/perhe', '^', '/vireillepano', '^henkilö', '?', '^org', '?', '^'],
      ...['/asiakastyö', '^kotikunta', '?', '^käsit', '?', '^', '/alkunäyttö'],
      ...['/toinen', '/toinen', '/toinen', SPOUSE, '/perhe', '/henkilötiedot', '^', '/päiväkirja'],
    ];
    const input = `${lines.join('\n')}\n`;
    const done = await runAkti(['--line', ...clientArgs(world.base)], { world, input });
    for (const surface of [
      /TURVAKIELTO/,
      /suojattu/,
      /Historia/,
      /Päätösno 2008/,
      /Huoltaja|Jäsenet/,
    ]) {
      expect(done.stdout).toMatch(surface);
    }
    expect(done.stdout.split('\n').filter((line) => SECRETS.test(line))).toEqual([]);
  });

  it.each([
    ['of the client', HIDDEN],
    ['of who lives at the same address', SPOUSE],
  ])('%s: no place is told on any screen', async (_what, identifier) => {
    const terminal = await clients.start(clients.world(shared.base));
    const seen = await walk(terminal, everywhere(identifier));
    const texts = seen.map(({ text }) => text).join('\n');
    expect(texts).toMatch(/! TUR/);
    for (const surface of [
      /vireillä/,
      /TILANNE \d{6} .*TURVAKIELTO/,
      /Historia: Palvelu/,
      /muuttui, suojattu tieto|Palvelu/,
      /Akuutti sosia/,
      /Päätösno 2008/,
      /Sukunimi/,
      /Kotikunta/,
    ]) {
      expect(texts).toMatch(surface);
    }
    expect(told(seen)).toEqual([]);
  });

  it.each([HIDDEN, SPOUSE])('the flag of %s stands on the screen whole', async (identifier) => {
    const terminal = await clients.start(clients.world(shared.base));
    terminal.send(keys(`=${identifier}`, 'Enter'));
    await terminal.waitFor(/^ Henkilö .*TURVAKIELTO/m, { timeoutMs: 5000 });
  });

  it('the same walk finds it all for somebody without turvakielto', async () => {
    const terminal = await clients.start(clients.world(shared.base));
    const seen = await walk(terminal, everywhere(OPEN));
    const texts = seen.map(({ text }) => text).join('\n');
    for (const secret of [/Piilopolku/, /99981/, /Kätköperä/, /7770001/, /Utsjoki/, /Kärkölä/]) {
      expect(texts).toMatch(secret);
    }
  });

  it.each(['--text', '--json'])('no place is told by akti show %s', async (format) => {
    const world = clients.world(shared.base);
    const show = async (identifier: string) => {
      const args = ['show', identifier, format, ...clientArgs(world.base)];
      const done = await runAkti(args, { world });
      expect(done.code).toBe(0);
      return done.stdout;
    };
    for (const identifier of [HIDDEN, SPOUSE]) {
      const shown = await show(identifier);
      expect(shown).toContain('Suojala');
      expect(SECRETS.exec(shown)?.[0]).toBeUndefined();
    }
    expect(await show(OPEN)).toMatch(/Kärkölä|11a1fa/);
  });

  it('nor by the history of a record, nor by the index the finder searches', () => {
    const { catalog } = loadCatalog(folderReader(`${projectRoot()}/data`));
    const clock = systemClock();
    look(shared.base, (base) => {
      const ids = makeIds(clock, systemRandom());
      const world = { catalog, registry, base, clock, ids, workers: readWorkers(base) };
      const session = must(openSession(world, { user: WORKER, workDate: WORK_DATE, lang: 'fi' }));
      const now = isoInstant(clock.now());
      const thenOf = (person: string) =>
        JSON.stringify([
          must(session.openCaseAsOf(person, now)).person,
          must(session.showCase(person, 'text', SHIPPED.fi.words, now)),
          must(session.showCase(person, 'json', SHIPPED.fi.words, now)),
        ]);
      expect(SECRETS.exec(thenOf(people.hidden))?.[0]).toBeUndefined();
      expect(SECRETS.exec(thenOf(people.spouse))?.[0]).toBeUndefined();
      expect(thenOf(people.open)).toMatch(/Piilopolku/);
      const pastOf = (person: string) => {
        const { records } = must(session.openCase(person));
        const histories = records.map((rec) => must(session.history(rec.form, rec.id)));
        return JSON.stringify([histories, must(session.history('person', person))]);
      };
      expect(SECRETS.exec(pastOf(people.hidden))?.[0]).toBeUndefined();
      expect(SECRETS.exec(pastOf(people.spouse))?.[0]).toBeUndefined();
      expect(pastOf(people.open)).toMatch(/Piilopolku/);
      const keysOf = base.sql<{ key: string }>('SELECT key FROM person_key').all();
      expect(keysOf.map(({ key }) => key).filter((key) => SECRETS.test(key))).toEqual([]);
    });
  });
});

describe('the guarded section', () => {
  const open = async (user?: string) => {
    const terminal = await clients.start(clients.world(shared.base), { user });
    terminal.send(keys(`=${HIDDEN}`, 'Enter'));
    await terminal.waitFor(/Suojala, Sulo ! TUR/);
    terminal.send(keys('Ctrl+P', '=suojatut', 'Enter'));
    return terminal;
  };
  const reveals = () =>
    look(clients.lastWorld().base, (base) =>
      readUse(base, { person: people.hidden }).filter((use) => use.what === 'reveal'),
    );

  it('shows everything for a reason, and says so in the use log', async () => {
    const terminal = await open();
    await terminal.waitFor(/Syy suojattujen tietojen katsomiseen/);
    terminal.send(keys('=päi', 'Enter'));
    await terminal.waitFor(/Katuosoite +Piilopolku 17/);
    await terminal.waitFor(all(/Kotikunta +●?Utsjoki/, /99981/, /Kätköperä/, /050 7770001/));
    expect(reveals()).toMatchObject([
      { actor: WORKER, role: 'worker', unit: 'phsotey', purpose: 'paivystys', work_on: WORK_DATE },
    ]);
    const seen = await walk(terminal, ['F3', 'F4', 'F10', 'Esc', 'F9', 'F3']);
    expect(told(seen.slice(1))).toEqual([]);
    expect(SECRETS.test(terminal.screen().join('\n'))).toBe(false);
  });

  it('shows nothing without a reason, or when it is backed out of', async () => {
    const terminal = await open();
    await terminal.waitFor(/Syy suojattujen tietojen katsomiseen/);
    const seen = await walk(terminal, ['Enter', '=zzz', 'Enter', 'Ctrl+G', 'Ctrl+G']);
    expect(told(seen)).toEqual([]);
    expect(reveals()).toEqual([]);
  });

  it('can be shown for another reason than those listed, which is then written', async () => {
    const terminal = await open();
    await terminal.waitFor(/Syy suojattujen tietojen katsomiseen/);
    terminal.send(keys('=muu', 'Tab', '=Oikeuden pyyntö', 'F12'));
    await terminal.waitFor(/Katuosoite +Piilopolku 17/, { timeoutMs: 5000 });
    expect(reveals()).toMatchObject([{ purpose: 'muu: Oikeuden pyyntö', basis: 'reason' }]);
  });

  it('is refused to a reader, with a sentence', async () => {
    const terminal = await open(READER);
    await terminal.waitFor(/Roolisi ei salli suojattujen tietojen katselua\./);
    expect(SECRETS.test(terminal.output().toString())).toBe(false);
    expect(reveals()).toEqual([]);
  });
});
