/** A line as modems and far networks have them. */
export interface LineSpeed {
  readonly bytesPerSecond: number;
  /** There and back, in ms; half of it each way. */
  readonly latencyMs: number;
}

/** What happens at the two ends of a line. */
export interface LineEnds {
  /** Bytes have come to whoever looks at the screen. */
  arrived(bytes: Buffer): void;
  /** The line takes no more, or does again. */
  isFull(full: boolean): void;
}

/** Bytes that go at once: about what a modem or a router hands on together. */
const PIECE = 64;
/** Bytes on their way before the line takes no more. */
const ROOM = 2048;

/** A slow line between a program and its terminal: bytes come one after another, and late. */
export class SlowLine {
  private free = 0;
  private under = 0;
  private full = false;
  private emptied: (() => void)[] = [];

  constructor(
    private readonly speed: LineSpeed,
    private readonly ends: LineEnds,
  ) {}

  /** A key on its way to the program. */
  typed(send: () => void): void {
    setTimeout(send, this.speed.latencyMs / 2);
  }

  /** What the program has written. */
  written(bytes: Buffer): void {
    const { bytesPerSecond, latencyMs } = this.speed;
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = bytes.subarray(at, at + PIECE);
      const now = performance.now();
      this.free = Math.max(this.free, now) + (piece.length * 1000) / bytesPerSecond;
      this.under += piece.length;
      setTimeout(() => this.arrive(piece), this.free - now + latencyMs / 2);
    }
    if (this.under > ROOM) this.tell(true);
  }

  /** Calls back when nothing is on its way any more. */
  whenEmpty(then: () => void): void {
    if (this.under === 0) then();
    else this.emptied.push(then);
  }

  private arrive(piece: Buffer): void {
    this.under -= piece.length;
    this.ends.arrived(piece);
    if (this.under < ROOM / 2) this.tell(false);
    if (this.under === 0) for (const then of this.emptied.splice(0)) then();
  }

  private tell(full: boolean): void {
    if (full === this.full) return;
    this.full = full;
    this.ends.isFull(full);
  }
}
