import { ATTRIBUTES, BOLD, colorOf, DIM, INVERSE, PLAIN, SPECIAL, UNDERLINE } from './cell';

/** What the terminal itself is known to be in, remembered from one frame to the next. */
export interface HardwareState {
  /** Column; `cols` = the last cell was written and the wrap is pending; -1 = not known. */
  x: number;
  y: number;
  /** Style number that the next written character gets. */
  style: number;
  cursorVisible: boolean;
}

/** The state after the terminal was cleared and its cursor sent home. */
export function clearedState(): HardwareState {
  return { x: 0, y: 0, style: PLAIN, cursorVisible: true };
}

/** Into the DEC special graphics and back: SO and SI, as G1 was set when the terminal was taken. */
const TO_SPECIAL = '\x0e';
const FROM_SPECIAL = '\x0f';

/**
 * Gives the shortest sequence from one style to another, '' when they are the same: either a reset
 * and all that is on, or, where attributes can be taken off one by one, only what differs.
 */
export function styleChange(from: number, to: number, partialReset = true): string {
  if (from === to) return '';
  if (to === PLAIN && !(from & SPECIAL)) return '\x1b[m';
  const key = (from << 11) | (to << 1) | (partialReset ? 1 : 0);
  const known = changes.get(key);
  if (known !== undefined) return known;
  const charset = (from ^ to) & SPECIAL ? (to & SPECIAL ? TO_SPECIAL : FROM_SPECIAL) : '';
  const change = charset + attributeChange(from & ~SPECIAL, to & ~SPECIAL, partialReset);
  changes.set(key, change);
  return change;
}

const changes = new Map<number, string>();

function attributeChange(from: number, to: number, partialReset: boolean): string {
  if (from === to) return '';
  if (to === PLAIN) return '\x1b[m';
  const full = `\x1b[;${codesOn(to, to & ATTRIBUTES).join(';')}m`;
  // What only adds takes nothing off.
  const adds = (from & ATTRIBUTES & ~to) === 0 && (colorOf(from) < 0 || colorOf(to) >= 0);
  if (!partialReset && !adds) return full;
  const step = `\x1b[${stepCodes(from, to).join(';')}m`;
  return step.length <= full.length ? step : full;
}

function stepCodes(from: number, to: number): number[] {
  const codes: number[] = [];
  const off = from & ~to & ATTRIBUTES;
  let on = to & ~from & ATTRIBUTES;
  if (off & (BOLD | DIM)) {
    codes.push(22);
    on |= to & (BOLD | DIM);
  }
  if (off & UNDERLINE) codes.push(24);
  if (off & INVERSE) codes.push(27);
  const sameColor = colorOf(from) === colorOf(to);
  if (!sameColor && colorOf(to) < 0) codes.push(39);
  return codes.concat(codesOn(sameColor ? PLAIN : to, on));
}

function codesOn(style: number, bits: number): number[] {
  const codes: number[] = [];
  if (bits & BOLD) codes.push(1);
  if (bits & DIM) codes.push(2);
  if (bits & UNDERLINE) codes.push(4);
  if (bits & INVERSE) codes.push(7);
  const color = colorOf(style);
  if (color >= 0) codes.push(color < 8 ? 30 + color : 82 + color);
  return codes;
}

/**
 * Gives the shortest way from the terminal's cursor to a cell of a screen with `rows` rows. A
 * pending wrap or an unknown column is left only by CR or an absolute move, on which all terminals
 * agree; LF is used only after CR (output processing may turn it into CR LF) and never on the last
 * row, so nothing scrolls.
 */
export function moveSequence(
  state: HardwareState,
  x: number,
  y: number,
  cols: number,
  rows: number,
): string {
  const sure = state.x >= 0 && state.x < cols;
  if (sure && state.x === x && state.y === y) return '';
  let best = x === 0 ? (y === 0 ? '\x1b[H' : `\x1b[${y + 1}H`) : `\x1b[${y + 1};${x + 1}H`;
  const offer = (way: string) => {
    if (way.length < best.length) best = way;
  };
  const down = y - state.y;
  if (down >= 0 && y < rows && down <= 6) {
    const start = state.x === 0 && down > 0 ? '' : '\r';
    offer(start + '\n'.repeat(down) + right(x));
  }
  if (down < 0) offer(`\r${csi(-down, 'A')}${right(x)}`);
  if (sure) {
    const rowMove = down === 0 ? '' : down > 0 ? csi(down, 'B') : csi(-down, 'A');
    const step = x - state.x;
    offer(rowMove + right(step));
    if (step < 0) offer(rowMove + (step > -4 ? '\b'.repeat(-step) : csi(-step, 'D')));
  }
  return best;
}

function right(cells: number): string {
  // A negative distance is no way to the right at all; it must lose against every other one.
  if (cells < 0) return NO_WAY;
  return cells === 0 ? '' : csi(cells, 'C');
}

const NO_WAY = ' '.repeat(64);

function csi(count: number, letter: string): string {
  return count === 1 ? `\x1b[${letter}` : `\x1b[${count}${letter}`;
}

/** Gives the bytes a text takes in UTF-8; texts here are a few characters long. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    // Each half of a surrogate pair counts two, which makes the pair's four.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit & 0xf800) === 0xd800 ? 2 : 3;
  }
  return bytes;
}
