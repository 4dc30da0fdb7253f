import type { ServerResponse } from 'node:http';
import type { Caller } from './centre';

/** Runs something again and again; gives what stops it. Timers are the caller's to make. */
export type Every = (ms: number, run: () => void) => () => void;

/** What may have changed since it was last told. */
interface Tidings {
  readonly head: number;
  /** Rises with every change of who sees what. */
  readonly grants: number;
}

/** The stations that listen, and what tells them. */
export interface PokeBox {
  /** Takes a station in: its reply is written to until it closes. */
  add(caller: Caller, to: ServerResponse): void;
  /** Looks now whether there is anything to tell: somebody has just sent something. */
  look(): void;
  count(): number;
  /** Ends every stream. */
  end(): void;
}

/** Between two looks, in ms: what another instance has taken in is found by looking. */
const LOOK_MS = 1000;
/** Between two signs of life, in ms. */
const BEAT_MS = 15_000;
/** A station that has not read so many bytes is not listening. */
const UNREAD_BYTES = 65_536;

interface Listener {
  readonly caller: Caller;
  readonly to: ServerResponse;
}

/**
 * Pokes: that something came in and that somebody's view changed, and nothing else. Losing one is
 * harmless, as stations ask by themselves too.
 * @param tidings asked only while somebody listens
 * @param mayStill whether a caller is still let in; asked with every sign of life
 */
export function makePokes(
  tidings: () => Promise<Tidings>,
  mayStill: (caller: Caller) => Promise<boolean>,
  every: Every,
): PokeBox {
  const listeners = new Set<Listener>();
  let told: Tidings | null = null;
  let looking = false;
  let again = false;
  let stops: (() => void)[] = [];

  const tell = (listener: Listener, text: string) => {
    if (listener.to.writableLength > UNREAD_BYTES) listener.to.destroy();
    else listener.to.write(text);
  };
  const tellAll = (text: string) => {
    for (const listener of listeners) tell(listener, text);
  };

  async function lookOnce(): Promise<void> {
    if (listeners.size === 0) return;
    const now = await tidings();
    if (told && now.grants !== told.grants) tellAll('event: grants\ndata: {}\n\n');
    if (told && now.head !== told.head) tellAll(pokeOf(now.head));
    told = now;
  }

  async function lookWhileAsked(): Promise<void> {
    looking = true;
    while (again) {
      again = false;
      await lookOnce();
    }
  }

  function look(): void {
    again = true;
    // One look at a time; what happens during one is seen by the next.
    if (looking) return;
    lookWhileAsked()
      .catch(() => {
        // The database is away; the next look will tell.
      })
      .finally(() => {
        looking = false;
      });
  }

  async function beat(): Promise<void> {
    tellAll(': beat\n\n');
    for (const { caller, to } of [...listeners]) {
      const may = await mayStill(caller).catch(() => true);
      if (!may) to.end();
    }
  }

  function begin(): void {
    stops = [every(LOOK_MS, look), every(BEAT_MS, () => void beat())];
  }

  function rest(): void {
    for (const stop of stops) stop();
    stops = [];
    told = null;
  }

  return {
    add(caller, to) {
      const listener = { caller, to };
      if (listeners.size === 0) begin();
      listeners.add(listener);
      to.on('close', () => {
        listeners.delete(listener);
        if (listeners.size === 0) rest();
      });
      to.on('error', () => to.destroy());
      // What the station missed until now it learns at once.
      tidings().then(
        ({ head }) => tell(listener, pokeOf(head)),
        () => {},
      );
      look();
    },
    look,
    count: () => listeners.size,
    end() {
      for (const { to } of listeners) to.end();
    },
  };
}

function pokeOf(head: number): string {
  return `event: poke\ndata: ${JSON.stringify({ head })}\n\n`;
}
