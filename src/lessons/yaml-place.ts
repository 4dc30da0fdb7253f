import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { Problem } from '../base/problems';
import { type Fault, faultAt } from '../catalog/fault';

/** A file under reading: where lines begin, and what was found wrong so far. */
export interface Reading {
  readonly file: string;
  readonly lines: LineCounter;
  readonly faults: Fault[];
}

/**
 * A place in a YAML file: reads what it should hold, and where it holds something else says the
 * line, the place and what was expected. Faults: `lesson.expected` {place, expected} (an id of
 * `value.expected` or a text), `lesson.unknown` {place, name, expected}, `lesson.missing` {place,
 * name}, `lesson.range` {place, min, max}.
 */
export class Place {
  constructor(
    private readonly reading: Reading,
    private readonly node: Node | null,
    /** What the place is called, such as `steps 3 do 1`; empty for the whole file. */
    readonly name: string,
    private readonly near: number,
  ) {}

  /** Line of the file, the first being 1. */
  get line(): number {
    const at = this.node?.range?.[0];
    return at === undefined ? this.near : this.reading.lines.linePos(at).line;
  }

  /** Puts something that is wrong here on record. */
  fault(code: string, values: Problem['values'] = {}, line = this.line): void {
    this.reading.faults.push(faultAt(this.reading.file, line, code, this.told(values)));
  }

  expected(what: string): void {
    this.fault('lesson.expected', { expected: what });
  }

  /** The places of a mapping by key; keys that are not allowed are faults. */
  map(allowed: readonly string[]): Map<string, Place> {
    const pairs = this.pairs();
    for (const [key, place] of pairs) {
      if (allowed.includes(key)) continue;
      place.fault('lesson.unknown', { name: key, expected: allowed.join(', ') }, place.near);
    }
    return pairs;
  }

  /** The places of a mapping whose keys may be anything. */
  pairs(): Map<string, Place> {
    const found = new Map<string, Place>();
    if (!isMap(this.node)) {
      this.expected('mapping');
      return found;
    }
    for (const pair of (this.node as YAMLMap).items) {
      const [key, place] = this.pairAt(pair as Pair<Node, Node | null>);
      found.set(key, place);
    }
    return found;
  }

  list(): Place[] {
    if (!isSeq(this.node)) {
      this.expected('list');
      return [];
    }
    return this.node.items.map((item, at) => {
      const node = isPair(item) ? null : (item as Node);
      return new Place(this.reading, node, `${this.name} ${at + 1}`.trim(), this.line);
    });
  }

  /** A text; numbers and ticks must be quoted, as `0812` would lose its nought. */
  text(): string {
    const value = this.value();
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.expected(typeof value === 'number' ? 'quoted_text' : 'text');
    return '';
  }

  whole(min: number, max: number): number {
    const value = this.value();
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) {
      return value;
    }
    this.fault('lesson.range', { min, max });
    return min;
  }

  tick(): boolean {
    const value = this.value();
    if (typeof value !== 'boolean') this.expected('tick');
    return value === true;
  }

  oneOf<T extends string>(allowed: readonly [T, ...T[]]): T {
    const value = this.value();
    const found = allowed.find((one) => one === value);
    if (!found) this.expected(allowed.join(', '));
    return found ?? allowed[0];
  }

  /** Whatever stands here, as plain values. */
  anything(): unknown {
    return this.node === null ? null : this.node.toJSON();
  }

  /** A child that must be there; where it is not, an empty place that has been told of. */
  need(places: ReadonlyMap<string, Place>, key: string): Place | null {
    const found = places.get(key);
    if (!found) this.fault('lesson.missing', { name: key });
    return found ?? null;
  }

  private value(): unknown {
    return isScalar(this.node) ? this.node.value : undefined;
  }

  private pairAt(pair: Pair<Node, Node | null>): [string, Place] {
    const key = String(isScalar(pair.key) ? pair.key.value : '');
    const near = pair.key?.range ? this.reading.lines.linePos(pair.key.range[0]).line : this.line;
    return [key, new Place(this.reading, pair.value, `${this.name} ${key}`.trim(), near)];
  }

  private told(values: Problem['values']): Problem['values'] {
    return { place: this.name, ...values };
  }
}

/**
 * The whole of a file as a place, or null where it is not YAML at all.
 * Problems: `lesson.yaml` {reason} and those of `Place`.
 */
export function readYaml(file: string, text: string, faults: Fault[]): Place | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  for (const error of document.errors) {
    const { line } = lines.linePos(error.pos[0]);
    faults.push(faultAt(file, line, 'lesson.yaml', { reason: error.code }));
  }
  if (document.errors.length) return null;
  return new Place({ file, lines, faults }, document.contents as Node | null, '', 1);
}
