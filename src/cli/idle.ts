import type { Clock } from '../base/clock';

/**
 * Tells when no key has come for some minutes. A key costs one look at the clock; the one timer
 * looks again when the time may be up. A machine that slept is caught by `check`, which looks at
 * the clock and not at the timer.
 */
export class IdleWatch {
  private last: number;
  private timer: NodeJS.Timeout | undefined;
  private readonly limitMs: number;

  /** @param minutes how long is too long; 0 never tells */
  constructor(
    private readonly clock: Clock,
    minutes: number,
    private readonly onIdle: () => void,
    /** For how many ms no key has come to a program that has the terminal lent; else Infinity. */
    private readonly elsewhere: () => number = () => Number.POSITIVE_INFINITY,
  ) {
    this.limitMs = minutes * 60_000;
    this.last = this.now();
    if (this.limitMs > 0) this.plan(this.limitMs);
  }

  /** A key has come; false when it came too late and `onIdle` was told first. */
  key(): void {
    if (this.limitMs === 0) return;
    this.check();
    this.last = this.now();
  }

  /** Tells if the time is up. */
  check(): void {
    if (this.limitMs === 0 || this.now() - this.last < this.limitMs) return;
    const away = this.elsewhere();
    this.last = this.now() - (away < this.limitMs ? away : 0);
    if (away >= this.limitMs) this.onIdle();
  }

  /** Stops watching. */
  close(): void {
    clearTimeout(this.timer);
  }

  private now(): number {
    return this.clock.now().getTime();
  }

  private plan(ms: number): void {
    this.timer = setTimeout(() => {
      this.check();
      this.plan(Math.max(1, this.limitMs - (this.now() - this.last)));
    }, ms);
    this.timer.unref();
  }
}
