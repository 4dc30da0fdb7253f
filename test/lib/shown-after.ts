import { type Flow, runFlow, type Speed } from './flow';
import { readKeymap } from './keymap';
import { makeScenarioBase, runAkti, startAkti, type World } from './world';

/** A flow to be run in a world of its own, and whose cases are wanted afterwards. */
interface ShownRun {
  readonly world: World;
  readonly flow: Flow;
  readonly speed: Speed;
  /** ISO instant the clock stands at. */
  readonly now: string;
  /** Identifiers of the clients. */
  readonly clients: readonly string[];
}

/**
 * Runs a flow on its scenario base in a real terminal, quits, and gives what `akti show --json`
 * prints of each client then. Clock and ids stand still. An error names the step or the complaint.
 */
export async function shownAfter(run: ShownRun): Promise<readonly string[]> {
  const { world, flow, speed, now, clients } = run;
  await makeScenarioBase(world, flow.scenario);
  const args = ['--base', world.base, '--user', 'yhtmalmai', '--work-date', flow.workDate];
  const env = { AKTI_NOW: now, AKTI_SEED: '7' };
  const terminal = startAkti({ world, args, env });
  try {
    await runFlow(terminal, flow, { keymap: readKeymap('effica'), speed });
    terminal.send('\x11');
    const { code } = await terminal.exit;
    if (code !== 0) throw new Error(`the client ended with ${code}`);
  } finally {
    await terminal.close();
  }
  const shown: string[] = [];
  for (const id of clients) {
    const out = await runAkti(['show', id, '--json', ...args], { world, env });
    if (out.stderr !== '') throw new Error(`akti show ${id}: ${out.stderr}`);
    shown.push(out.stdout);
  }
  return shown;
}
