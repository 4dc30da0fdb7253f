/** Tells when the hands have paused after the first key of a sequence. */
export class LeaderPause {
  private timer: NodeJS.Timeout | undefined;
  private seen: readonly string[] | undefined;

  /** @param ms how long is a pause */
  constructor(
    private readonly ms: number,
    private readonly onPause: () => void,
  ) {}

  /** Called after every step with the keys of a sequence begun, none where none is. */
  watch(leader: readonly string[]): void {
    if (leader === this.seen) return;
    this.seen = leader;
    this.close();
    if (leader.length) this.timer = setTimeout(this.onPause, this.ms);
  }

  /** Stops watching. */
  close(): void {
    clearTimeout(this.timer);
  }
}
