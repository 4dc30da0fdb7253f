import type { Result } from '../base/problems';
import { good } from '../base/problems';
import { createDecoder } from '../keys/decoder';
import type { Key } from '../keys/key';
import { createLostLetters } from '../keys/lost-letters';
import { createScreen, type Screen } from '../screen/screen';
import { openTty, type Tty } from '../screen/tty';
import type { Looks } from './looks';
import type { Settings } from './settings';

/** How long keys wait for each other, in ms; the user's settings say. */
export type KeyWaits = Pick<Settings, 'escapeTimeMs' | 'leaderPauseMs'>;

/** What the terminal tells whoever has taken it. */
export interface TerminalHands {
  readonly waits: KeyWaits;
  readonly looks: Looks;
  /** Keys as the decoder read them, at least one. */
  keys(keys: readonly Key[]): void;
  /** A letter could not be read: the terminal does not send what its locale says. Told once. */
  lost(): void;
  /** Bytes have come, whatever they mean. */
  touched(): void;
  /** The terminal has another size, in cells; the screen knows it already. */
  size(cols: number, rows: number): void;
  /** It is ours again after a stop; the screen has been painted anew. */
  back(): void;
  /** It is lost, or a signal ends the program, which waits for the last things. */
  end(): void | Promise<void>;
  crash(error: unknown): void;
}

/** The terminal of the process, taken over. */
export interface Terminal {
  readonly screen: Screen;
  size(): { cols: number; rows: number };
  /** True while it has not taken all that was written to it. */
  readonly behind: () => boolean;
  /** Lends it to another program, and takes it again: its size is told, the screen painted anew. */
  lend(): void;
  takeBack(): void;
  /** Gives it back as it was. */
  restore(): void;
}

/** Longest silence inside a paste before it counts as ended, in ms: its closing mark was lost. */
const PASTE_PATIENCE_MS = 10_000;

/** The key that stops a program and gives the terminal to the shell: no keymap has it. */
function isSuspend(key: Key): boolean {
  return key.kind === 'named' && key.name === 'Z' && key.ctrl === true && !key.alt && !key.shift;
}

/**
 * Takes the terminal of the process over: bytes become keys, what is shown becomes bytes.
 * Problems: those of `openTty`.
 */
export function takeTerminal(hands: TerminalHands): Result<Terminal> {
  const decoder = createDecoder();
  const isLost = createLostLetters();
  let isTold = false;
  let pasteTimer: NodeJS.Timeout | undefined;
  const read = (keys: readonly Key[]) => {
    const stops = keys.some(isSuspend);
    const others = stops ? keys.filter((key) => !isSuspend(key)) : keys;
    if (others.length) hands.keys(others);
    // What was typed behind it is the program's all the same: it has been read from the terminal.
    if (stops) tty?.suspend();
  };
  let tty: Tty | undefined;
  const opened = openTty({
    stdin: process.stdin,
    stdout: process.stdout,
    escapeTimeMs: hands.waits.escapeTimeMs,
    asciiLines: hands.looks.asciiLines,
    onBytes: (bytes) => {
      hands.touched();
      read(decoder.feed(bytes));
      if (!isTold && isLost(bytes)) {
        isTold = true;
        hands.lost();
      }
      clearTimeout(pasteTimer);
      if (decoder.pasting()) {
        pasteTimer = setTimeout(() => read(decoder.endPaste()), PASTE_PATIENCE_MS);
      }
      return decoder.pending();
    },
    onEscapeTime: () => read(decoder.timeout()),
    onResize: (cols, rows) => {
      screen.resize(cols, rows);
      hands.size(cols, rows);
    },
    onContinue: () => {
      hands.back();
      screen.redraw();
    },
    onEnd: () => hands.end(),
    onCrash: (error) => hands.crash(error),
  });
  if (!opened.ok) return opened;
  const taken = opened.value;
  tty = taken;
  const { profile } = taken;
  const write = (text: string) => taken.write(text);
  const screen = createScreen({ ...taken.size(), write, profile, theme: hands.looks.theme });
  return good({
    screen,
    size: () => taken.size(),
    behind: () => taken.waiting() > 0,
    lend: () => taken.lend(),
    takeBack: () => {
      taken.takeBack();
      hands.back();
    },
    restore: () => {
      clearTimeout(pasteTimer);
      taken.restore();
    },
  });
}
