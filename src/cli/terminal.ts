import type { Result } from '../base/problems';
import { good } from '../base/problems';
import { createDecoder } from '../keys/decoder';
import type { Key } from '../keys/key';
import { createScreen, type Screen } from '../screen/screen';
import { openTty } from '../screen/tty';
import type { Settings } from './settings';

/** How long keys wait for each other, in ms; the user's settings say. */
export type KeyWaits = Pick<Settings, 'escapeTimeMs' | 'leaderPauseMs'>;

/** What the terminal tells whoever has taken it. */
export interface TerminalHands {
  readonly waits: KeyWaits;
  /** Keys as the decoder read them, at least one. */
  keys(keys: readonly Key[]): void;
  /** Bytes have come, whatever they mean. */
  touched(): void;
  /** The terminal has another size, in cells; the screen knows it already. */
  size(cols: number, rows: number): void;
  /** It is ours again after a stop; the screen has been painted anew. */
  back(): void;
  /** It is lost, or a signal ends the program. */
  end(): void;
  crash(error: unknown): void;
}

/** The terminal of the process, taken over. */
export interface Terminal {
  readonly screen: Screen;
  size(): { cols: number; rows: number };
  /** Gives it back as it was. */
  restore(): void;
}

/** Longest silence inside a paste before it counts as ended, in ms: its closing mark was lost. */
const PASTE_PATIENCE_MS = 10_000;

/**
 * Takes the terminal of the process over: bytes become keys, what is shown becomes bytes.
 * Problems: those of `openTty`.
 */
export function takeTerminal(hands: TerminalHands): Result<Terminal> {
  const decoder = createDecoder();
  let pasteTimer: NodeJS.Timeout | undefined;
  const read = (keys: readonly Key[]) => {
    if (keys.length) hands.keys(keys);
  };
  const opened = openTty({
    stdin: process.stdin,
    stdout: process.stdout,
    escapeTimeMs: hands.waits.escapeTimeMs,
    onBytes: (bytes) => {
      hands.touched();
      read(decoder.feed(bytes));
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
  const tty = opened.value;
  const { profile } = tty;
  const screen = createScreen({ ...tty.size(), write: (text) => tty.write(text), profile });
  return good({
    screen,
    size: () => tty.size(),
    restore: () => {
      clearTimeout(pasteTimer);
      tty.restore();
    },
  });
}
