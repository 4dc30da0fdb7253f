import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderReader } from '../src/catalog/files';
import { readPhrases } from '../src/catalog/phrases';
import { firstState } from '../src/desk/first-state';
import { step } from '../src/desk/step';
import { registry } from '../src/forms/index';
import { loadKeymaps } from '../src/keys/keymap';
import { keymapLayers } from '../src/keys/keymap-layers';
import { enterMany } from '../src/records/bulk';
import { paintPicture } from '../src/ui/picture';
import type { View } from '../src/ui/view';
import { loadWords } from '../src/words/words';
import { projectRoot } from '../test/lib/root';
import type { World as Folder } from '../test/lib/world';
import {
  makeGeneralBase,
  type Office,
  openFound,
  openOffice,
  USER,
  unwrapped,
  WORK_DATE,
} from './office';
import { median, type Row, rowOf } from './row';

const SEARCHES = 60;
const OPENINGS = 12;
const CLIENT = '140388-9028';
const TEXT = 'Keskusteltiin arjen sujumisesta ja rahankäytöstä.';

/** What is typed, and what the row is called. */
const TYPED: readonly (readonly [name: string, typed: string])[] = [
  ['identifier', CLIENT],
  ['beginning of an identifier', '1403'],
  ['beginning of a name', 'koivula ai'],
  ['both', '14 koi'],
];

function timed(run: () => void): number {
  const before = performance.now();
  run();
  return performance.now() - before;
}

/** Finding a client, the line of the use log on the disk included. */
function finderRows(office: Office, persons: number, judged: boolean): Row[] {
  return TYPED.map(([name, typed]) => {
    const times = Array.from({ length: SEARCHES }, () =>
      timed(() => unwrapped(office.session.findPersons(typed))),
    );
    return rowOf({
      name: `client among ${persons} found by ${name}`,
      unit: 'ms',
      value: median(times),
      budget: 16,
      goal: 5,
      judged,
    });
  });
}

function makeLongCase(office: Office, events: number): void {
  const person = openFound(office, CLIENT).person.id;
  unwrapped(
    enterMany(office.session.world, (handOf) => {
      const hand = handOf(USER, WORK_DATE);
      for (let count = 0; count < events; count++) {
        hand.enter('diary_note', { person, text: `${count}. ${TEXT}` });
      }
    }),
  );
}

/** The client's view, without a terminal. */
function viewFor({ base, session }: Office): View {
  const file = join(projectRoot(), 'keymaps', 'effica.json');
  const shipped = { name: 'shipped', file, text: readFileSync(file, 'utf8') };
  const { words } = loadWords(folderReader(join(projectRoot(), 'data')), 'fi');
  const keymap = loadKeymaps(unwrapped(keymapLayers('effica', [shipped]))).keymap;
  return {
    env: {
      registry,
      keymap,
      caption: (command) => words.t(`command.${command}`),
      editor: 'off',
      phrases: readPhrases([]).phrases,
      words: () => words,
      helpText: () => null,
    },
    state: firstState(session.setting, base.kind, { cols: 80, rows: 24 }, session.workDate),
    words,
    help: () => ({ title: '', text: '', lang: 'fi' }),
  };
}

/**
 * Milliseconds of opening a case on a base just opened: reading, lines, the first page painted.
 * @param typed finds its client, the first one
 */
export function openingMs(path: string, typed: string): number {
  const office = openOffice(path);
  const view = viewFor(office);
  const { persons } = unwrapped(office.session.findPersons(typed));
  const ms = timed(() => {
    const client = unwrapped(office.session.openCase(persons[0]?.id ?? ''));
    const opened = step(view.env, view.state, { kind: 'opened', client, drafts: {} });
    paintPicture({ ...view, state: opened.state });
  });
  office.close();
  return ms;
}

/** The finder among many persons, and the diary of a long case. */
export function findRows(folder: Folder, judged: boolean, persons: number, events: number): Row[] {
  const path = folder.file('find.akti');
  makeGeneralBase(path, persons);
  const office = openOffice(path);
  const found = finderRows(office, persons, judged);
  makeLongCase(office, events);
  office.close();
  const openings = Array.from({ length: OPENINGS }, () => openingMs(path, CLIENT));
  return [
    ...found,
    rowOf({
      name: `diary of ${events} events, first page`,
      unit: 'ms',
      value: median(openings),
      budget: 50,
      goal: 16,
      judged,
    }),
  ];
}
