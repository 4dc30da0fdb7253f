import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { systemClock } from '../base/clock';
import type { Problem } from '../base/problems';
import type { UpgradeStep } from '../store/open';
import type { Words } from '../words/words';
import { type FromUpgrade, UPGRADE_THREAD, type UpgradeData } from './upgrade-messages';
import { UpgradeTeller } from './upgrade-told';

/** How often it is looked how far it has come, in ms. */
const LOOK_MS = 250;
const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Brings a base of an older schema up to date in a thread of its own and says on the terminal how
 * it goes on when it takes long. Whoever stops the program meanwhile finds the base as it was, and
 * no half copy beside it.
 * @returns the problem that stopped it, of `openBase`; null when it went well
 */
export function upgradeBase(
  path: string,
  key: Buffer | null,
  words: Words,
): Promise<Problem | null> {
  return upgraded({ kind: 'base', path, key }, words);
}

/** The same of a centre in a file; its key is found as it always is. Problems of `openCentreAt`. */
export function upgradeCentreFile(path: string, words: Words): Promise<Problem | null> {
  return upgraded({ kind: 'centre', path }, words);
}

async function upgraded(data: UpgradeData, words: Words): Promise<Problem | null> {
  const { path } = data;
  const isCentre = data.kind === 'centre';
  const [program] = process.argv.slice(1);
  if (program === undefined) return { code: isCentre ? 'centre.older' : 'base.older' };
  const worker = new Worker(program, { argv: [UPGRADE_THREAD], workerData: data });
  const watch = new Watch(path, isCentre, words);
  try {
    return await new Promise((resolve, reject) => {
      worker.on('message', (message: FromUpgrade) => {
        if (message.kind === 'begins') watch.begins(message.step);
        else resolve(message.problem);
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('the upgrade ended without a word')));
    });
  } finally {
    watch.close();
  }
}

const isMaking = (name: string) => name.endsWith('.making');

/** Says how it goes on, and tidies up when the program is stopped. */
class Watch {
  private readonly clock = systemClock();
  private readonly began = this.clock.now().getTime();
  private readonly teller: UpgradeTeller;
  private readonly timer: NodeJS.Timeout;
  private step: UpgradeStep | null = null;
  private made: string | undefined;
  private readonly stop = (signal: NodeJS.Signals) => this.stopped(signal);

  /** @param looks how far it has come is found from the files, as nobody tells it */
  constructor(
    private readonly path: string,
    private readonly looks: boolean,
    private readonly words: Words,
  ) {
    this.teller = new UpgradeTeller(path, (key, values) => this.say(key, values));
    this.timer = setInterval(() => this.look(), LOOK_MS);
    for (const signal of STOPS) process.on(signal, this.stop);
  }

  begins(step: UpgradeStep): void {
    this.step = step;
    if (step.kind === 'copy') this.made = step.made;
  }

  close(): void {
    clearInterval(this.timer);
    for (const signal of STOPS) process.off(signal, this.stop);
  }

  /** The copy that is being made beside the file, and after that the change. */
  private find(): void {
    const parts = [dirname(this.path), `${basename(this.path)}.schema-`] as const;
    const name = readdirSync(parts[0]).find((one) => one.startsWith(parts[1]) && isMaking(one));
    const size = statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
    if (name) this.begins({ kind: 'copy', made: join(parts[0], name), bytes: size });
    else if (this.made !== undefined) this.begins({ kind: 'change' });
  }

  private look(): void {
    if (this.looks) this.find();
    const made =
      this.made === undefined ? undefined : statSync(this.made, { throwIfNoEntry: false });
    const ms = this.clock.now().getTime() - this.began;
    this.teller.look({ ms, step: this.step, copied: made?.size ?? 0 });
  }

  /** SQLite cannot be asked to stop: the thread ends with the program. */
  private stopped(signal: NodeJS.Signals): void {
    if (this.looks) this.find();
    this.close();
    this.say(`cli.upgrade.${this.step?.kind === 'change' ? 'stopped_late' : 'stopped'}`, {});
    if (this.made !== undefined) rmSync(this.made, { force: true });
    process.kill(process.pid, signal);
  }

  private say(key: string, values: Readonly<Record<string, string | number>>): void {
    process.stderr.write(`${this.words.t(key, values)}\n`);
  }
}
