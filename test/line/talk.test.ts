import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/base/language';
import { seededRandom } from '../../src/base/random';
import { textWidth } from '../../src/base/text-width';
import { keymapOf } from '../../src/cli/keymaps';
import { stopsOf } from '../../src/desk/entry';
import { activeEntry, worldOf } from '../../src/desk/env';
import { isEmpty } from '../../src/form/value';
import { COMMANDS } from '../../src/keys/commands';
import { commandsFor, nameOfCommand } from '../../src/line/names';
import { type Exchanged, type LineTalk, lineTalk } from '../lib/line-talk';
import { SHIPPED } from '../words/data-words';
import { B1_DAY, B1_LINES } from './b1-lines';

const WIDTH = 64;
/** Where the hands were when a line was answered. */
interface Asked extends Exchanged {
  readonly form: string;
  readonly field: string;
  readonly isEmpty: boolean;
}

const talks: LineTalk[] = [];

afterAll(() => {
  for (const talk of talks) talk.close();
});

function begun(scenario: string, workDate: string, more = {}): LineTalk {
  const talk = lineTalk({ base: { scenario }, workDate, width: WIDTH, ...more });
  talks.push(talk);
  return talk;
}

/** Answers lines and notes of each that answered a field which. */
function answered(talk: LineTalk, lines: readonly string[]): Asked[] {
  return lines.flatMap((line) => {
    const { desk } = talk;
    const entry = activeEntry(desk.state);
    const isField = entry !== null && entry.mode !== 'shown' && !talk.prompt.includes('tallennet');
    const before = isField ? { form: entry.form, field: entry.focus } : null;
    const value = entry && isEmpty(entry.values[entry.focus]);
    talk.answer(line);
    const exchange = talk.exchanges.at(-1) as Exchanged;
    return before ? [{ ...exchange, ...before, isEmpty: value ?? true }] : [];
  });
}

/** Sentences in a text: ends of sentences that something or nothing follows, not dots of days. */
const sentences = (text: string) => text.match(/[.!?:](?= \p{Lu}|$)/gu)?.length ?? 0;

describe('B1 by lines', () => {
  let talk: LineTalk;
  let asked: Asked[];

  beforeAll(() => {
    talk = begun('B1', B1_DAY);
    asked = answered(talk, B1_LINES);
  });

  test('writes nothing but lines of text, none wider than the terminal', () => {
    const text = talk.begun + talk.exchanges.map(({ page }) => page).join('');
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
    const lines = talk.exchanges.flatMap(({ page }) => page.split('\n').slice(0, -1));
    expect(lines.filter((line) => textWidth(line) > WIDTH)).toEqual([]);
    expect(lines.length).toBeGreaterThan(60);
  });

  test('each prompt names form, field and default', () => {
    const { words } = SHIPPED.fi;
    expect(asked.length).toBeGreaterThan(30);
    for (const { prompt, form, field, isEmpty: empty } of asked) {
      const name = `form.${form}.${field}`;
      const caption = words.t(words.has(`${name}.long`) ? `${name}.long` : name);
      expect(prompt.startsWith(`${words.t(`form.${form}`)}, ${caption}`), prompt).toBe(true);
      const isMemoGoneOn = prompt.endsWith('jatko: ');
      if (!isMemoGoneOn)
        expect(prompt, prompt).toMatch(empty ? /[^/] ?: $|: Ei\/\/ $/ : /: .+\/\/ $/);
    }
  });

  test('each answer is confirmed in one sentence', () => {
    const answers = asked.filter(({ answer }) => !answer.startsWith('/'));
    for (const { prompt, answer, said, page } of answers) {
      if (page.endsWith('jatko: ')) continue;
      const met = said.filter(({ role }) => role === 'confirmed' || role === 'refused');
      expect(met, `${prompt}${answer}`).toHaveLength(1);
      expect(met[0]?.role).toBe('confirmed');
      expect(sentences(met[0]?.text ?? ''), met[0]?.text).toBe(1);
    }
  });

  test('a save tells what was saved, its number, and what comes next', () => {
    const told = talk.exchanges.map(({ said }) => said.map(({ text }) => text).join('\n'));
    expect(told).toContainEqual(
      'Vireillepano. Tallennettu, diaarinumero 3.\nSeuraava: aloita selvitys.',
    );
    expect(told).toContainEqual(expect.stringContaining('Päätös. Tallennettu, Päätösno 2006 3.'));
  });
});

describe('a field', () => {
  let talk: LineTalk;

  beforeAll(() => {
    talk = begun('B1', B1_DAY);
    for (const line of ['1212', '']) talk.answer(line);
  });

  const roles = () => talk.exchanges.at(-1)?.said.map(({ role }) => role) ?? [];

  test('refuses in one sentence with what would be right, and keeps what was typed', () => {
    talk.answer('as');
    talk.answer('32.13.');
    expect(roles()).toEqual(['refused']);
    expect(talk.prompt).toBe('Vireillepano, Pvm: 32.13.// ');
    talk.answer('');
    expect(talk.prompt).toBe('Vireillepano, Pvm: 32.13.// ');
    talk.answer('8.12.2006');
    expect(roles()[0]).toBe('confirmed');
  });

  test('brings a numbered list where a code fits several, and never guesses', () => {
    talk.answer('^keneltä');
    const [head, ...rows] = talk.answer('muu').map(({ text }) => text);
    expect(head).toMatch(/^Keneltä, rivejä \d+\.$/);
    expect(rows.length).toBeGreaterThan(1);
    expect(talk.desk.state.entries.initiation?.values.from).toBe('henkilo_itse');
    talk.answer('2');
    const name = (rows[1] as string).replace(/^2\. /, '');
    expect(talk.exchanges.at(-1)?.said[0]?.text).toBe(`Keneltä on ${name}.`);
  });

  test('is left for another from an open list too', () => {
    for (const line of ['^keneltä', 'muu', '^syy']) talk.answer(line);
    expect(talk.prompt).toMatch(/^Vireillepano, Syy: /);
    expect(talk.desk.state.overlay).toBe(null);
  });

  test('empties with @, helps with ? and ??, takes a line behind a blank as it is', () => {
    talk.answer('^syy');
    talk.answer('@');
    expect(talk.desk.state.entries.initiation?.values.reason).toBe(null);
    talk.answer('^syy');
    const [short] = talk.answer('?');
    expect(short?.text).toMatch(/^Syy\. Pakollinen\. /);
    expect(talk.answer('??').some(({ text }) => text.includes('Kriisipalvelu'))).toBe(true);
    talk.answer('^');
    talk.answer('^teksti');
    talk.answer(' /ei komento');
    talk.answer('.');
    expect(talk.desk.state.entries.initiation?.values.text).toBe('/ei komento');
    talk.answer('/peruuta');
    talk.answer('/peruuta');
  });

  test('takes the value saved last with a blank alone', () => {
    for (const line of ['/vireillepano', 'as', '', '', 'kr', '', '', '']) talk.answer(line);
    expect(talk.exchanges.at(-1)?.said[0]?.text).toMatch(/^Vireillepano\. Tallennettu/);
    for (const line of ['/vireillepano', ' ']) talk.answer(line);
    expect(roles()[0]).toBe('confirmed');
    expect(talk.exchanges.at(-1)?.said[0]?.text).toMatch(/Aikuissosiaalityön tarve\.$/);
  });
});

/** Jumps to every stop of the form that lies open by its caption; gives those not reached. */
function unreached(talk: LineTalk): string[] {
  const { desk } = talk;
  const { words } = desk.view();
  const entry = activeEntry(desk.state);
  if (!entry) return ['no form'];
  const stops = stopsOf(worldOf(desk.env, desk.state, entry), entry.values);
  return stops.filter((id) => {
    const caption = words.t(`form.${entry.form}.${id}`);
    talk.answer(`^${caption}`);
    // Two fields of one caption are listed; each of them is one of the rows.
    for (let row = 1; talk.prompt.startsWith('Numero') && row < 9; row++) {
      talk.answer(String(row));
      if (activeEntry(desk.state)?.focus === id) break;
      talk.answer(`^${caption}`);
    }
    return activeEntry(desk.state)?.focus !== id;
  });
}

test('every stop of every form is reached by its caption', () => {
  const talk = begun('B1', B1_DAY);
  const { desk } = talk;
  const seen = new Set<string>();
  const missed: string[] = [];
  const look = () => {
    const entry = activeEntry(desk.state);
    if (entry?.mode !== 'new' || desk.state.overlay || seen.has(entry.form)) return;
    seen.add(entry.form);
    const { focus } = entry;
    missed.push(...unreached(talk).map((id) => `${entry.form}.${id}`));
    talk.answer(`^${desk.view().words.t(`form.${entry.form}.${focus}`)}`);
    if (talk.prompt.startsWith('Numero')) talk.answer('1');
  };
  for (const line of B1_LINES) {
    talk.answer(line);
    look();
  }
  const small = ['note.new', 'reminder.new', 'handover.new', 'stand_in.new'] as const;
  for (const command of [...small, 'person.new', 'work.open'] as const) {
    talk.answer(`/${command}`);
    look();
    talk.answer('^');
  }
  // The first time it shows the household that is there, then a new one.
  for (const _ of [1, 2]) talk.answer('/household.open');
  look();
  talk.answer('/start.open');
  talk.answer('/work.open');
  talk.answer('');
  look();
  expect(missed).toEqual([]);
  const opened = desk.env.registry.all.filter(({ pane }) => pane).map(({ id }) => id);
  expect([...seen].sort()).toEqual(opened.sort());
});

test.each(LANGUAGES)('in %s every command is found by the name it is told by', (lang) => {
  const talk = begun('B1', B1_DAY, { lang });
  const view = talk.desk.view();
  const keys = keymapOf('effica');
  if (!keys.ok) throw new Error('no keymap');
  const names = COMMANDS.map(({ id }) => nameOfCommand(view.words, id));
  expect(new Set(names).size).toBe(names.length);
  for (const [at, { id }] of COMMANDS.entries()) {
    const name = names[at] as string;
    expect(commandsFor(view, name.slice(1), keys.value.keymap), name).toEqual([id]);
  }
  expect(commandsFor(view, 'f5', keys.value.keymap)).toEqual(['initiation.open']);
  expect(view.words.t('problem.tty.dumb')).toContain('akti --line');
});

test('nothing that is typed ends it, moves a cursor or leaves it without a prompt', () => {
  const seed = Number(process.env.AKTI_TEST_SEED) || 20061208;
  const count = process.env.AKTI_FULL ? 4000 : 400;
  const random = seededRandom(seed);
  const talk = begun('B2', '160326');
  const pick = <T>(all: readonly T[]) => all[Math.floor(random.next() * all.length)] as T;
  const words = [
    'koi',
    'ran',
    '1',
    '2',
    '3',
    '99',
    'pe',
    'as',
    'k',
    '',
    '',
    '',
    ' ',
    '.',
    '@',
    '?',
  ];
  const signs = ['??', '^', '^pvm', '^teksti', '/', '/tallenna', '+', '-', '#', '#1 5', 'n k', '*'];
  const odd = ['\x1b[A', 'x'.repeat(3000), '\x00\x07', ' /x', '^^', '//', '#99', '🙂', ';', '…'];
  const commands = COMMANDS.map(({ id }) => `/${id}`);
  for (let at = 0; at < count; at++) {
    const line = pick([words, words, words, signs, odd, commands].map(pick));
    talk.answer(line);
    const { page } = talk.exchanges.at(-1) as Exchanged;
    const where = `seed ${seed}, line ${at}: ${JSON.stringify(line)}`;
    expect(page, where).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(page, where).not.toMatch(/‹|\{[a-z_]+\}/);
    expect(talk.prompt, where).not.toBe('');
  }
});

test('a day of work by lines leaves the rows that keys leave', () => {
  const talk = begun('B2', '160326');
  const lines = [
    ...['/F9', 'koi', 'pe', 'pu', '', '', '', '15', '/tallenna'],
    ...['ran', '', 'kot', 'hu', '', '', '75'],
    ...['Nuori oli kotona.', '.', ''],
    ...['laa', '', 'as', '1', '', '', 'k', '/tallenna'],
    ...['nie', '', 'tar', '', '', '', '45', '/tallenna'],
    ...['sal', '', 'kon', '', '', '', '20', '/tallenna'],
    ...['', '', 'ry', 'ar', '8', '90', '/tallenna'],
    ...['#1 25', 'kirjausv'],
  ];
  for (const line of lines) talk.answer(line);
  const minutes = talk.desk.state.gridRows.map(({ rec }) => rec.values.quantity);
  expect(minutes).toEqual([25, 75, 0, 45, 20, 90]);
  expect(talk.desk.state.gridRows.map(({ rec }) => rec.form).at(-1)).toBe('staff_entry');
  expect(talk.transcript()).toContain('Yhteensä 245 min, asiakastyö 155, ei tavattavissa 1.');
});

test('a lock opens with Enter alone, and tells nothing of what lies under it', () => {
  const talk = begun('B1', B1_DAY);
  for (const line of ['1212', '/vireillepano', '/lukitse']) talk.answer(line);
  for (const line of ['hups', '/tallenna', '^', '??']) {
    talk.answer(line);
    expect(talk.exchanges.at(-1)?.page).toBe('Näyttö on lukittu. Enter avaa sen.\nLukittu: ');
  }
  expect(talk.talk.farewell()).toBe('Työ päättyi.\n');
  talk.answer('');
  expect(talk.prompt).toBe('Vireillepano, Vireillepanon tyyppi: ');
});

test('a line is no answer to a question that came up behind its back', () => {
  const talk = begun('B1', B1_DAY);
  for (const line of ['1212', '/vireillepano']) talk.answer(line);
  talk.desk.dispatch({ kind: 'news', client: null, lists: null, gone: true, conflicts: [] });
  talk.talk.tellLater();
  const said = talk.answer('as').map(({ role, text }) => `${role}: ${text}`);
  expect(said[0]).toMatch(/Asiakas on poistunut tästä kannasta/);
  expect(said[1]).toBe('refused: Tilanne on muuttunut, riviä ei otettu; vastaa tähän.');
  expect(talk.prompt).toMatch(/^Etsi henkilö/);
  expect(talk.desk.state.start.finder.text).toBe('');
});

test('what others did is told in one line before the next prompt, under a notice too', () => {
  const talk = begun('B1', B1_DAY);
  for (const line of ['1212', '/vireillepano', 'as', '', '', 'kr', '', '', '']) talk.answer(line);
  const { desk } = talk;
  expect(desk.state.notice?.key).toBe('notice.saved.initiation');
  /** Another changes every record of the case, and the client reads it anew. */
  const comes = () => {
    const { client } = desk.state;
    if (!client) throw new Error('no client is open');
    const records = client.records.map((rec) => ({ ...rec, version: rec.version + 1 }));
    desk.dispatch({ kind: 'news', client: { ...client, records }, lists: null, conflicts: [] });
  };
  comes();
  const texts = talk.answer('/muistutus').map(({ text }) => text);
  expect(texts[0]).toMatch(/^Muilta tuli uutta, päiväkirjan rivi 1: 5\.5\.2008 AS /);
  expect(talk.answer('').map(({ text }) => text)[0]).not.toMatch(/Muilta/);
  // Under a lock nothing is said of it; what came is said behind the lock.
  talk.answer('/lukitse');
  comes();
  talk.talk.tellLater();
  expect(talk.answer('hups').map(({ text }) => text)).toEqual([
    'Näyttö on lukittu. Enter avaa sen.',
  ]);
  const opened = talk.answer('').map(({ text }) => text);
  expect(opened).toContainEqual(expect.stringMatching(/^Muilta tuli uutta/));
});

test('a line of another charset is refused, and nothing of it is kept', () => {
  const talk = begun('B1', B1_DAY);
  talk.answer('121255-TP1X');
  talk.answer('/vireillepano');
  const before = talk.prompt;
  // What stands for a byte that is no UTF-8 once the line has been read.
  expect(talk.answer('k\ufffdynti').map(({ role }) => role)).toEqual(['refused']);
  expect(talk.prompt).toBe(before);
  expect(JSON.stringify(talk.desk.state.entries)).not.toContain('ynti');
});
