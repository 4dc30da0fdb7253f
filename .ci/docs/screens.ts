import { b1 } from '../../test/flows/b1';
import { b2 } from '../../test/flows/b2';
import { type Flow, runFlow } from '../../test/lib/flow';
import { keyFor, readKeymap } from '../../test/lib/keymap';
import { bytesOf } from '../../test/lib/keys';
import type { Expectation, Terminal } from '../../test/lib/terminal';
import { makeScenarioBase, makeWorld, startAkti } from '../../test/lib/world';
import { GENERATED } from './text';

/** A picture of the screen as text, with what it shows. */
export interface Picture {
  readonly id: string;
  readonly title: string;
  /** Shown in the README too: the panes themselves, without what opens over them. */
  readonly pane: boolean;
  readonly rows: readonly string[];
}

/** A picture taken after the flow has ended: keys or commands, and what they bring. */
interface Shot {
  readonly id: string;
  readonly title: string;
  readonly pane?: boolean;
  /** Command ids, or keys after `key:`. */
  readonly press: readonly string[];
  readonly expect: Expectation;
}

const keymap = readKeymap('effica');

/** Panes of B1, by the step of the flow that leaves them on the screen. */
const B1_PANES: Readonly<Record<string, readonly [string, string]>> = {
  '2i text, save': ['initiation', 'Vireillepano, an initiation, saved'],
  '3e save': ['investigation', 'Selvitys, the investigation that takes it up'],
  '4f save': ['decision', 'Päätös, decided and locked by its notice'],
  '5d service, save': ['service', 'Palvelu, the service on the decision'],
  '6g quantity, save': ['work', 'Asiakastyö, work done; the next row is open'],
  '7 diary': ['diary', 'Päiväkirja, the whole case with its tree'],
};

const B1_SHOTS: readonly Shot[] = [
  {
    id: 'record',
    title: 'Päiväkirjatiedot, the whole record of the selected line (Ctrl+O)',
    pane: true,
    press: ['tab.other'],
    expect: /Tehty asiakastyö/,
  },
  {
    id: 'menu',
    title: 'The menu (F10)',
    press: ['tab.other', 'menu.open'],
    expect: /Tallenna ja avaa seuraava/,
  },
  {
    id: 'palette',
    title: 'The palette (Ctrl+P): every command, with its key or why it cannot act',
    press: ['back', 'palette.open', 'key:s', 'key:e', 'key:l'],
    expect: /sel\b/,
  },
  {
    id: 'note',
    title: 'Merkintä, a note, made in the diary with n and its letter',
    pane: true,
    press: ['back', 'key:n', 'key:k'],
    expect: /Selvitys\/Palvelu/,
  },
  {
    id: 'reminder',
    title: 'Muistutus, a reminder (Ctrl+T)',
    pane: true,
    press: ['reminder.new'],
    expect: /Kenelle/,
  },
  {
    id: 'person',
    title: 'Henkilötiedot, the person of the case',
    pane: true,
    press: ['palette.open', 'key:h', 'key:e', 'key:n', 'key:k', 'key:i', 'key:l', 'key:Enter'],
    expect: /Sukunimi/,
  },
  {
    id: 'list',
    title: 'The list of a code field (F2)',
    press: ['initiation.open', 'list.open'],
    expect: /LS |Lastensuojel/,
  },
  {
    id: 'help',
    title: 'Help for the field under the hands (F1)',
    press: ['back', 'help.show'],
    expect: /Mitä asiaa pannaan vireille/,
  },
];

const B2_SHOTS: readonly Shot[] = [
  {
    id: 'grid',
    title: 'Asiakastyö from the start screen: a day of work, all clients',
    pane: true,
    press: [],
    expect: /Yhteensä 255 min/,
  },
  {
    id: 'start',
    title: 'The start screen: finder and work list',
    pane: true,
    press: ['start.open'],
    expect: /Etsi henkilö/,
  },
];

async function press(terminal: Terminal, { press: keys, expect }: Shot): Promise<string[]> {
  for (const key of keys) {
    const name = key.startsWith('key:') ? key.slice(4) : keyOf(key);
    terminal.send(bytesOf(name));
    // Esc alone is known by the silence after it.
    await terminal.idle(150);
  }
  await terminal.waitFor(expect);
  return terminal.screen();
}

function keyOf(command: string): string {
  // The start screen has no key of its own; finding somebody else leads there.
  return keyFor(keymap, command === 'start.open' ? 'finder.open' : command);
}

/** The hour of the last save depends on how fast the machine is; in a picture it stands still. */
function stillClock(rows: readonly string[]): string[] {
  return rows.map((row) => row.replace(/✓ \d\d:\d\d/u, '✓ 12:03'));
}

async function run(
  flow: Flow,
  panes: Readonly<Record<string, readonly [string, string]>>,
  shots: readonly Shot[],
): Promise<Picture[]> {
  const world = makeWorld();
  await makeScenarioBase(world, flow.scenario);
  const terminal = startAkti({
    world,
    args: ['--base', world.base, '--user', 'yhtmalmai', '--work-date', flow.workDate],
    env: { AKTI_NOW: '2026-03-16T10:03:00.000Z', AKTI_SEED: '1' },
  });
  try {
    const { screens } = await runFlow(terminal, flow, { keymap });
    const pictures = flow.steps.flatMap(({ name }, at): Picture[] => {
      const [id, title] = panes[name] ?? [];
      const rows = stillClock(screens[at] ?? []);
      return id && title ? [{ id, title, pane: true, rows }] : [];
    });
    for (const shot of shots) {
      const rows = stillClock(await press(terminal, shot));
      pictures.push({ id: shot.id, title: shot.title, pane: shot.pane ?? false, rows });
    }
    return pictures;
  } finally {
    await terminal.close();
    world.remove();
  }
}

/** Takes every picture by running the program on the scenario bases. */
export async function picturesOf(): Promise<Picture[]> {
  const first = await run(b1(), B1_PANES, B1_SHOTS);
  const second = await run(b2(), {}, B2_SHOTS);
  return [...second.filter(({ id }) => id === 'start'), ...first, ...second.filter(isGrid)];
}

const isGrid = ({ id }: Picture) => id === 'grid';

function pictureText({ title, rows }: Picture): string {
  return `${title}:\n\n\`\`\`\n${rows.join('\n').trimEnd()}\n\`\`\``;
}

/** The panes for the README: those named, or all of them. */
export function paneSection(pictures: readonly Picture[], ids?: readonly string[]): string {
  return pictures
    .filter(({ id, pane }) => (ids ? ids.includes(id) : pane))
    .map(pictureText)
    .join('\n\n');
}

/** `docs/screens.md`: every picture. */
export function screensPage(pictures: readonly Picture[]): string {
  const head = `${GENERATED} 80 columns, 24 rows, keymap \`effica\`, after the flows B1 and B2.`;
  return `${['# Screens', head, ...pictures.map(pictureText)].join('\n\n')}\n`;
}
