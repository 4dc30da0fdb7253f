import type { DeskState } from '../desk/state';
import type { Key } from '../keys/key';
import type { Line } from '../screen/cell';
import { Grid } from '../screen/grid';
import type { Screen } from '../screen/screen';
import { isOnlyTyped, type Spot, spotOf, spotTyped } from '../ui/cursor';
import type { Mounted } from '../ui/mount';
import { paintPicture } from '../ui/picture';
import type { View } from '../ui/view';
import { letterOf, lettersAhead } from './letters-ahead';

/** Pause after an echo in which the view follows, in ms: the byte is out, nobody waits for it. */
const FRAME_DELAY_MS = 30;
/**
 * The same where nothing was done but typing into a field: the echo shows all of that. A look
 * whether it does waits until the hands do, longer than they wait between two keys, so that no key
 * comes while it is taken.
 */
const TYPED_DELAY_MS = 1000;
/**
 * Pause of the hands in which Ink is loaded, in ms. It takes longer than the whole start before it,
 * and until it is there the same picture is painted without it.
 */
const INK_PAUSE_MS = 60;

/** True when the echo of the field shows all that the frame would. */
function echoes(before: DeskState, after: DeskState, was: Spot | null, now: Spot | null): boolean {
  if (!was || !now) return false;
  const entryBefore = before.entries[before.pane];
  const entryAfter = after.entries[after.pane];
  return (
    before.pane === after.pane &&
    before.windowNo === after.windowNo &&
    before.overlay === null &&
    after.overlay === null &&
    before.notice === after.notice &&
    before.grid?.row === after.grid?.row &&
    before.size === after.size &&
    entryBefore?.focus === entryAfter?.focus &&
    entryBefore?.dirty === entryAfter?.dirty &&
    entryBefore?.values === entryAfter?.values &&
    entryBefore?.problems === entryAfter?.problems &&
    was.x === now.x &&
    was.y === now.y &&
    was.width === now.width &&
    was.lines.length === now.lines.length
  );
}

/** True when two painted lines show the same. */
function isSameLine(one: Line | undefined, other: Line | undefined): boolean {
  if (!one || one.length !== other?.length) return false;
  return one.every((span, at) => span.text === other[at]?.text && span.style === other[at]?.style);
}

/** The lines between the first and the last that differ, and where they begin. */
function changedLines(was: readonly Line[], now: readonly Line[]) {
  let from = 0;
  while (from < now.length && isSameLine(was[from], now[from])) from += 1;
  let to = now.length;
  while (to > from && isSameLine(was[to - 1], now[to - 1])) to -= 1;
  return { from, lines: now.slice(from, to) };
}

/** The grid with rows of others under it. */
export function withBelow(grid: Grid, below: readonly Line[]): Grid {
  if (!below.length) return grid;
  const whole = new Grid(grid.cols, grid.rows + below.length);
  whole.copyFrom(grid);
  for (const [at, line] of below.entries()) whole.put(0, grid.rows + at, line);
  return whole;
}

/** Pause before a terminal that has not taken the last bytes yet is tried again, in ms. */
const BEHIND_MS = 20;

/**
 * Decides between echo and frame: what is typed is painted at once, React follows a moment later.
 */
export class Painter {
  private mounted: Mounted | undefined;
  private inkTimer: NodeJS.Timeout | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Pause the timer was set for. */
  private delayMs = 0;
  private shown: DeskState | undefined;
  private spot: Spot | null = null;
  /** How many letters may be shown before the desk has them, from the state shown on. */
  private ahead = 0;
  /** One of them is shown. */
  private isAhead = false;

  constructor(
    private readonly screen: Screen,
    private readonly view: () => View,
    /** Rows of others below the client's, as wide as the screen. */
    private readonly below: () => readonly Line[] = () => [],
    /** True while a slow terminal has not taken what was written before. */
    private readonly behind: () => boolean = () => false,
  ) {
    this.inkTimer = setTimeout(() => this.loadInk(), INK_PAUSE_MS);
  }

  /**
   * Shows a letter before the desk has it, where the desk has said what it will do with it; false
   * where it has not. `show` follows when the desk has it, and finds the letter there.
   */
  letter(state: DeskState, keys: readonly Key[]): boolean {
    if (this.ahead === 0 || state !== this.shown || this.behind()) return false;
    const letter = letterOf(keys);
    const isShown = letter !== null && this.screen.letter(letter);
    this.isAhead = isShown;
    return isShown;
  }

  /** Shows the state as it is now: by an echo if that is all there is, else by a frame. */
  show(): void {
    const view = this.view();
    const before = this.shown;
    const { isAhead } = this;
    this.isAhead = false;
    if (before === view.state && !isAhead) return;
    this.inkTimer?.refresh();
    // What waits on a slow line is old when it arrives: the latest state follows when it can.
    if (this.behind()) {
      if (!this.timer || this.delayMs > BEHIND_MS) this.frameIn(BEHIND_MS);
      return;
    }
    const was = this.spot;
    const typed = before && was?.field && isOnlyTyped(before, view.state);
    const spot = typed ? spotTyped(view, was) : spotOf(view);
    const small = before && echoes(before, view.state, was, spot);
    this.shown = view.state;
    this.spot = spot;
    if (small && spot) {
      // Behind a letter shown ahead all of the field is compared: it may have been the wrong one.
      const { from, lines } = changedLines(typed && !isAhead ? was.lines : [], spot.lines);
      this.screen.echoLines(spot.x, spot.y + from, spot.width, lines, spot.cursor);
      this.frameIn(typed ? TYPED_DELAY_MS : FRAME_DELAY_MS);
      this.ahead = isAhead ? this.ahead - 1 : 0;
      if (typed && this.ahead === 0) this.ahead = lettersAhead(view, spot);
      return;
    }
    this.frame();
  }

  /** Plans a frame after a pause; one that is to come sooner stays as it is. */
  private frameIn(ms: number): void {
    if (this.timer && this.delayMs < ms) return;
    if (this.timer && this.delayMs === ms) {
      this.timer.refresh();
      return;
    }
    clearTimeout(this.timer);
    this.delayMs = ms;
    this.timer = setTimeout(() => (ms === TYPED_DELAY_MS ? this.look() : this.frame()), ms);
  }

  /** After echoes alone: a frame only if the screen is not as it should be. Ink is not asked. */
  private look(): void {
    this.timer = undefined;
    const view = this.view();
    const wanted = withBelow(paintPicture(view), this.below());
    const isRight = view.state === this.shown && wanted.equals(this.screen.shown());
    if (!isRight) this.frame();
  }

  /** Renders the whole view from the latest state; writes only what differs. */
  frame(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    // A letter that is shown before the desk has it must not be taken away until it has.
    if (this.behind() || this.isAhead) {
      this.frameIn(BEHIND_MS);
      return;
    }
    this.ahead = 0;
    const view = this.view();
    const grid = this.mounted ? this.mounted.paint(view) : paintPicture(view);
    this.shown = view.state;
    this.spot = spotOf(view);
    this.screen.frame(withBelow(grid, this.below()), this.spot?.cursor ?? null);
  }

  /** Stops painting. */
  close(): void {
    clearTimeout(this.timer);
    clearTimeout(this.inkTimer);
    this.inkTimer = undefined;
    this.mounted?.unmount();
  }

  private async loadInk(): Promise<void> {
    const { mount } = await import('../ui/mount');
    // Left meanwhile.
    if (!this.inkTimer) return;
    this.inkTimer = undefined;
    const { cols, rows } = this.view().state.size;
    this.mounted = mount(cols, rows);
    this.frame();
  }
}
