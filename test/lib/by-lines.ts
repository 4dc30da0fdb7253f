import type { Clients } from '../faults/client';
import type { Terminal } from './terminal';
import { startAkti, type World } from './world';

/** Starts the client by lines in a terminal that knows no sequences. */
export function startLines(
  clients: Clients,
  world: World,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Terminal {
  const dumb = { TERM: 'dumb', ...env };
  return clients.keep(world, startAkti({ world, args: ['--line', ...args], env: dumb }));
}

/** All that a terminal was sent, or what came behind a place in it. */
export const seenIn = (terminal: Terminal, from = 0) => terminal.output(from).toString('utf8');

/** Waits until a prompt stands at the end. */
export async function promptIn(terminal: Terminal, prompt: string): Promise<void> {
  await terminal.waitFor(() => seenIn(terminal).trimEnd().endsWith(prompt.trimEnd()), {
    timeoutMs: 20_000,
  });
}

/** Types a line once its prompt has come; the prompt that is seen next is the next one. */
export async function typeLine(terminal: Terminal, prompt: string, line: string): Promise<void> {
  await promptIn(terminal, prompt);
  const from = terminal.bytes;
  terminal.send(`${line}\n`);
  await terminal.waitFor(() => seenIn(terminal, from).includes(`${line}\r\n`));
}
