import { connect, type Socket } from 'node:net';
import { bad, good, type Problem, type Result } from '../base/problems';
import { createDecoder } from '../keys/decoder';
import type { Key } from '../keys/key';
import { type Corner, cornerIn, Following, framed } from '../lessons/following';
import { createScreen, type Screen } from '../screen/screen';
import { openTty, type Tty } from '../screen/tty';
import type { Words } from '../words/words';
import { crashPage } from './crash';
import { looksOf } from './looks';
import { lessonSocket } from './places';
import { DONE, print, REFUSED, refuse } from './say';
import { readSettings } from './settings';

/** Where the keys take the part that a small terminal shows, in columns and rows. */
const MOVES: Readonly<Record<string, Corner>> = {
  Up: { x: 0, y: -1 },
  Down: { x: 0, y: 1 },
  Left: { x: -8, y: 0 },
  Right: { x: 8, y: 0 },
  PageUp: { x: 0, y: -10 },
  PageDown: { x: 0, y: 10 },
  Home: { x: -1000, y: -1000 },
  End: { x: 0, y: 1000 },
};

/** Pause before a terminal that is behind is tried again. */
const BEHIND_MS = 50;

/**
 * `akti lesson follow`: shows the screen of a lesson that is being played on this machine, and
 * lets nothing be done to it, until the show ends or `q` is pressed.
 * @returns the exit status: 0 the show ended, or was left; 1 there is none, or it broke off
 */
export async function followLesson(
  flags: { readonly socket?: string },
  words: Words,
): Promise<number> {
  const path = flags.socket ?? lessonSocket();
  const connected = await reached(path);
  if (!connected.ok) return refuse(words, connected.problem);
  return new Follower(connected.value, words).run();
}

/** Problems: `follow.none` {path}, `follow.denied` {path}, `follow.socket` {path, reason}. */
function reached(path: string): Promise<Result<Socket>> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(good(socket)));
    socket.once('error', ({ code = '' }: NodeJS.ErrnoException) => {
      const nobody = code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTSOCK';
      const denied = code === 'EACCES' || code === 'EPERM';
      if (nobody) resolve(bad('follow.none', { path }));
      else if (denied) resolve(bad('follow.denied', { path }));
      else resolve(bad('follow.socket', { path, reason: code }));
    });
  });
}

/** `q`, or the key that ends every program. */
function isLeaving(key: Key): boolean {
  if (key.kind === 'named') return key.ctrl === true && key.name === 'C';
  return key.kind === 'char' && key.text.toLowerCase() === 'q';
}

/** One terminal that looks on. */
class Follower {
  private readonly following = new Following();
  private readonly decoder = createDecoder();
  private corner: Corner = { x: 0, y: 0 };
  private tty!: Tty;
  private screen!: Screen;
  private finish: (status: number) => void = () => {};
  private later: NodeJS.Timeout | undefined;
  private over = false;

  constructor(
    private readonly socket: Socket,
    private readonly words: Words,
  ) {}

  run(): Promise<number> {
    const looks = looksOf(readSettings());
    if (!looks.ok) {
      this.socket.destroy();
      return Promise.resolve(refuse(this.words, looks.problem));
    }
    const { asciiLines, theme } = looks.value;
    const opened = openTty({
      asciiLines,
      stdin: process.stdin,
      stdout: process.stdout,
      escapeTimeMs: readSettings().escapeTimeMs,
      onBytes: (bytes) => {
        this.keys(this.decoder.feed(bytes));
        return this.decoder.pending();
      },
      onEscapeTime: () => this.keys(this.decoder.timeout()),
      onResize: (cols, rows) => {
        this.screen.resize(cols, rows);
        this.paint();
      },
      onContinue: () => this.screen.redraw(),
      onEnd: () => {
        this.socket.destroy();
      },
      onCrash: (error) => {
        process.stderr.write(crashPage(this.words, error));
      },
    });
    if (!opened.ok) {
      this.socket.destroy();
      return Promise.resolve(refuse(this.words, opened.problem));
    }
    this.tty = opened.value;
    const { profile } = this.tty;
    const write = (text: string) => this.tty.write(text);
    this.screen = createScreen({ ...this.tty.size(), write, profile, theme });
    this.paint();
    return new Promise((resolve) => {
      this.finish = resolve;
      this.listen();
    });
  }

  private listen(): void {
    this.socket.setEncoding('utf8');
    this.socket.on('data', (text: string) => this.take(text));
    this.socket.on('error', () => this.broken({ code: 'follow.cut' }));
    this.socket.on('close', () => this.broken({ code: 'follow.cut' }));
  }

  private keys(keys: readonly Key[]): void {
    for (const key of keys) {
      if (isLeaving(key)) this.leave(DONE);
      const move = key.kind === 'named' ? MOVES[key.name] : undefined;
      if (!move) continue;
      this.corner = { x: this.corner.x + move.x, y: this.corner.y + move.y };
      this.paint();
    }
  }

  private take(text: string): void {
    const taken = this.following.feed(text);
    if (!taken.ok) {
      this.broken(taken.problem);
      return;
    }
    this.paint();
    if (this.following.ended) this.ended();
  }

  private paint(): void {
    if (this.over) return;
    clearTimeout(this.later);
    // A terminal that is behind gets the latest screen when it has taken what it was sent.
    if (this.tty.waiting() > 0) {
      this.later = setTimeout(() => this.paint(), BEHIND_MS);
      return;
    }
    const size = this.tty.size();
    const { cols = 0, rows = 0 } = this.following.still ?? {};
    const clipped = this.words.t('lesson.follow.clipped', { cols, rows });
    const hint = this.words.t('lesson.follow.hint');
    const { still } = this.following;
    this.corner = cornerIn(still, size, this.corner);
    const { grid, cursor } = framed(still, size, { hint, clipped }, this.corner);
    this.screen.frame(grid, cursor);
  }

  private ended(): void {
    if (this.leave(DONE)) print(this.words.t('lesson.follow.ended'));
  }

  private broken(problem: Problem): void {
    if (this.leave(REFUSED)) refuse(this.words, problem);
  }

  /** Gives the terminal back; false when that was done before. */
  private leave(status: number): boolean {
    if (this.over) return false;
    this.over = true;
    clearTimeout(this.later);
    this.tty.restore();
    this.socket.destroy();
    this.finish(status);
    return true;
  }
}
