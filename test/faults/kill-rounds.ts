import { rmSync, writeFileSync } from 'node:fs';
import { type Random, seededRandom } from '../../src/base/random';
import { bytesOf } from '../lib/keys';
import { all, shows } from '../lib/screen-text';
import type { Expectation, Terminal } from '../lib/terminal';
import { makeWorld, runAkti, startAkti, type World } from '../lib/world';
import { clientArgs, FATHER, makeBase, WORK_DAY } from './base';
import { complaintsAfter, type Found, findIn, type Knowledge } from './kill-model';
import { meddling, unitsOfWork } from './meddle';

/** Where a kill is aimed at. */
export type Aim = 'draft' | 'save-point' | 'save-time' | 'after-save' | 'any';

/** Kills so far, and where they fell. */
export interface Tally {
  kills: number;
  /** Something typed had not been written as a draft yet. */
  beforeDraft: number;
  /** A save was asked for, its unit of work had begun, and the screen did not show it yet. */
  insideSave: number;
  /** Saves that were shown before a kill, and are looked for after each one. */
  shownSaves: number;
  /** Drafts that came back on the screen. */
  resumed: number;
  readonly complaints: string[];
}

/** More points than a save of an initiation has: at its begin, each statement, its commit. */
const WIDEST_SAVE = 32;
const SETTLED_MS = 1050;
const LETTERS = 'aeiklmnoprstuvyäö';

/** A worker who types, saves and is killed, again and again, on one base. */
export class KilledWorker {
  readonly tally: Tally = {
    kills: 0,
    beforeDraft: 0,
    insideSave: 0,
    shownSaves: 0,
    resumed: 0,
    complaints: [],
  };
  private readonly world: World = makeWorld();
  private readonly known: Knowledge = { given: new Map(), open: null };
  private readonly random: Random;
  private readonly log = this.world.file('units');
  private readonly arm = this.world.file('arm');
  private terminal!: Terminal;
  private entries = 0;

  constructor(
    readonly seed: number,
    private readonly fault?: 'no-draft' | 'forget-saves',
  ) {
    this.random = seededRandom(seed);
    makeBase(this.world.base);
  }

  /** One life of the program: opens the client, looks, works, is killed, is looked through. */
  async live(aim: Aim): Promise<void> {
    for (const file of [this.log, this.arm]) rmSync(file, { force: true });
    this.terminal = startAkti({
      world: this.world,
      args: clientArgs(this.world.base),
      env: meddling({ fault: this.fault, log: this.log, arm: this.arm }),
    });
    const alarm = aim === 'any' ? this.killIn(100 + this.random.int(1900)) : undefined;
    let killedAt = 0;
    try {
      await this.work(aim);
      killedAt = await this.killNow();
    } catch (error) {
      if (this.terminal.alive()) throw error;
      killedAt = (await alarm) ?? performance.now();
    } finally {
      await alarm;
      await this.terminal.close();
    }
    await this.lookThrough(aim, killedAt);
  }

  /** Ends the program and opens the client once more: what is there must be on the screen. */
  async lookOnce(): Promise<void> {
    this.terminal = startAkti({ world: this.world, args: clientArgs(this.world.base) });
    await this.openClient();
    await this.terminal.close();
  }

  remove(): void {
    this.world.remove();
  }

  private async work(aim: Aim): Promise<void> {
    await this.openClient();
    if (aim === 'any') return this.workOn();
    // What was resumed is saved every other time, and always before its box is full.
    if ((this.known.open?.text.length ?? 0) > 50 || this.random.int(2)) await this.saveAndSee();
    if (!this.known.open) await this.newEntry();
    await this.typeSeen(3 + this.random.int(6));
    if (aim === 'draft') {
      await this.terminal.idle(SETTLED_MS);
      await this.typeSeen(1);
      this.typeBlind(this.random.int(6));
      await this.terminal.idle(this.random.int(220));
    } else if (aim === 'after-save') await this.saveAndSee();
    else if (aim === 'save-point') await this.saveCut();
    else await this.saveTimed();
  }

  /** Types and saves until somebody puts an end to it. */
  private async workOn(): Promise<void> {
    for (;;) {
      if (!this.known.open) await this.newEntry();
      await this.typeSeen(4 + this.random.int(10));
      await this.saveAndSee();
    }
  }

  private async openClient(): Promise<void> {
    await this.terminal.waitFor(WORK_DAY);
    this.terminal.send(`${FATHER.find}\r`);
    await this.terminal.waitFor(/121255-TP1X +Testi, Isä/);
    const draft = this.known.open?.text;
    if (!draft) return;
    const back = all(shows(draft), /tyyppi +.AS \/ Aikuissosiaalityön/, /Syy +.Kriisipalvelu/);
    if (!(await this.reaches('the notice of drafts', /kirjauksia jatkettavaksi: 1/))) return;
    this.terminal.send(bytesOf('F5'));
    if (await this.reaches(`the draft "${draft}"`, back)) this.tally.resumed += 1;
  }

  /** Waits for what the program owes; a screen that does not come is a complaint. */
  private async reaches(what: string, screen: Expectation): Promise<boolean> {
    try {
      await this.terminal.waitFor(screen, { timeoutMs: 5000 });
      return true;
    } catch (error) {
      if (!this.terminal.alive()) throw error;
      this.tally.complaints.push(`${what} does not come back\n${(error as Error).message}`);
      return false;
    }
  }

  private async newEntry(): Promise<void> {
    const tag = `m${++this.entries}. `;
    this.terminal.send(bytesOf('F5'));
    await this.terminal.waitFor(/Vireillepanon tyyppi/);
    this.terminal.send('as\t\t\tkr\t\t');
    await this.terminal.waitFor(/Kriisipalvelu/);
    this.known.open = { tag, text: '', seen: [], asked: false };
    await this.send(tag);
  }

  private letters(count: number): string {
    return Array.from({ length: count }, () => LETTERS[this.random.int(LETTERS.length)]).join('');
  }

  /** Sends text and notes when it stood on the screen. */
  private async send(text: string): Promise<void> {
    const { open } = this.known;
    if (!open) return;
    open.text += text;
    this.terminal.send(text);
    const { length } = open.text;
    await this.terminal.waitFor(shows(open.text));
    open.seen.push({ length, at: performance.now() });
  }

  private async typeSeen(count: number): Promise<void> {
    for (const letter of this.letters(count)) await this.send(letter);
  }

  private typeBlind(count: number): void {
    const { open } = this.known;
    const text = this.letters(count);
    if (!open || !text) return;
    open.text += text;
    this.terminal.send(text);
  }

  private async saveAndSee(): Promise<void> {
    const { open } = this.known;
    if (!open) return;
    open.asked = true;
    this.terminal.send(bytesOf('F12'));
    const shown = /Tallennettu, diaarinumero (\d+)/;
    const screen = await this.terminal.waitFor(shown);
    const no = Number(shown.exec(screen.join('\n'))?.[1]);
    if (this.known.given.has(no)) this.tally.complaints.push(`number ${no} was shown twice`);
    this.known.given.set(no, open.text);
    this.known.open = null;
    this.tally.shownSaves += 1;
  }

  /** Asks for a save that is cut at a random point, before one of its statements or after it. */
  private async saveCut(): Promise<void> {
    writeFileSync(this.arm, String(this.random.int(WIDEST_SAVE)));
    if (this.known.open) this.known.open.asked = true;
    this.terminal.send(bytesOf('F12'));
    const late = new Promise((_, reject) => {
      setTimeout(() => reject(new Error('the save was not cut')), 15_000).unref();
    });
    await Promise.race([this.terminal.exit, late]);
  }

  /** Asks for a save and kills some milliseconds after its unit of work has begun. */
  private async saveTimed(): Promise<void> {
    const before = unitsOfWork(this.log).length;
    if (this.known.open) this.known.open.asked = true;
    this.terminal.send(bytesOf('F12'));
    const patience = performance.now() + 5000;
    while (unitsOfWork(this.log).length === before && performance.now() < patience) {
      await new Promise(setImmediate);
    }
    const until = performance.now() + this.random.next() * 6;
    while (performance.now() < until) await new Promise(setImmediate);
  }

  private async killIn(ms: number): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return this.killNow();
  }

  private async killNow(): Promise<number> {
    const at = performance.now();
    this.terminal.kill('SIGKILL');
    await this.terminal.exit;
    return at;
  }

  private async lookThrough(aim: Aim, killedAt: number): Promise<void> {
    const { tally, known } = this;
    const found = findIn(this.world.base);
    tally.kills += 1;
    if (this.fellBeforeDraft(found)) tally.beforeDraft += 1;
    if (this.fellInsideSave()) tally.insideSave += 1;
    const checked = await runAkti(['check', 'base', '--base', this.world.base], {
      world: this.world,
    });
    const wrong = complaintsAfter(known, found, killedAt);
    if (checked.code !== 0) wrong.push(`akti check base: ${checked.stdout}${checked.stderr}`);
    const when = `kill ${tally.kills} of seed ${this.seed} (${aim})`;
    tally.complaints.push(...wrong.map((one) => `${when}: ${one}`));
  }

  private fellBeforeDraft(found: Found): boolean {
    const { open } = this.known;
    return open !== null && !open.asked && (found.draft ?? '').length < open.text.length;
  }

  private fellInsideSave(): boolean {
    const asked = this.known.open?.asked === true;
    return asked && unitsOfWork(this.log).at(-1) === 'begin';
  }
}
