import type { Form } from '../form/define';
import { sameValue, type Value, type Values } from '../form/value';
import { relinkedValues } from '../records/relinked';
import type { Conflict, Op, OpStatus } from '../sync/protocol';
import { LIMITS } from '../sync/terms';
import type { EnteredAs, Sight } from './grants';
import { isMergedAway, linkedIn, mergesIn, onlyPersons } from './links';
import { wasRestored } from './lost';
import { meet, type Version, VOIDED, withoutDecided, writtenLater } from './merge';
import { after, badFields, bucketOf, hasGoodIds, isGoodId } from './values';
import {
  type Above,
  containerOf,
  knownForm,
  type Loading,
  loadRecords,
  versionsAbove,
  type Working,
} from './working';

/** An operation to be judged: what a person has decided of it already is left out. */
export interface Asked {
  readonly op: Op;
  readonly decided: ReadonlySet<string>;
}

/** A user as rights are asked of. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly role: string;
  readonly active: boolean;
}

/** What comes of one operation, taken for itself. */
export interface Verdict {
  readonly op: Op;
  readonly status: OpStatus;
  readonly code?: string;
  /** Record that is not here and that it stands on. */
  readonly waitsOn?: string;
  readonly conflict?: {
    readonly fields: Conflict['fields'];
    readonly theirs: Version;
    readonly bucket: string | null;
  };
}

/** A unit of work, judged. Nothing has been written. */
export interface Judged {
  readonly verdicts: readonly Verdict[];
  readonly records: ReadonlyMap<string, Working>;
  /** Conflicts that its operations settle: id → operation. */
  readonly settles: ReadonlyMap<string, Op>;
}

/** What the centre itself writes into records, in the language of the office. */
export interface Notices {
  /** That a client has an identifier that another one has too. */
  readonly same: string;
}

/** What judging needs to know of the world. */
export interface Court extends Loading {
  readonly account: Account;
  readonly device: string;
  readonly notices?: Notices | undefined;
  allows(role: string, form: string, action: string): boolean;
  /** Whom the user stands in for there, where nothing else lets the user see it. */
  standsFor(container: string): Promise<EnteredAs | null>;
  /** Which of these containers the user may see; those that are not here are left out. */
  sight(containers: readonly string[]): Promise<Sight>;
}

/** Judges the operations of one unit in order, each on what those before it made. */
export async function judgeUnit(court: Court, asked: readonly Asked[]): Promise<Judged> {
  const good = asked.filter(({ op }) => hasGoodIds(op)).map(({ op }) => op);
  const records = await loadRecords(
    court,
    good.map((op) => op.record_id),
  );
  const ids = [...records.values()].map(({ id, bucket }) => containerOf(id, bucket));
  const named = good.map(({ record_id, bucket }) => containerOf(record_id, bucket));
  const sight = await court.sight([...new Set([...ids, ...named])]);
  const unit = new UnitOnTrial(court, records, sight, good);
  const verdicts: Verdict[] = [];
  for (const one of asked) verdicts.push(await unit.judge(one));
  return { verdicts, records, settles: unit.settles };
}

const NONE_ABOVE: Above = { unseen: [], later: [] };
const refused = (op: Op, code: string): Verdict => ({ op, status: 'rejected', code });
/** What the matrix of rights calls it. */
const actionOf = ({ kind }: Op) => (kind === 'restore' ? 'void' : kind);

class UnitOnTrial {
  readonly settles = new Map<string, Op>();

  constructor(
    private readonly court: Court,
    private readonly records: Map<string, Working>,
    private readonly sight: Sight,
    private readonly unit: readonly Op[],
  ) {}

  async judge({ op, decided }: Asked): Promise<Verdict> {
    const code = this.malformed(op) ?? this.wrongActor(op);
    if (code) return refused(op, code);
    const lacking = await this.wrongRight(op);
    if (lacking) return lacking;
    const record = this.records.get(op.record_id);
    if (op.kind === 'create' ? record : !record) return this.misplaced(op, record);
    const missing = await this.standsOn(op);
    if (missing) return missing;
    if (!this.isSeen(op, record)) return { op, status: 'held', code: 'sync.container' };
    return record ? this.change(op, decided, record) : this.create(op);
  }

  private malformed(op: Op): string | null {
    if (!hasGoodIds(op)) return 'sync.malformed';
    const { seen: _seen, ...said } = op;
    return JSON.stringify(said).length > LIMITS.bytes ? 'sync.too_large' : null;
  }

  private wrongActor(op: Op): string | null {
    return op.actor === this.court.account.id ? null : 'sync.actor';
  }

  /**
   * The matrix says who may do what. What follows from a change is not asked for by itself: links
   * that follow a merge of persons, settling a conflict, taking back what the same user has made.
   */
  private async wrongRight(op: Op): Promise<Verdict | null> {
    if (this.may(op, actionOf(op))) return null;
    if (!this.form(op)) return { op, status: 'held', code: 'sync.form' };
    if (op.resolves && this.may(op, 'amend')) return null;
    if (op.kind === 'amend' && this.followsMerge(op)) return null;
    if (op.kind === 'void' && this.may(op, 'create') && (await this.isOwn(op))) return null;
    return refused(op, 'sync.right');
  }

  private may({ form }: Op, action: string): boolean {
    return this.court.allows(this.court.account.role, form, action);
  }

  /** Nothing but links that lead to another person since a merge of this unit, or its undoing. */
  private followsMerge(op: Op): boolean {
    const form = this.form(op);
    const standing = this.records.get(op.record_id)?.values;
    if (!form || !standing || !onlyPersons(form, op)) return false;
    const merges = this.unit
      .filter((one) => this.may(one, 'amend'))
      .flatMap((one) => mergesIn(this.form(one), one));
    return merges.some(({ from, to, undone }) =>
      Object.entries(op.patch).every(([id, [was, now]]) => {
        const [before, after] = undone ? [now, was] : [was, now];
        const led = relinkedValues(form, { [id]: before as Value }, from, to)[id];
        return sameValue(led, after as Value) && sameValue(standing[id], was as Value);
      }),
    );
  }

  /** True for a record that this user has made. */
  private async isOwn({ record_id }: Op): Promise<boolean> {
    const { memory, tenant, account } = this.court;
    if (this.unit.some((one) => one.kind === 'create' && one.record_id === record_id)) return true;
    const tx = await memory.written();
    const made = await tx
      .selectFrom('record_version as v')
      .innerJoin('op_log as o', (join) =>
        join.onRef('o.tenant', '=', 'v.tenant').onRef('o.op_id', '=', 'v.op_id'),
      )
      .select('o.actor')
      .where('v.tenant', '=', tenant)
      .where('v.record_id', '=', record_id)
      .where('v.version', '=', 1)
      .executeTakeFirst();
    return made?.actor === account.id;
  }

  private form(op: Op): Form | undefined {
    return knownForm(this.court.registry, op.form);
  }

  /** A new record that is here already, or a change of one that is not (yet, or any more). */
  private async misplaced(op: Op, record: Working | undefined): Promise<Verdict> {
    if (record) return refused(op, 'sync.exists');
    return (await this.outstanding(op, op.record_id)) ?? this.waiting(op, op.record_id);
  }

  private waiting(op: Op, waitsOn: string): Verdict {
    return { op, status: 'waiting', code: 'sync.no_record', waitsOn };
  }

  /** Why a record is not here though the centre was told of it; null: it never was. */
  private async outstanding(op: Op, record: string): Promise<Verdict | null> {
    if (!isGoodId(record)) return null;
    const { memory, tenant } = this.court;
    const tx = await memory.written();
    const rows = await tx
      .selectFrom('op_log')
      .select(['status', 'uow_id', 'code'])
      .where('tenant', '=', tenant)
      .where('record_id', '=', record)
      .where('status', 'not in', ['applied', 'merged'])
      .execute();
    const others = rows.filter(({ uow_id }) => uow_id !== op.uow_id);
    const has = (...statuses: string[]) => others.some((row) => statuses.includes(row.status));
    if (has('conflict', 'waiting')) return this.waiting(op, record);
    const held = others.find(({ status, code }) => status === 'held' && code !== 'sync.unit');
    if (has('held')) return { op, status: 'held', code: held?.code ?? 'sync.container' };
    return has('rejected') ? refused(op, 'sync.no_record') : null;
  }

  /** A record it belongs or links to that waits, is held or was refused. */
  private async standsOn(op: Op): Promise<Verdict | null> {
    const linked = linkedIn(this.form(op), op);
    const near = new Set(linked.filter((id) => !this.records.has(id)));
    if (op.bucket !== null && !this.records.has(op.bucket)) near.add(op.bucket);
    near.delete(op.record_id);
    for (const id of this.unit.map((one) => one.record_id)) near.delete(id);
    const here = await this.court.memory.records.here([...near]);
    for (const id of near) {
      if (here.has(id)) continue;
      const found = await this.outstanding(op, id);
      if (found) return found;
      // A client the centre has lost in a restore comes again from another station: until then a
      // container with nobody in it would keep that station from sending it.
      if (id === op.bucket && linked.includes(id)) return this.waiting(op, id);
    }
    return null;
  }

  /** Where it is and where it goes must be seen, or be made by this unit itself. */
  private isSeen(op: Op, record: Working | undefined): boolean {
    const to = containerOf(op.record_id, op.bucket);
    const from = record ? containerOf(record.id, record.bucket) : to;
    const moves = op.kind === 'create' || op.patch.person !== undefined;
    return [from, ...(moves ? [to] : [])].every(
      (one) => this.sight.seen.has(one) || !this.sight.here.has(one),
    );
  }

  private async create(op: Op): Promise<Verdict> {
    const form = this.form(op);
    if (op.base_version !== 0 || op.resolves) return refused(op, 'sync.malformed');
    const values = after({}, op.patch);
    const code = this.wrongValues(form, op, values);
    if (code) return refused(op, code);
    const record: Working = {
      id: op.record_id,
      form: op.form,
      declared: form,
      wasContainer: null,
      wasTags: '',
      enteredUnit: this.court.account.unit,
      enteredAs: await this.court.standsFor(containerOf(op.record_id, op.bucket)),
      formVersion: op.form_version,
      bucket: null,
      version: 0,
      voided: false,
      values: {},
      made: [],
    };
    if (this.lacksRight(form, op, values)) return refused(op, 'sync.right');
    this.records.set(record.id, record);
    this.put(record, op, op, false);
    return { op, status: 'applied' };
  }

  private wrongValues(form: Form | undefined, op: Op, values: Values): string | null {
    if (badFields(form, op, values).length > 0) return 'sync.value';
    const says = op.kind === 'create' || op.patch.person !== undefined;
    return says && bucketOf(form, op, values) !== op.bucket ? 'sync.bucket' : null;
  }

  /** Rights of their own that the answers need; links that follow a person are no answers. */
  private lacksRight(form: Form | undefined, op: Op, values: Values): boolean {
    if (!form || op.kind === 'void' || onlyPersons(form, op)) return false;
    const { allows, account } = this.court;
    return form
      .needs(values, account.id)
      .some(({ right }) => !allows(account.role, form.id, right));
  }

  private async change(op: Op, decided: ReadonlySet<string>, record: Working): Promise<Verdict> {
    const { court } = this;
    const form = record.declared;
    if (op.form !== record.form) return refused(op, 'sync.malformed');
    if (op.base_version > record.version) return refused(op, 'sync.base_version');
    const settled = op.resolves ? await this.settling(op, op.resolves) : null;
    if (settled) return refused(op, settled);
    if (isMergedAway(record, op)) return refused(op, 'sync.merged');
    if (this.isFrozen(record, op)) return refused(op, 'sync.frozen');
    const stored = record.version - record.made.length;
    const { unseen, later } =
      stored > op.base_version ? await versionsAbove(court, op, court.device) : NONE_ABOVE;
    const out = new Set([...decided, ...writtenLater(later, op)]);
    const left = withoutDecided(op, out);
    const values = after(record.values, left.patch);
    const code = this.wrongValues(form, left, values);
    if (code) return refused(op, code);
    if (this.lacksRight(form, op, values)) return refused(op, 'sync.right');
    const standing = { form, voided: record.voided, values: record.values };
    const { merged, fields, theirs } = meet(standing, unseen, left);
    if (fields.length > 0 && theirs) {
      const apart = new Set(fields.map(({ field }) => field));
      const rest = withoutDecided(left, apart);
      if (!apart.has(VOIDED)) this.put(record, op, rest, true);
      return { op, status: 'conflict', conflict: { fields, theirs, bucket: record.bucket } };
    }
    this.put(record, op, left, merged);
    return { op, status: merged || out.size > 0 ? 'merged' : 'applied' };
  }

  /**
   * A person has decided a conflict: it must be there, and nobody may have decided it before. Where
   * a restored centre has lost it, the decision is a change like any other: its author saw both
   * sides.
   */
  private async settling(op: Op, id: string): Promise<string | null> {
    const { memory, tenant } = this.court;
    let query = memory.aside
      .selectFrom('conflict')
      .select(['record_id', 'status'])
      .where('tenant', '=', tenant)
      .where('id', '=', id);
    if (memory.isLocking) query = query.forUpdate();
    const found = await query.executeTakeFirst();
    if (!found && this.may(op, actionOf(op)) && (await wasRestored(memory))) return null;
    if (found?.record_id !== op.record_id) return 'sync.no_conflict';
    if (found.status !== 'open') return 'sync.resolved';
    this.settles.set(id, op);
    return null;
  }

  /** Nothing changes a frozen record but a merge of persons, which its links follow. */
  private isFrozen({ declared, values }: Working, op: Op): boolean {
    const tick = declared?.frozenBy;
    if (!tick || values[tick] !== true) return false;
    if (op.resolves && op.kind === 'amend' && Object.keys(op.patch).length === 0) return false;
    const clients = this.unit.some((one) => this.form(one)?.isClient && one.kind === 'amend');
    return !(op.kind === 'amend' && clients && onlyPersons(declared, op));
  }

  /** Somebody else than the stand-in who made it says whose it is. */
  private givesToWorkers({ enteredAs, declared }: Working, { patch }: Op): boolean {
    if (enteredAs === null || enteredAs.worker === this.court.account.id) return false;
    const to = Object.keys(patch).map((id) => declared?.fields[id]?.to);
    return to.includes('worker') || to.includes('unit');
  }

  private put(record: Working, sent: Op, op: Op, merged: boolean): void {
    const from =
      record.made.length || record.version ? containerOf(record.id, record.bucket) : null;
    record.values = after(record.values, op.patch);
    if (this.givesToWorkers(record, op)) record.enteredAs = null;
    record.bucket = bucketOf(record.declared, op, record.values);
    record.voided = op.kind === 'void' || (record.voided && op.kind !== 'restore');
    record.version += 1;
    record.formVersion = Math.max(record.formVersion, op.form_version);
    const to = containerOf(record.id, record.bucket);
    record.made.push({
      op: { ...op, bucket: record.bucket },
      device: this.court.device,
      version: record.version,
      merged,
      left: from !== null && from !== to ? from : null,
      partial:
        op.kind !== sent.kind || Object.keys(op.patch).length < Object.keys(sent.patch).length,
    });
  }
}
