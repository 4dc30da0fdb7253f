import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random';
import { registry } from '../../src/forms/index';
import { listDrafts } from '../../src/store/drafts';
import { queryRecords } from '../../src/store/query';
import { shows } from '../lib/screen-text';
import { seedFrom } from '../lib/seed';
import type { Terminal } from '../lib/terminal';
import { runAkti } from '../lib/world';
import { FATHER, look, WORKER } from './base';
import { Clients, keys, openFather, openMemo } from './client';
import { findIn } from './kill-model';

const clients = new Clients();
const PATIENCE = { timeout: 10_000 };
const draftText = () => findIn(clients.lastWorld().base).draft;

beforeAll(() => clients.share());
afterEach(() => clients.closeAll());
afterAll(() => clients.unshare());

/** What a terminal may send that nobody typed: answers, reports, keys nothing is bound to. */
const NOT_TEXT: readonly string[] = [
  '\x1b[<0;10;10M',
  '\x1b[<0;10;10m',
  '\x1b[I',
  '\x1b[O',
  '\x1b[?62;22c',
  '\x1b[>41;354;0c',
  '\x1b[12;40R',
  '\x1b[?2026;2$y',
  '\x1b]11;rgb:0000/0000/0000\x07',
  '\x1b]52;c;aGVp\x1b\\',
  '\x1bP1$r0m\x1b\\',
  '\x1b_Gi=1;OK\x1b\\',
  '\x1b[57441u',
  '\x1b[99~',
  '\x1b[1;9P',
  '\x1b[25;5~',
];

const FIRST = seedFrom(11_797_300, 100);

/** Random bytes without Ctrl+Q and Ctrl+Z, which end the program or stop it: no crash, no test. */
function noise(random: ReturnType<typeof seededRandom>, length: number): Uint8Array {
  return random.bytes(length).map((byte) => (byte === 0x11 || byte === 0x1a ? 0x1b : byte));
}

/** A shell around the client that says how it ended and whether the terminal is as it was. */
const BETWEEN_STTY = [
  ...['/bin/bash', '-c'],
  'trap : INT QUIT; before=$(stty -a); "$@"; echo "status $?"; ' +
    '[ "$before" = "$(stty -a)" ] && echo same',
  'bash',
];

/**
 * Ends whatever is open and finds the client again: the program still does its work. All is sent
 * at once, as what the screen shows may be from before the last of the noise. The bytes may have
 * locked the screen (a zero byte is Ctrl+Space), which Enter opens, and changed the language.
 * Gives false if what it had not read yet led it to the command that ends it.
 */
async function stillWorks(terminal: Terminal, timeoutMs = 60_000): Promise<boolean> {
  const leave = ['Ctrl+G', 'Ctrl+G', 'Ctrl+G'];
  // An open sequence or character may swallow the first.
  terminal.send(keys('Ctrl+G', ...leave, 'Enter', ...leave, 'F4'));
  terminal.send(keys('Ctrl+G', '=150278-TP22', 'Enter'));
  const found = /^ (Henkilö|Person) +150278-TP22 +Testi, Äiti/m;
  try {
    await terminal.waitFor(found, { timeoutMs });
    return true;
  } catch (error) {
    if (terminal.alive()) throw error;
    return false;
  }
}

/** Texts anywhere in the base that hold what no keyboard types into a field. */
function oddTexts(path: string): string[] {
  return look(path, (base) => {
    const drafts = listDrafts(base, WORKER).map((draft) => draft.value);
    const records = registry.all.flatMap((form) =>
      queryRecords(base, form, { where: {} }).map((rec) => rec.values),
    );
    return textsIn([drafts, records]).filter((text) => /[^\P{Cc}\n]|\ufffd/u.test(text));
  });
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value ? Object.values(value).flatMap(textsIn) : [];
}

describe('random bytes', () => {
  const runs = process.env.AKTI_FULL ? 40 : 4;
  const patience = { timeout: runs * 60_000 };
  it(`do not crash it nor leave controls in a field (seed ${FIRST})`, patience, async () => {
    for (let seed = FIRST; seed < FIRST + runs; seed++) {
      const terminal = await clients.open(clients.shared);
      await openMemo(terminal);
      const random = seededRandom(seed);
      for (let n = 0; n < 60 && terminal.onAlternateScreen(); n++) {
        terminal.send(noise(random, 1 + random.int(80)));
        if (n % 8 === 0) terminal.send(NOT_TEXT[random.int(NOT_TEXT.length)] as string);
        await terminal.idle(random.int(12));
      }
      await terminal.idle(300);
      const seen = `seed ${seed}: ${terminal.output().toString().slice(-600)}`;
      expect(seen).not.toMatch(/Akti kaatui|Akti broke/);
      // A menu or the palette may have been led to the command that ends the program.
      const runs = terminal.onAlternateScreen() && (await stillWorks(terminal));
      if (!runs) expect(await terminal.exit, seen).toMatchObject({ code: 0 });
      expect(oddTexts(clients.lastWorld().base), seen).toEqual([]);
      await clients.closeAll();
    }
  });

  const total = process.env.AKTI_FULL ? 1 << 20 : 1 << 14;
  it(`${total} of them as fast as it takes them (seed ${FIRST})`, {
    timeout: 3_600_000,
  }, async () => {
    const world = clients.world(clients.shared);
    const random = seededRandom(FIRST);
    for (let sent = 0; sent < total; ) {
      const terminal = await clients.start(world, { inside: BETWEEN_STTY });
      while (sent < total && terminal.onAlternateScreen()) {
        const bytes = noise(random, Math.min(total - sent, 1024));
        terminal.send(bytes.subarray(1));
        await terminal.sendByteByByte(bytes.subarray(0, 1));
        sent += bytes.length;
      }
      const runs = terminal.onAlternateScreen() && (await stillWorks(terminal, 300_000));
      if (runs) terminal.send(keys('Ctrl+Q'));
      await terminal.exit;
      const seen = terminal.output().toString().slice(-600);
      const told = `byte ${sent}: ${seen}`;
      expect(seen, told).not.toMatch(/Akti kaatui|Akti broke/);
      // What came after an end of its own the shell has shown, and the question may be lost in it.
      expect(seen, told).toMatch(runs ? /status 0\r\nsame\r\n$/ : /status 0\r\n/);
      expect(terminal.onAlternateScreen(), told).toBe(false);
      await terminal.close();
    }
    expect(oddTexts(world.base)).toEqual([]);
    const checked = await runAkti(['check', 'base', '--base', world.base], { world });
    expect(checked).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('what is no text', () => {
  it('leaves no trace in a field, whole or byte by byte', async () => {
    const terminal = await clients.open(clients.shared, { env: { AKTI_ESCAPE_MS: '400' } });
    await openMemo(terminal);
    terminal.send('alku');
    await terminal.waitFor(shows('alku'));
    for (const [at, sequence] of NOT_TEXT.entries()) {
      const typed = `.${at}`;
      terminal.send(sequence);
      for (const byte of Buffer.from(sequence)) {
        terminal.send(Buffer.from([byte]));
        await terminal.idle(3);
      }
      terminal.send(typed);
    }
    const wanted = `alku${NOT_TEXT.map((_, at) => `.${at}`).join('')}`;
    await terminal.waitFor(shows(wanted));
    await expect.poll(draftText, PATIENCE).toBe(wanted);
  });

  it('keys split between their bytes are the same keys, however long it takes', async () => {
    // Far longer than the pauses, so that a loaded machine does not end a sequence.
    const terminal = await clients.open(clients.shared, { env: { AKTI_ESCAPE_MS: '5000' } });
    await openMemo(terminal);
    const typed = [
      ...['=kesä', 'Home', '=A', 'End', '=ö', 'Left', '=€', 'Right', 'Backspace'],
      // VT220 and console, rxvt, application cursor keys, the keypad's 5.
      ...['=\x1b[1~', '=\x1b[4~', '=\x1b[7~', '=\x1b[8~', '=\x1bOH', '=\x1bOF', '=\x1bOu'],
      ...['=y', 'Delete', 'Enter', '=loppu', 'Up', 'Home', '=1', 'Down', 'End', 'Enter'],
    ];
    const gaps = [0, 5, 30];
    for (const gap of gaps) {
      for (const byte of Buffer.from(keys(...typed))) {
        await terminal.sendByteByByte(Buffer.from([byte]));
        if (gap) await terminal.idle(gap);
      }
    }
    await expect.poll(draftText, PATIENCE).toBe('1Akesä€5y\nloppu\n'.repeat(gaps.length));
  });
});

describe('a paste', () => {
  const MEGABYTE = 'x'.repeat(1024 * 1024);
  const paste = (text: string) => `\x1b[200~${text}\x1b[201~`;

  it('of a megabyte is refused with a sentence and changes nothing', async () => {
    const terminal = await clients.open(clients.shared);
    await openMemo(terminal);
    terminal.send('ennen');
    await terminal.waitFor(shows('ennen'));
    terminal.send(paste(MEGABYTE));
    await terminal.waitFor(shows('Liitettävä teksti on liian pitkä'), { timeoutMs: 30_000 });
    terminal.send('.jälkeen');
    await terminal.waitFor(shows('ennen.jälkeen'));
    await expect.poll(draftText, PATIENCE).toBe('ennen.jälkeen');
  });

  it('into a field of one line, and into the finder, too', async () => {
    const terminal = await clients.open(clients.shared);
    terminal.send(keys('F5'));
    await terminal.waitFor(/Vireillepanon tyyppi/);
    terminal.send(paste(MEGABYTE));
    await terminal.waitFor(shows('Liitettävä teksti on liian pitkä'), { timeoutMs: 30_000 });
    terminal.send(keys('Ctrl+G', 'F4'));
    await terminal.waitFor(/Etsi henkilö/);
    terminal.send(paste(MEGABYTE));
    terminal.send(keys('Ctrl+G'));
    await openFather(terminal);
  });

  it('of control characters puts only their text into a field', async () => {
    const terminal = await clients.open(clients.shared);
    await openMemo(terminal);
    terminal.send(paste('a\x07b\x00c\x9bd\x7fe\r\nf\x1bg\x1b'));
    await terminal.waitFor(/abcd/);
    await terminal.idle(400);
    expect(oddTexts(clients.lastWorld().base)).toEqual([]);
    expect(findIn(clients.lastWorld().base).draft).toMatch(/^abcde\nf/);
  });

  it('that the terminal does not mark: a megabyte does not hang the finder', async () => {
    const terminal = await clients.start(clients.world(clients.shared));
    terminal.send(MEGABYTE);
    terminal.send(keys('Ctrl+G', `=${FATHER.find}`, 'Enter'));
    await terminal.waitFor(/Henkilö +121255-TP1X/, { timeoutMs: 15_000 });
  });

  it('nor does a page of text with line ends hang a memo', async () => {
    const terminal = await clients.open(clients.shared);
    await openMemo(terminal);
    const page = 'Asiakas kertoi tilanteestaan ja jatkosta sovittiin.\n'.repeat(120);
    terminal.send(`${page.replaceAll('\n', '\r')}loppu`);
    await terminal.waitFor(shows('loppu'), { timeoutMs: 15_000 });
    await expect.poll(draftText, PATIENCE).toBe(`${page}loppu`);
  });
});

describe('a window of 20 × 5', () => {
  it('says how large it must be, and shows all that was there when it is back', async () => {
    const terminal = await clients.open(clients.shared);
    await openMemo(terminal);
    terminal.send('kesken');
    await terminal.waitFor(shows('kesken'));
    const before = terminal.screen();
    terminal.resize(20, 5);
    await terminal.waitFor(shows('Ikkuna on liian pieni.', '60 × 20'));
    terminal.resize(80, 24);
    await terminal.waitFor((rows: readonly string[]) => rows.join('\n') === before.join('\n'));
    await expect.poll(draftText, PATIENCE).toBe('kesken');
  });

  it('keeps what is typed meanwhile', async () => {
    const terminal = await clients.open(clients.shared);
    await openMemo(terminal);
    terminal.resize(20, 5);
    await terminal.waitFor(shows('Ikkuna on liian pieni.', '60 × 20'));
    terminal.send(keys('=sokkona', 'Left', 'Backspace', '=N'));
    await expect.poll(draftText, PATIENCE).toBe('sokkoNa');
    terminal.resize(80, 24);
    await terminal.waitFor(shows('sokkoNa'));
  });
});

/** The screen when something has cleared it and its last row is there again. */
async function drawnAnew(terminal: Terminal, text: string, how: () => void): Promise<string[]> {
  const from = terminal.bytes;
  how();
  return terminal.waitFor(
    (screen) =>
      terminal
        .output(from)
        .subarray(0, terminal.seen - from)
        .includes('\x1b[2J') &&
      (screen.at(-1) ?? '').includes(WORKER) &&
      screen.join('\n').includes(text),
  );
}

describe('a window of any size', () => {
  it('while typing, with help and lists open, ends with what was typed, drawn right', async () => {
    const terminal = await clients.open(clients.shared);
    await openMemo(terminal);
    const random = seededRandom(20505);
    const typed = [...'abcdefghijklmnopqrstuvwxyzåäö0123456'];
    const boxes: Readonly<Record<number, string>> = {
      8: 'F1',
      14: 'Ctrl+G',
      20: 'F10',
      26: 'Ctrl+G',
    };
    let kept = '';
    let box = false;
    for (const [n, letter] of typed.entries()) {
      const large = random.int(8) === 0;
      terminal.resize(large ? 300 : 1 + random.int(200), large ? 100 : 1 + random.int(60));
      // In the middle of an echo, or when it is over.
      await terminal.idle(random.int(15));
      if (boxes[n]) terminal.send(keys(boxes[n]));
      if (boxes[n]) box = !box;
      if (box) continue;
      terminal.send(letter);
      kept += letter;
    }
    await expect.poll(draftText, PATIENCE).toBe(kept);
    for (const [cols, rows] of [
      [300, 100],
      [60, 20],
      [80, 24],
    ] as const) {
      const resized = await drawnAnew(terminal, kept, () => terminal.resize(cols, rows));
      expect(resized).toHaveLength(rows);
      const again = await drawnAnew(terminal, kept, () => terminal.send(keys('Ctrl+L')));
      expect(again).toEqual(resized);
    }
  });
});
