import { StringDecoder } from 'node:string_decoder';

/** What Ctrl+C and Ctrl+D send; a terminal that does not edit lines leaves them to the program. */
const INTERRUPT = '\x03';
const END = '\x04';
/** Longest line that is taken, in characters; a longer one comes in pieces of this length. */
const LINE_MAX = 64_000;

/** What a reader tells. */
interface LineHands {
  line(text: string): void;
  /** Nothing more comes. */
  end(): void;
}

/**
 * Lines of a terminal or a pipe, one at a time, in order. `\n`, `\r` and `\r\n` end a line. While
 * nobody is ready for a line it waits; a last line without an end counts when the input ends.
 */
export class LineReader {
  private readonly decoder = new StringDecoder('utf8');
  private readonly lines: string[] = [];
  private open = '';
  private afterReturn = false;
  private ended = false;
  private hands: LineHands | null = null;
  private hidden = false;
  private readonly read = (bytes: Buffer) => this.take(this.decoder.write(bytes));
  private readonly finish = () => this.end();

  constructor(private readonly stdin: NodeJS.ReadStream) {
    stdin.on('data', this.read);
    stdin.on('end', this.finish);
    stdin.on('close', this.finish);
    stdin.on('error', this.finish);
    stdin.resume();
  }

  /** Gives the next lines to these hands, one call each, until `pause`. */
  give(hands: LineHands): void {
    this.hands = hands;
    this.hand();
  }

  /** Lines wait until they are asked for again. */
  pause(): void {
    this.hands = null;
  }

  /** The next line, or null when nothing more comes. */
  next(): Promise<string | null> {
    return new Promise((resolve) => {
      const done = (line: string | null) => {
        this.pause();
        resolve(line);
      };
      this.give({ line: done, end: () => done(null) });
    });
  }

  /** What is typed is shown by the terminal, or not. A pipe shows nothing anyway. */
  hide(hidden: boolean): void {
    if (hidden === this.hidden || !this.stdin.isTTY) return;
    this.hidden = hidden;
    // Without its own editing of lines the terminal shows nothing; Backspace is then read here.
    this.stdin.setRawMode(hidden);
  }

  close(): void {
    this.pause();
    try {
      this.hide(false);
    } catch {
      // The terminal is gone; there is nothing to set.
    }
    this.stdin.off('data', this.read);
    this.stdin.off('end', this.finish);
    this.stdin.off('close', this.finish);
    this.stdin.pause();
  }

  private take(text: string): void {
    for (const sign of text) {
      const isPair = sign === '\n' && this.afterReturn;
      this.afterReturn = sign === '\r';
      if (isPair) continue;
      if (sign === '\n' || sign === '\r' || this.open.length >= LINE_MAX) {
        this.lines.push(this.open);
        this.open = sign === '\n' || sign === '\r' ? '' : sign;
      } else if (this.hidden && sign === INTERRUPT) process.kill(process.pid, 'SIGINT');
      else if (this.hidden && sign === END && this.open === '') this.end();
      else this.open = this.hidden ? edited(this.open, sign) : this.open + sign;
    }
    this.hand();
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    const rest = this.open + this.decoder.end();
    if (rest !== '') this.lines.push(rest);
    this.open = '';
    this.hand();
  }

  private hand(): void {
    while (this.hands && this.lines.length) this.hands.line(this.lines.shift() as string);
    if (this.hands && this.ended && !this.lines.length) {
      const { hands } = this;
      this.hands = null;
      hands.end();
    }
  }
}

/** A hidden line with one more sign: Backspace and Ctrl+U work as the terminal has them. */
function edited(line: string, sign: string): string {
  if (sign === '\x7f' || sign === '\b') return [...line].slice(0, -1).join('');
  if (sign === '\x15') return '';
  return line + sign;
}
