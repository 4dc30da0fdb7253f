import type { Random } from '../../src/base/random';
import { type Wire, WireError } from '../../src/sync/ports';

/** The calls of a wire, and what each answers. */
export type Call = keyof Wire;
export type Answer<C extends Call = Call> = Awaited<ReturnType<Wire[C]>>;

/** Who asks: a program on a station that lives until it is killed. */
export interface Program {
  readonly station: string;
  alive: boolean;
}

/** A request on its way to the centre, or an answer on its way back. */
export interface Letter {
  readonly program: Program;
  readonly call: Call;
  readonly args: readonly unknown[];
  /** `going` to the centre, `there` being worked on, `coming` back with an answer. */
  state: 'going' | 'there' | 'coming';
  answer: { readonly value: unknown } | { readonly error: WireError } | null;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Carries one request out at the centre; throws `WireError` where the centre refuses. */
export type Serve = (station: string, call: Call, args: readonly unknown[]) => Promise<unknown>;

/** What the network may do to a letter, besides carrying it on. */
export const FATES = [
  'carry',
  'lose',
  'duplicate',
  'late_duplicate',
  'stale',
  'busy',
  'cut',
] as const;
export type Fate = (typeof FATES)[number];

/** What a station is told when its request does not come to the centre. */
const REFUSED: Partial<Record<Fate, () => WireError>> = {
  lose: () => new WireError('network', 0),
  busy: () => new WireError('busy', 503, 1),
  cut: () => new WireError('too_large', 413),
};

/** Calls that only read, whose answers a proxy on the way might keep. */
const READING: ReadonlySet<Call> = new Set(['pull', 'scope', 'snapshot', 'checksums', 'workers']);

/**
 * A network in which nothing moves by itself: each call waits as a letter until the schedule
 * carries it on, loses it or delivers it twice. Everything goes as JSON text, as on a real wire.
 */
export class Network {
  readonly letters: Letter[] = [];
  /** Copies of requests that come to the centre once more, later and behind others. */
  private readonly echoes: { station: string; call: Call; args: readonly unknown[] }[] = [];
  /** Older answers of each station and call, as a proxy might keep them. */
  private readonly kept = new Map<string, unknown[]>();

  constructor(
    private readonly serve: Serve,
    private readonly random: Random,
  ) {}

  /** A wire of one program. After the program was killed nothing of it is answered. */
  wireFor(program: Program): Wire {
    const ask =
      <C extends Call>(call: C) =>
      (...args: Parameters<Wire[C]>): Promise<Answer<C>> =>
        new Promise((resolve, reject) => {
          const letter: Letter = {
            ...{ program, call, args: overWire(args), state: 'going', answer: null },
            ...{ resolve: resolve as (value: unknown) => void, reject },
          };
          this.letters.push(letter);
        });
    return {
      hello: ask('hello'),
      push: ask('push'),
      pull: ask('pull'),
      scope: ask('scope'),
      snapshot: ask('snapshot'),
      checksums: ask('checksums'),
      reconcile: ask('reconcile'),
      workers: ask('workers'),
    };
  }

  /** Carries a random letter one way; `fate` says what happens to it on the way. */
  move(fate: Fate): void {
    const movable = this.letters.filter(({ state }) => state !== 'there');
    if (movable.length === 0) this.echo();
    else {
      const letter = this.random.pick(movable);
      if (letter.state === 'going') this.onTheWayThere(letter, fate);
      else this.onTheWayBack(letter, fate);
    }
  }

  /** Delivers a kept copy of an old request, if there is one. Nobody waits for its answer. */
  echo(): void {
    if (this.echoes.length === 0) return;
    const [echo] = this.echoes.splice(this.random.int(this.echoes.length), 1);
    if (echo) this.serve(echo.station, echo.call, echo.args).catch(ignoreRefusal);
  }

  /** A program was killed: what it had asked may still reach the centre, its answers go nowhere. */
  forget(program: Program): void {
    for (const letter of [...this.letters]) {
      if (letter.program !== program) continue;
      if (letter.state === 'going') this.keepEcho(letter);
      this.remove(letter);
    }
  }

  /** The centre was killed: what it was working on is not answered. */
  cutOff(): void {
    for (const letter of this.letters.filter(({ state }) => state === 'there')) {
      letter.answer = { error: new WireError('network', 0) };
      letter.state = 'coming';
    }
  }

  /** No more copies of old requests or answers: the network is quiet. */
  calm(): void {
    this.echoes.length = 0;
    this.kept.clear();
  }

  private onTheWayThere(letter: Letter, fate: Fate): void {
    const refused = REFUSED[fate];
    if (refused) {
      this.fail(letter, refused());
      return;
    }
    if (fate === 'duplicate') this.serveUnseen(letter);
    if (fate === 'late_duplicate') this.keepEcho(letter);
    letter.state = 'there';
    const back = (answer: Letter['answer']) => {
      if (letter.state !== 'there') return;
      letter.answer = answer;
      letter.state = 'coming';
    };
    this.serve(letter.program.station, letter.call, letter.args).then(
      (value) => back({ value: overWire(value) }),
      (error: unknown) => {
        if (!(error instanceof WireError)) throw error;
        back({ error });
      },
    );
  }

  private onTheWayBack(letter: Letter, fate: Fate): void {
    const { answer } = letter;
    if (!answer) throw new Error('a letter comes back without an answer');
    if (fate === 'lose' || fate === 'cut') this.fail(letter, new WireError('network', 0));
    else if ('error' in answer) this.fail(letter, answer.error);
    else {
      const old = this.keptFor(letter);
      const value = fate === 'stale' && old.length > 0 ? this.random.pick(old) : answer.value;
      if (READING.has(letter.call)) old.push(answer.value);
      this.remove(letter);
      letter.resolve(value);
    }
  }

  private keptFor({ program, call }: Letter): unknown[] {
    const key = `${program.station} ${call}`;
    const old = this.kept.get(key) ?? [];
    this.kept.set(key, old);
    return old;
  }

  private keepEcho({ program, call, args }: Letter): void {
    this.echoes.push({ station: program.station, call, args });
  }

  private serveUnseen({ program, call, args }: Letter): void {
    this.serve(program.station, call, args).catch(ignoreRefusal);
  }

  private fail(letter: Letter, error: WireError): void {
    this.remove(letter);
    letter.reject(error);
  }

  private remove(letter: Letter): void {
    const at = this.letters.indexOf(letter);
    if (at >= 0) this.letters.splice(at, 1);
  }
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof WireError)) throw error;
}

function overWire<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Lets everything run that waits for nothing but the program itself. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
