import { type Random, seededRandom } from '../../src/base/random';
import type { Registry } from '../../src/form/define';
import { registry } from '../../src/forms/index';
import { Book } from './book';
import { type CentreImage, SimCentre } from './centre';
import { type Breach, checkAtRest, checkCentre, checkShown, type Scene } from './checks';
import { failuresOf } from './failures';
import { actionsOf } from './happening';
import { deedsOf, type Kinds, kindsOf } from './kinds';
import { lostForGood, type Made, madeAfter } from './lines';
import { type Call, FATES, type Fate, Network, settle } from './network';
import { linkedBase, USERS } from './office';
import type { Counts, Plan } from './plan';
import { settlingDeed } from './settling';
import type { Person } from './sight';
import { nextRegistry } from './skew';
import { type Between, isQuiet, SimStation, watched } from './station';
import { type Chosen, type Deed, type Doing, firstCases, UNITS, workAt } from './work';

/** Rounds in which everything has to come to rest once the faults are off. */
const REST_ROUNDS = 30;
const DAY_MS = 86_400_000;

/** A schedule under way: stations, network and centre, and what somebody outside knows of them. */
export class Sim {
  readonly breaches: Breach[] = [];
  readonly counts: Counts = {};
  private readonly random: Random;
  private readonly network: Network;
  private readonly centre: SimCentre;
  private readonly stations: SimStation[] = [];
  private readonly people = new Map<string, Person>();
  private readonly made = new Map<string, Made>();
  private readonly acknowledged = new Set<string>();
  private readonly lost = new Set<string>();
  /** What was chosen in the settling of conflicts, by operation. */
  private readonly chosen = new Map<string, Chosen>();
  private readonly kinds: Kinds;
  private readonly deeds: readonly Doing[];
  private readonly actions: readonly (() => Promise<void> | void)[];
  private readonly faults: readonly Fate[];
  private opened: Book | undefined;
  private backup: CentreImage | undefined;
  private oldImage: { station: SimStation; image: Buffer } | undefined;

  constructor(
    private readonly plan: Plan,
    folder: string,
  ) {
    this.random = seededRandom(plan.seed);
    this.kinds = plan.kinds ?? kindsOf(plan.seed);
    this.centre = new SimCentre(folder, plan.seed, this.release(), plan.postgres);
    const limits = {
      ...{ ops: this.random.pick([1, 5, 200]), bytes: this.random.pick([900, 262_144]) },
      page: this.random.pick([2, 7, 500]),
    };
    const serve = async (station: string, call: Call, args: readonly unknown[]) => {
      const reply = await this.centre.serve(this.callerOf(station, args[0]), call, args);
      return call === 'hello' ? { ...(reply as object), limits } : reply;
    };
    const around = plan.bug?.serve?.(serve, this.random, () => this.book) ?? serve;
    this.network = new Network(around, this.random);
    this.deeds = deedsOf(this.kinds);
    this.actions = actionsOf(this.random, this.kinds, {
      work: () => void this.work(this.random.pick(this.stations), this.deeds),
      begin: () => this.random.pick(this.stations).begin(),
      move: () => this.move(),
      killStation: () => this.killStation(),
      killCentre: () => this.killCentre(),
      changeUnit: () => this.changeUnit(),
      turnClock: () => this.turnClock(),
      upgrade: () => this.upgrade(),
      restoreCentre: () => this.restoreCentre(),
      copyStation: () => this.copyStation(),
      putStationBack: () => this.putStationBack(),
    });
    this.faults = FATES.filter(() => this.random.int(3) > 0);
  }

  async begin(): Promise<void> {
    await this.centre.open();
    for (const [id, role, unit] of USERS) {
      this.people.set(id, { id, role, unit, units: new Set([unit]) });
      await this.centre.saveUser({ id, name: id, role, unit, active: true });
    }
    const drawn = 2 + this.random.int(3);
    const count = Math.max(drawn, this.kinds.narrowing ? USERS.length : 0);
    for (let at = 0; at < count; at += 1) {
      const user = (USERS[at % USERS.length] as (typeof USERS)[number])[0];
      const name = 'abcd'[at] as string;
      this.newStation(name, user, linkedBase(name, user), this.release());
    }
    await this.firstCases();
  }

  /** Some cases that everybody who may has seen: a schedule does not begin on empty desks. */
  private async firstCases(): Promise<void> {
    const [first] = this.stations as [SimStation];
    this.saving(first, () => firstCases(first.session(), this.random));
    for (const station of [...this.stations, ...this.stations]) {
      station.begin();
      await this.carryAll();
    }
  }

  async step(): Promise<void> {
    await this.random.pick(this.actions)();
    await this.settled();
    this.lookAtFailures();
    if (this.random.int(20) === 0) await this.lookAround();
  }

  /** Faults off: everything goes through, and then the oracle judges. */
  async rest(): Promise<void> {
    this.network.calm();
    if (this.kinds.settling) {
      await this.quiet();
      this.settleAll();
    }
    await this.quiet();
    if (this.breaches.length > 0) return;
    if (this.counts.restores) this.leaveOutRemoved();
    this.judge(checkAtRest);
    this.count('conflicts', this.book.conflicts().length);
    const known = this.knownToCentre();
    for (const op of this.acknowledged) {
      if (!known.has(op)) this.breach('I9', `${op} was acknowledged and is not there`);
    }
  }

  /** Everybody decides what they find open, without knowing what the others do. */
  private settleAll(): void {
    const deeds = [settlingDeed()];
    for (const station of this.stations) {
      for (let most = 3; most > 0 && this.work(station, deeds) === 'saved'; most -= 1);
    }
  }

  /** Carries everything on until nothing is left to be said. */
  private async quiet(): Promise<void> {
    await this.carryAll();
    for (let round = 1; ; round += 1) {
      const before = await this.heads();
      for (const station of this.stations) {
        station.begin();
        await this.carryAll();
      }
      this.lookAtFailures();
      if (this.breaches.length > 0) return;
      const outcomes = this.stations.map(({ outcome }) => outcome);
      if (outcomes.every(isQuiet) && before === (await this.heads())) break;
      if (round >= REST_ROUNDS) {
        this.breach('I12', JSON.stringify(outcomes));
        break;
      }
    }
  }

  async end(): Promise<void> {
    this.opened?.close();
    for (const station of this.stations) station.base.close();
    await this.centre.close();
  }

  private count(what: string, by = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + by;
  }

  private breach(invariant: string, what: string): void {
    this.breaches.push({ invariant, what });
  }

  private async heads(): Promise<number> {
    await this.look();
    return this.book.head();
  }

  /** Lets everything run that waits for nothing but programs, the centre's database among them. */
  private async settled(): Promise<void> {
    await settle();
    if (this.plan.postgres) await this.centre.idle().then(settle);
  }

  /** Looks at the centre's tables as they are now, where they are not looked at in place. */
  private async look(): Promise<void> {
    if (!this.plan.postgres) return;
    this.opened?.close();
    this.opened = undefined;
    await this.centre.copyOut();
  }

  private knownToCentre = () => new Set(this.book.kept().map(({ op_id }) => op_id));

  /** The centre's file; looked at anew once another one stands in its place. */
  get book(): Book {
    this.opened ??= new Book(this.centre.file);
    return this.opened;
  }

  private leaveOutRemoved(): void {
    for (const op of lostForGood(this.made, this.knownToCentre(), this.stations)) {
      this.lose(op);
      this.count('removed_then_restored');
    }
  }

  /** Nobody can send it again; what others' bases still show of it is not judged. */
  private lose(op: string): void {
    this.made.delete(op);
    this.lost.add(op);
    // Acknowledged by the history before: that answer may have come late.
    if (this.counts.restores) this.acknowledged.delete(op);
  }

  private judge(check: (scene: Scene) => Breach[]): void {
    const { people, made, lost, chosen } = this;
    const stations = this.stations.map(({ name, user, base, registry: forms }) => ({
      ...{ name, base, forms },
      user: people.get(user) as Person,
    }));
    this.breaches.push(...check({ book: this.book, people, made, lost, chosen, stations }));
  }

  private async lookAround(): Promise<void> {
    await this.look();
    this.judge(checkCentre);
    this.judge(checkShown);
  }

  private lookAtFailures(): void {
    this.breaches.push(...failuresOf(this.stations, this.centre));
  }

  private async carryAll(): Promise<void> {
    await this.settled();
    for (let moved = 0; this.network.letters.length > 0; moved += 1) {
      if (moved > 5000) throw new Error('the network does not come to rest');
      this.network.move('carry');
      await this.settled();
    }
  }

  private newStation(name: string, user: string, bytes: Buffer, forms: Registry): SimStation {
    const { bug } = this.plan;
    const between: Between = {
      log: (log) => bug?.log?.(log, this.random) ?? log,
      wire: (wire, log) => {
        const planted = bug?.wire?.(wire, log, this.random) ?? wire;
        return watched(planted, (op) => this.acknowledged.add(op));
      },
    };
    const seed = this.random.int(2 ** 31);
    const station = new SimStation(name, user, bytes, this.network, seed, between, forms);
    this.stations.push(station);
    return station;
  }

  /** Which release somebody has: this one or the next, where there are two. */
  private release(): Registry {
    return this.kinds.skew && this.random.int(2) === 0 ? nextRegistry : registry;
  }

  /** Who asks: a token belongs to the device that signed in, also when it is answered late. */
  private callerOf(name: string, request: unknown) {
    const station = this.stations.find((one) => one.name === name) as SimStation;
    const named = (request as { device_id?: string } | null)?.device_id;
    return { user: station.user, device: named ?? station.device() };
  }

  /** Somebody does one of these at a station; null: the program failed. */
  private work(station: SimStation, deeds: readonly Doing[]): Deed['result'] | null {
    let done: Deed | undefined;
    const made = this.saving(station, () => {
      done = workAt(station.session(), this.random, deeds);
      this.count(`${done.what} ${done.result}`);
    });
    const { chosen, what, result } = done ?? {};
    if (result === 'failed') this.breach('I11', `${what} failed at ${station.name}`);
    const settling = made.find(({ resolves }) => resolves !== null);
    if (chosen && settling) this.chosen.set(settling.op_id, chosen);
    else if (chosen) this.breach('I1', `${chosen.conflict} was settled by nothing that goes`);
    return result ?? null;
  }

  /** Notes what is saved meanwhile at a station. */
  private saving(station: SimStation, work: () => void): Made[] {
    const before = station.lastSeq();
    try {
      work();
    } catch (error) {
      this.breach('I11', `${station.name}: ${error instanceof Error ? error.stack : error}`);
    }
    const all = madeAfter(station.base, station.name, before);
    for (const made of all) {
      this.made.set(made.op_id, made);
      this.count('operations');
    }
    return all;
  }

  private move(): void {
    const fate = this.random.int(5) === 0 ? this.random.pick(['carry', ...this.faults]) : 'carry';
    if (fate !== 'carry') this.count(`network ${fate}`);
    this.network.move(fate as Fate);
  }

  private killStation(): void {
    this.random.pick(this.stations).kill();
    this.count('client_kills');
  }

  /** Killed before, within or after one of its next transactions, and started anew. */
  private async killCentre(): Promise<void> {
    this.centre.killSoon(this.random);
    this.network.move('carry');
    await this.settled();
    await this.centre.restart();
    this.network.cutOff();
    this.count('server_kills');
  }

  /** The next release is installed at a station, or at the centre. */
  private async upgrade(): Promise<void> {
    const at = this.random.int(this.stations.length + 1);
    const one = this.stations[at] ?? this.centre;
    if (one instanceof SimStation) one.upgrade(nextRegistry);
    else {
      one.registry = nextRegistry;
      await one.restart();
      this.network.cutOff();
    }
    this.count('upgrades');
  }

  private async changeUnit(): Promise<void> {
    const person = this.random.pick([...this.people.values()]);
    person.unit = this.random.pick(UNITS);
    person.units.add(person.unit);
    await this.centre.saveUser({ ...person, name: person.id, active: true });
    this.count('grants');
  }

  private turnClock(): void {
    const days = this.random.int(7300) - 3650;
    this.random.pick(this.stations).clock.turn(days * DAY_MS);
    this.count('clocks');
  }

  /** A copy is taken once, and some time later it is all that is left of the centre. */
  private async restoreCentre(): Promise<void> {
    if (!this.backup) {
      this.backup = await this.centre.image();
      return;
    }
    this.opened?.close();
    this.opened = undefined;
    await this.centre.restore(this.backup);
    this.backup = undefined;
    this.network.cutOff();
    for (const { id, role, unit } of this.people.values()) {
      await this.centre.saveUser({ id, name: id, role, unit, active: true });
    }
    this.acknowledged.clear();
    this.count('restores');
  }

  /** Somebody copies the file of a base to another machine and goes on working on both. */
  private copyStation(): void {
    if (this.stations.length > 4) return;
    const station = this.random.pick(this.stations);
    const { name, user, registry: forms } = station;
    this.newStation(`${name}x${this.stations.length}`, user, station.image(), forms);
    this.count('copies');
  }

  /** The file of a base is put back from a copy; what had not gone since is lost with it. */
  private async putStationBack(): Promise<void> {
    if (!this.oldImage) {
      const station = this.random.pick(this.stations);
      this.oldImage = { station, image: station.image() };
      return;
    }
    const { station, image } = this.oldImage;
    this.oldImage = undefined;
    station.putBack(image);
    await this.look();
    const of = station.name.charAt(0);
    for (const op of lostForGood(this.made, this.knownToCentre(), this.stations)) {
      if (this.made.get(op)?.station.charAt(0) === of) this.lose(op);
    }
    this.count('put_back');
  }
}
