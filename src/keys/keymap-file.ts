/** Reads one keymap file: what it binds, each with its line, and what is wrong with it. */
import type { Problem } from '../base/problems';
import { COMMANDS, type CommandId, isCommandId } from './commands';
import { type JsonEntry, type JsonPart, readJsonText } from './json-text';
import { keyId, readKeyName } from './key';
import { bindingProblem } from './key-rules';

/** What is wrong with a keymap, and where; the same shape as a fault in a data file. */
export interface KeymapFault {
  readonly file: string;
  /** Line in the file, the first being 1. */
  readonly line: number;
  /** What was found and what was expected. */
  readonly problem: Problem;
}

/** One key or sequence of a command, as ids. */
export interface Binding {
  readonly sequence: readonly string[];
  readonly line: number;
}

/** What a file says of one command. */
export interface CommandBindings {
  readonly command: CommandId;
  readonly line: number;
  readonly bindings: readonly Binding[];
  /** True when keys were written and none of them could be bound: the layer below then holds. */
  readonly allRefused: boolean;
}

export interface ReadKeymap {
  readonly name?: string;
  readonly extends?: { readonly name: string; readonly line: number };
  readonly commands: readonly CommandBindings[];
  readonly faults: readonly KeymapFault[];
}

const PROPERTIES = ['name', 'about', 'extends', 'bindings', '$schema'];

type Report = (line: number, code: string, values: NonNullable<Problem['values']>) => void;

/** Commands that an unknown name may have meant: those of the same noun, else all. */
function likelyCommands(text: string): string {
  const noun = text.split('.')[0];
  const near = COMMANDS.filter((one) => one.id.split('.')[0] === noun);
  return (near.length > 0 ? near : COMMANDS).map((one) => one.id).join(', ');
}

function readText(entry: JsonEntry | undefined, report: Report): string | undefined {
  if (entry === undefined) return undefined;
  if (entry.part.kind === 'text' && entry.part.text.trim() !== '') return entry.part.text;
  report(entry.line, 'keymap.shape', { place: entry.name, expected: 'text' });
  return undefined;
}

function readBinding(item: JsonPart, command: string, report: Report): Binding | undefined {
  if (item.kind !== 'text') {
    report(item.line, 'keymap.shape', { place: command, expected: 'list_of_keys' });
    return undefined;
  }
  const keys = readKeyName(item.text);
  const problem = keys.ok ? bindingProblem(keys.value) : keys.problem;
  if (problem !== undefined || !keys.ok) {
    const values = { command, ...problem?.values, key: item.text };
    report(item.line, problem?.code ?? 'key.unknown', values);
    return undefined;
  }
  return { sequence: keys.value.map(keyId), line: item.line };
}

function readCommand(entry: JsonEntry, report: Report): CommandBindings | undefined {
  const { name, line, part } = entry;
  if (!isCommandId(name)) {
    report(line, 'keymap.command_unknown', { command: name, expected: likelyCommands(name) });
    return undefined;
  }
  if (part.kind !== 'list') {
    report(line, 'keymap.shape', { place: name, expected: 'list_of_keys' });
    return undefined;
  }
  const bindings = part.items
    .map((item) => readBinding(item, name, report))
    .filter((one) => one !== undefined);
  const allRefused = part.items.length > 0 && bindings.length === 0;
  return { command: name, line, bindings, allRefused };
}

function readCommands(entry: JsonEntry | undefined, report: Report): CommandBindings[] {
  if (entry === undefined) return [];
  if (entry.part.kind !== 'object') {
    report(entry.line, 'keymap.shape', { place: 'bindings', expected: 'object' });
    return [];
  }
  const found = new Map<string, CommandBindings>();
  for (const one of entry.part.entries) {
    const read = readCommand(one, report);
    if (read === undefined) continue;
    const earlier = found.get(read.command);
    if (earlier === undefined) found.set(read.command, read);
    else
      report(one.line, 'keymap.command_twice', { command: read.command, first_line: earlier.line });
  }
  return [...found.values()];
}

/**
 * Reads the text of a keymap file. Problems: keymap.not_json, keymap.shape,
 * keymap.property_unknown, keymap.property_missing, keymap.command_unknown, keymap.command_twice,
 * and per key those of `readKeyName` and `bindingProblem`. What can be read is given whatever the
 * faults.
 */
export function readKeymapFile(file: string, text: string): ReadKeymap {
  const faults: KeymapFault[] = [];
  const report: Report = (line, code, values) =>
    faults.push({ file, line, problem: { code, values } });
  const json = readJsonText(text);
  if (!json.ok) {
    const { line, expected } = json.problem.values ?? {};
    report(Number(line), json.problem.code, { expected: String(expected) });
    return { commands: [], faults };
  }
  if (json.value.kind !== 'object') {
    report(json.value.line, 'keymap.shape', { place: '{', expected: 'object' });
    return { commands: [], faults };
  }
  const { entries, line } = json.value;
  for (const one of entries) {
    if (PROPERTIES.includes(one.name)) continue;
    const values = { property: one.name, expected: PROPERTIES.join(', ') };
    report(one.line, 'keymap.property_unknown', values);
  }
  const entryOf = (name: string) => entries.find((one) => one.name === name);
  for (const required of ['name', 'bindings']) {
    if (entryOf(required) === undefined) {
      report(line, 'keymap.property_missing', { property: required });
    }
  }
  const name = readText(entryOf('name'), report);
  const base = readText(entryOf('extends'), report);
  readText(entryOf('about'), report);
  const commands = readCommands(entryOf('bindings'), report);
  return {
    ...(name === undefined ? {} : { name }),
    ...(base === undefined ? {} : { extends: { name: base, line: entryOf('extends')?.line ?? 1 } }),
    commands,
    faults,
  };
}
