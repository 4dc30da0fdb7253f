import { wrapText } from '../base/text-width';
import { createKeyTrace, type KeyTrace } from '../keys/trace';
import { byteIn, type Charset, charsetOf, encodingOf, typedAsUtf8 } from '../screen/charset';
import { keyboardModes } from '../screen/keyboard-modes';
import { terminalProfile } from '../screen/profile';
import type { Words } from '../words/words';
import { KeyReport, keyLines, missingLines } from './key-report';
import { keymapOf } from './keymaps';
import { openRawKeyboard } from './raw-keyboard';
import { DONE, print, refuse, wordsIn } from './say';
import type { Settings } from './settings';

/** Flags of `akti keys`. */
interface KeysFlags {
  readonly keymap?: string;
  readonly lang?: Settings['lang'];
  readonly json?: boolean;
  readonly checklist?: boolean;
}

const WIDTH = 80;

/** The character set of the terminal, as the client takes it. */
function charsetHere(): Charset {
  const profile = terminalProfile(process.env);
  return profile.ok ? profile.value.charset : (charsetOf(process.env) ?? 'utf-8');
}

/** Bytes told in UTF-8 as the terminal sent them. */
function asSent(charset: Charset, hex: string): string {
  const text = Buffer.from(hex, 'hex').toString('utf8');
  const bytes = [...text].map((one) => byteIn(charset, one) ?? one).join('');
  return Buffer.from(bytes, 'latin1').toString('hex');
}

/** What is known of the terminal: by its name, its locale and what lies between. */
function terminalFacts() {
  const { TERM = '', TMUX, STY, SSH_CONNECTION } = process.env;
  const profile = terminalProfile(process.env);
  const { columns, rows } = process.stdout;
  const between = [TMUX ? 'tmux' : '', STY ? 'screen' : '', SSH_CONNECTION ? 'ssh' : ''];
  return {
    term: TERM,
    cols: columns ?? null,
    rows: rows ?? null,
    usable: profile.ok,
    color: profile.ok && profile.value.color,
    charset: charsetHere(),
    through: between.filter((one) => one !== ''),
  };
}

/** Head of what is shown: how to leave, the terminal, the keymap and how long Esc waits. */
function headLines(words: Words, name: string, escapeTimeMs: number, leaves: boolean): string[] {
  const { term, cols, rows, usable, color, charset, through } = terminalFacts();
  const said = [
    words.t('keys.term', { term: term || '–' }),
    ...(cols && rows ? [`${cols}×${rows}`] : []),
    words.t(usable ? (color ? 'keys.color' : 'keys.no_color') : 'keys.dumb'),
    words.t('keys.charset', { charset }),
    ...through,
  ];
  return [
    words.t('keys.intro'),
    ...(leaves ? [words.t('keys.leave')] : []),
    said.join(', '),
    words.t('keys.map', { name, ms: escapeTimeMs }),
    '',
  ];
}

/** Writes what is told, in lines of text or as one object a line. */
class Teller {
  private readonly report: KeyReport;
  private readonly trace: KeyTrace = createKeyTrace();
  private readonly charset = charsetHere();

  constructor(
    report: KeyReport,
    private readonly words: Words,
    private readonly flags: KeysFlags,
  ) {
    this.report = report;
  }

  /** True: a sequence is open. `leave` is called when a key says that it was the last. */
  bytes(bytes: Uint8Array, leave: () => void): boolean {
    const typed = typedAsUtf8(this.charset, bytes);
    for (const one of this.trace.feed(typed)) if (this.tell(one)) leave();
    return this.trace.pending();
  }

  /** Nothing more comes of what is open. */
  quiet(): void {
    for (const one of this.trace.timeout()) this.tell(one);
  }

  head(name: string, escapeTimeMs: number, leaves: boolean): void {
    const { json } = this.flags;
    const head = headLines(this.words, name, escapeTimeMs, leaves);
    // Who redirects the lines still sees how to leave.
    if (json && leaves && !process.stdout.isTTY) process.stderr.write(`${head[1]}\n`);
    if (json) print(JSON.stringify({ terminal: terminalFacts(), keymap: name, escapeTimeMs }));
    else print(head.flatMap((line) => (line ? wrapText(line, this.cols) : [line])).join('\n'));
  }

  /** What of the keymap has not come, where it was asked for. */
  foot(): void {
    if (!this.flags.checklist) return;
    if (this.flags.json) print(JSON.stringify({ missing: this.report.missing() }));
    else print(`\n${missingLines(this.words, this.report).join('\n')}`);
  }

  private get cols(): number {
    return process.stdout.columns || WIDTH;
  }

  private tell(traced: Parameters<KeyReport['take']>[0]): boolean {
    const { told: said, leaves } = this.report.take(traced);
    const isOneByte = encodingOf(this.charset) === 'latin1' && this.charset !== 'ascii';
    const told = isOneByte ? { ...said, bytes: asSent(this.charset, said.bytes) } : said;
    if (this.flags.json) print(JSON.stringify(told));
    else {
      const { count, wanted } = this.report;
      const lines = keyLines(this.words, told, this.cols);
      if (this.flags.checklist) lines.push(`  [${count}/${wanted.length}]`);
      print(lines.join('\n'));
    }
    return leaves;
  }
}

/**
 * `akti keys`: what the terminal sends for each key, and what it would do under the keymap. With a
 * terminal the keys pressed until one leaves; without one the bytes of stdin to their end.
 * Problems: those of `keymapOf`.
 */
export async function runKeys(flags: KeysFlags, settings: Settings): Promise<number> {
  const words = wordsIn(flags.lang ?? settings.lang);
  const read = keymapOf(flags.keymap ?? settings.keymap);
  if (!read.ok) return refuse(words, read.problem);
  const { keymap } = read.value;
  const { escapeTimeMs } = settings;
  const teller = new Teller(new KeyReport(keymap), words, flags);
  if (!process.stdin.isTTY) {
    teller.head(keymap.name, escapeTimeMs, false);
    for await (const bytes of process.stdin) teller.bytes(bytes as Buffer, () => {});
    teller.quiet();
    teller.foot();
    return DONE;
  }
  const profile = terminalProfile(process.env);
  const keyboard = openRawKeyboard({
    escapeTimeMs,
    modes: profile.ok ? keyboardModes(profile.value) : { on: '', off: '' },
    bytes: (bytes) => teller.bytes(bytes, () => keyboard.leave(DONE)),
    quiet: () => teller.quiet(),
  });
  teller.head(keymap.name, escapeTimeMs, true);
  const status = await keyboard.done;
  teller.foot();
  return status;
}
