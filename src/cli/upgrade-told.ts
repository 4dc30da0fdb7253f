import type { UpgradeStep } from '../store/open';

/** What takes no longer than this, in ms, is not told of. */
const QUIET_MS = 1000;
/** How far the copy has come is told in steps of so many hundredths. */
const SHARE = 10;
/** What goes on and shows no share is told of so often, in ms. */
const STILL_MS = 60_000;

/** How far it has come: the time since the beginning in ms, and the bytes copied. */
export interface UpgradeState {
  readonly ms: number;
  readonly step: UpgradeStep | null;
  readonly copied: number;
}

/**
 * Says in whole lines how the upgrade of a base goes on, and nothing of a quick one: lines are the
 * same on a screen, in a log and to who listens.
 */
export class UpgradeTeller {
  private step: string | undefined;
  private share = 0;
  private saidMs: number | undefined;

  /** @param say prints the line of a word key */
  constructor(
    private readonly file: string,
    private readonly say: (key: string, values: Readonly<Record<string, string | number>>) => void,
  ) {}

  /** Says what is new since the last look. */
  look(state: UpgradeState): void {
    const { ms, step } = state;
    if (ms < QUIET_MS) return;
    if (this.saidMs === undefined) this.line(ms, 'begun', { file: this.file });
    if (step?.kind === 'copy') this.tellShare(ms, state.copied / Math.max(1, step.bytes));
    else if (step && step.kind !== this.step) this.line(ms, step.kind, {});
    this.step = step?.kind;
    if (ms - (this.saidMs ?? ms) >= STILL_MS) {
      this.line(ms, 'still', { minutes: Math.floor(ms / STILL_MS) });
    }
  }

  private tellShare(ms: number, done: number): void {
    const share = Math.floor((100 * Math.min(1, done)) / SHARE) * SHARE;
    if (share > this.share) this.line(ms, 'copy', { share });
    this.share = Math.max(share, this.share);
  }

  private line(ms: number, key: string, values: Readonly<Record<string, string | number>>): void {
    this.say(`cli.upgrade.${key}`, values);
    this.saidMs = ms;
  }
}
