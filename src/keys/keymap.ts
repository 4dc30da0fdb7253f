/** From keymap files, laid over each other, to one table of keys and commands. */
import type { CommandId } from './commands';
import {
  type Binding,
  type CommandBindings,
  type KeymapFault,
  type ReadKeymap,
  readKeymapFile,
} from './keymap-file';

/** One file of a keymap. `name` says which layer it is: shipped, site, user. */
export interface KeymapLayer {
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/** What may follow a key that begins a sequence. */
export interface Follower {
  readonly key: string;
  readonly command: CommandId;
}

export interface Keymap {
  /** The name the topmost file gives. */
  readonly name: string;
  /** What a sequence of key ids does: a command, waits for more, or nothing. */
  lookup(
    sequence: readonly string[],
  ): { readonly command: CommandId } | { readonly pending: readonly Follower[] } | undefined;
  /** The keys of a command for people, the first to show first: `F12`, `Ctrl+V v`; may be empty. */
  keysOf(command: CommandId): readonly string[];
}

interface Claim extends Binding {
  readonly command: CommandId;
  readonly rank: number;
}

/** Ids hold no spaces, so a joined sequence is read one way only. */
const joined = (sequence: readonly string[]) => sequence.join(' ');

/** Claims keys for commands, topmost layer first, and refuses what clashes. */
class Claims {
  private readonly bySequence = new Map<string, Claim>();
  private readonly byLeader = new Map<string, Claim[]>();
  private readonly byCommand = new Map<CommandId, string[]>();
  readonly faults: KeymapFault[] = [];

  constructor(private readonly files: readonly string[]) {}

  claim(claim: Claim): void {
    const id = joined(claim.sequence);
    const same = this.bySequence.get(id);
    const holder = same ?? this.nested(claim);
    if (holder === undefined) this.hold(claim, id);
    else if (same === undefined) this.refuse(claim, holder, 'prefix');
    else this.refuse(claim, holder, same.command === claim.command ? 'repeated' : 'clash');
  }

  /** A claim that begins with this one, or with which this one begins. */
  private nested(claim: Claim): Claim | undefined {
    const leader = claim.sequence[0] as string;
    return claim.sequence.length > 1 ? this.bySequence.get(leader) : this.byLeader.get(leader)?.[0];
  }

  private hold(claim: Claim, id: string): void {
    this.bySequence.set(id, claim);
    if (claim.sequence.length > 1) {
      const leader = claim.sequence[0] as string;
      this.byLeader.set(leader, [...(this.byLeader.get(leader) ?? []), claim]);
    }
    this.byCommand.set(claim.command, [...(this.byCommand.get(claim.command) ?? []), id]);
  }

  /** The fault stands where the later word was said: the upper layer, or further down the file. */
  private refuse(loser: Claim, holder: Claim, kind: 'clash' | 'prefix' | 'repeated'): void {
    const place = holder.rank > loser.rank ? holder : loser;
    this.faults.push({
      file: this.files[place.rank] as string,
      line: place.line,
      problem: {
        code: `keymap.key_${kind}`,
        values: {
          key: joined(loser.sequence),
          command: loser.command,
          holder: holder.command,
          holder_key: joined(holder.sequence),
        },
      },
    });
  }

  keymap(name: string): Keymap {
    return {
      name,
      lookup: (sequence) => {
        const claim = this.bySequence.get(joined(sequence));
        if (claim !== undefined) return { command: claim.command };
        const begun = this.byLeader.get(joined(sequence));
        if (begun === undefined) return undefined;
        return {
          pending: begun.map((one) => ({ key: one.sequence[1] as string, command: one.command })),
        };
      },
      keysOf: (command) => this.byCommand.get(command) ?? [],
    };
  }
}

/** What each command says in the topmost layer that says something of it that can be bound. */
function topmost(layers: readonly ReadKeymap[]): { said: CommandBindings; rank: number }[] {
  const chosen: { said: CommandBindings; rank: number }[] = [];
  const done = new Set<CommandId>();
  for (let rank = layers.length - 1; rank >= 0; rank -= 1) {
    for (const said of layers[rank]?.commands ?? []) {
      if (done.has(said.command) || said.allRefused) continue;
      done.add(said.command);
      chosen.push({ said, rank });
    }
  }
  return chosen;
}

/** `extends` must name a keymap that lies below. */
function extendsFaults(layers: readonly KeymapLayer[], read: readonly ReadKeymap[]): KeymapFault[] {
  return read.flatMap((one, rank) => {
    const below = read.slice(0, rank).flatMap((lower) => lower.name ?? []);
    if (one.extends === undefined || below.includes(one.extends.name)) return [];
    const values = { name: one.extends.name, expected: [...new Set(below)].join(', ') };
    const { line } = one.extends;
    const file = layers[rank]?.file ?? '';
    return [{ file, line, problem: { code: 'keymap.extends_unknown', values } }];
  });
}

/**
 * Lays keymap files over each other, lowest first (shipped < site < user), and gives the keymap and
 * every fault by file and line. A later layer overrides per command: what it says of a command is
 * all that command has, `[]` frees its keys. Two commands on one key, or a key that begins another
 * sequence: the later layer wins, in one layer the earlier-listed. The rest loads whatever the
 * faults. Problems: those of `readKeymapFile`, keymap.extends_unknown, keymap.key_clash,
 * keymap.key_prefix, keymap.key_repeated.
 */
export function loadKeymaps(layers: readonly KeymapLayer[]): {
  readonly keymap: Keymap;
  readonly faults: readonly KeymapFault[];
} {
  const read = layers.map((layer) => readKeymapFile(layer.file, layer.text));
  const claims = new Claims(layers.map((layer) => layer.file));
  for (const { said, rank } of topmost(read)) {
    for (const binding of said.bindings) {
      claims.claim({ ...binding, command: said.command, rank });
    }
  }
  const faults = [
    ...read.flatMap((one) => one.faults),
    ...extendsFaults(layers, read),
    ...claims.faults,
  ];
  const order = new Map(layers.map((layer, rank) => [layer.file, rank]));
  faults.sort(
    (one, other) =>
      (order.get(one.file) ?? 0) - (order.get(other.file) ?? 0) || one.line - other.line,
  );
  const name = read.reduce((found, one) => one.name ?? found, '');
  return { keymap: claims.keymap(name), faults };
}
