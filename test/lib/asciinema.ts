import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { projectRoot } from './root';

/** What the package's player read from a cast, and the rows of its terminal at the end. */
export interface PlayedCast {
  readonly rows: readonly string[];
  readonly markers: readonly string[];
  /** Seconds. */
  readonly duration: number;
  readonly size: { readonly cols: number; readonly rows: number };
}

interface Size {
  readonly cols: number;
  readonly rows: number;
}

/** The parts of the player that need no window: its reader and player, and its terminal. */
interface Inside {
  readonly Core: new (
    source: { data: string },
    options: object,
  ) => {
    addEventListener(name: string, heard: (data: never) => void): void;
    terminalReady(): void;
    init(): Promise<void>;
    seek(to: string): Promise<void>;
    getDuration(): number;
    stop(): Promise<void>;
  };
  readonly Vt: {
    build(cols: number, rows: number, boldIsBright: boolean, logger: object): Promise<Vt>;
  };
}

interface Vt {
  feed(text: string): void;
  reset(cols: number, rows: number, init?: string): void;
  resize(cols: number, rows: number): void;
  getLine(row: number, cursorOn: boolean): Readonly<Record<string, [number, number]>>;
  getDataView(part: [number, number] | undefined, size: number): DataView;
  getUint32Array(part: [number, number] | undefined): Uint32Array;
}

const silent = { log() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * Plays a cast to its end in the asciinema-player package, outside a browser: its bundle is run as
 * it is but for one line, which gives out its player (`Core`) and its terminal (`Vt`, in
 * WebAssembly) too. Only the drawing of the rows into a page is left out.
 */
export async function playInAsciinema(cast: string): Promise<PlayedCast> {
  const { Core, Vt } = insideOfPlayer();
  const core = new Core({ data: cast }, { logger: silent, speed: 1, preload: true });
  const vt = await Vt.build(1, 1, false, silent);
  let size: Size = { cols: 1, rows: 1 };
  let markers: string[] = [];
  const failures: unknown[] = [];
  core.addEventListener('error', (error) => failures.push(error));
  core.addEventListener('metadata', (read: { markers: [number, string][] }) => {
    markers = read.markers.map(([, label]) => label);
  });
  core.addEventListener('reset', (to: { size: Size; init?: string }) => {
    size = to.size;
    vt.reset(size.cols, size.rows, to.init);
  });
  core.addEventListener('resize', (to: Size) => {
    size = to;
    vt.resize(to.cols, to.rows);
  });
  core.addEventListener('output', (texts: string | string[]) => {
    for (const text of [texts].flat()) vt.feed(text);
  });
  core.terminalReady();
  await core.init();
  await core.seek('100%');
  const duration = core.getDuration();
  const rows = Array.from({ length: size.rows }, (_, y) => rowOf(vt, y));
  await core.stop();
  if (failures.length) throw failures[0];
  return { rows, markers, duration, size };
}

function insideOfPlayer(): Inside {
  const file = join('node_modules', 'asciinema-player', 'dist', 'bundle', 'asciinema-player.js');
  const source = readFileSync(join(projectRoot(), file), 'utf8');
  const out = 'exports.create = create;';
  if (!source.includes(out)) throw new Error('asciinema-player gives itself out in another way');
  const document = { addEventListener() {} };
  const { WebAssembly } = globalThis as unknown as { WebAssembly: object };
  const around = { performance, setTimeout, clearTimeout, Response, TextDecoder, TextEncoder };
  const context = createContext({ ...around, WebAssembly, document, window: { document } });
  runInContext(source.replace(out, `${out} exports.Core = Core; exports.Vt = Vt;`), context);
  return runInContext('AsciinemaPlayer', context) as Inside;
}

/** A row as the player's page would draw it: texts, and the signs it draws as pictures. */
function rowOf(vt: Vt, row: number): string {
  const line = vt.getLine(row, false);
  const cells: string[] = [];
  const put = (at: number, sign: string) => {
    while (cells.length < at) cells.push(' ');
    cells[at] = sign;
  };
  const codepoints = vt.getUint32Array(line.codepoints);
  const texts = vt.getDataView(line.text, 12);
  for (let i = 0; i < texts.byteLength; i += 12) {
    const [column, start, count] = [0, 2, 4].map((by) => texts.getUint16(i + by, true));
    const signs = codepoints.subarray(start, (start ?? 0) + (count ?? 0));
    for (const [by, sign] of [...signs].entries()) {
      put((column ?? 0) + by, String.fromCodePoint(sign));
    }
  }
  for (const [part, size] of [
    [line.raster_symbols, 12],
    [line.vector_symbols, 16],
  ] as const) {
    const signs = vt.getDataView(part, size);
    for (let i = 0; i < signs.byteLength; i += size) {
      put(signs.getUint16(i, true), String.fromCodePoint(signs.getUint32(i + 4, true)));
    }
  }
  return Array.from(cells, (sign) => sign ?? ' ')
    .join('')
    .trimEnd();
}
