import { isoInstant } from '../base/clock';
import type { FollowUp, Form } from '../form/define';
import type { Facts } from '../form/facts';
import { fill } from '../form/fill';
import { isEmpty, type Rec, sameValue, type Value, type Values } from '../form/value';
import { numberSeries } from '../rules/record-number';
import { appendChange, type ChangeKind, type Patch } from '../store/changes';
import { nextEntryNo, nextNumber } from '../store/counters';
import { insertRecord, readRecord, updateRecord } from '../store/records';
import { relinkRecord } from '../store/relink';
import { hasCentre } from '../store/sync-link';
import {
  clientOf,
  commandFields,
  differences,
  patchBetween,
  storedAnswers,
  unknownFields,
} from './answers';
import { apartProblems } from './apart';
import { CaseCache } from './case-cache';
import { answersProblems } from './check';
import { type Door, factsAt } from './door';
import { maskedRecord, withHidden } from './mask';
import { PERSON, personsOf, whyNobody } from './people';
import { indexPersonRecord, personProblems, withTemporaryIds } from './person-check';
import { refuseWith, Stop } from './stop';
import { logUse } from './use';

/** Follow-ups of follow-ups end somewhere; this many levels mean that two forms feed each other. */
const DEEPEST = 8;

/** A change of a saved record. */
export interface Amendment {
  readonly id: string;
  readonly base_version: number;
  readonly reason: string | null;
  /** The worker saw what turvakielto hides, so an empty field is an answer too. */
  readonly revealed?: boolean;
}

/** What a record is written back to, and as which kind of change. */
export interface PutBack {
  readonly values: Values;
  readonly kind: 'amend' | 'void' | 'restore';
  readonly reason: string;
  /** Fields that go with the change also where they stay as they are. */
  readonly named?: readonly string[];
}

/** What a record becomes when it is moved or its person is merged. */
export interface Rewriting {
  readonly values: Values;
  readonly bucket: string | null;
  readonly reason: string;
  /** Persons merged: only the links between them change, also in a frozen record. */
  readonly relinked?: { readonly from: string; readonly to: string };
}

/**
 * One unit of work: what is saved together and stands or falls together. Lives inside one
 * `base.write`; trouble leaves it as a thrown `Stop`, which undoes everything.
 */
export class UnitOfWork {
  private readonly id: string;
  private readonly at: string;
  private readonly written: Rec[] = [];
  private depth = 0;
  private readonly isPerson = (id: string) => this.cases.isPerson(id);

  constructor(
    private readonly door: Door,
    readonly cases: CaseCache = new CaseCache(door),
  ) {
    this.id = door.world.ids.next();
    this.at = isoInstant(door.world.clock.now());
  }

  /** Every record made or changed so far, in order, masked as turvakielto wants. */
  get made(): Rec[] {
    return this.written.map((rec) => this.shown(rec));
  }

  /** Facts of the case a record belongs to; without a client for one that has none. */
  factsFor(bucket: string | null): Facts {
    return factsAt(this.door, (bucket === null ? null : this.cases.of(bucket)) ?? null);
  }

  /**
   * Writes a new record and what follows from it.
   * @param how `typed`: as a worker filled it in; `made`: a consequence, its other fields take
   * their defaults
   */
  create(form: Form, given: Values, how: 'typed' | 'made'): Rec {
    const bucket = clientOf(form, given);
    const facts = this.factsFor(bucket);
    if (bucket !== null && !facts.client) {
      refuseWith({ ...whyNobody(this.door, bucket), field: 'person' });
    }
    const all = how === 'made' ? fill(form, given, new Set(Object.keys(given)), facts) : given;
    const asked = this.withIdentity(form, storedAnswers(form, all, facts));
    const values = form.number ? { ...asked, [form.number.field]: null } : asked;
    const problems =
      how === 'typed'
        ? [...unknownFields(form, given), ...commandProblems(form, values, null)]
        : [];
    this.check(form, values, facts, null, how === 'made', problems);
    const id = this.door.world.ids.next();
    const rec = this.recordOf(form, this.numbered(form, values, null, facts), facts, {
      id,
      bucket: form.id === PERSON ? id : bucket,
    });
    insertRecord(this.door.world.base, form, rec);
    this.wrote(form, 'create', rec, patchBetween(form, null, rec.values), 0, null);
    if (how === 'typed') this.remember(null, rec.id);
    this.follow(form, rec, null);
    return rec;
  }

  /**
   * Changes a saved record and does what follows from it. As `typed`, fields not given stay as
   * they are. Stops with `stale`, or with why it may not be changed.
   * @returns the record; unchanged when a consequence changes nothing
   */
  amend(form: Form, given: Values, amendment: Amendment, how: 'typed' | 'made'): Rec {
    const was = this.current(form, amendment, given);
    const facts = this.factsFor(clientOf(form, was.values));
    const merged = { ...was.values, ...given };
    const seen =
      this.isMasked(was) && !amendment.revealed ? withHidden(form, merged, was.values) : merged;
    const asked = this.withIdentity(form, storedAnswers(form, seen, facts));
    const kept = form.number
      ? { ...asked, [form.number.field]: was.values[form.number.field] ?? null }
      : asked;
    const problems =
      how === 'typed' ? [...unknownFields(form, given), ...commandProblems(form, kept, was)] : [];
    if (clientOf(form, kept) !== clientOf(form, was.values)) {
      problems.push({ code: 'amend.client', field: 'person' });
    }
    this.check(form, kept, facts, was, how === 'made', problems);
    const values = this.numbered(form, kept, was, facts);
    const patch = patchBetween(form, was.values, values);
    if (Object.keys(patch).length === 0) {
      if (how === 'typed') refuseWith({ code: 'amend.nothing' });
      return was;
    }
    const rec = this.changedRecord(form, values, facts, was);
    updateRecord(this.door.world.base, form, rec);
    this.wrote(form, 'amend', rec, patch, was.version, amendment.reason);
    this.follow(form, rec, was);
    return rec;
  }

  /** Voids a record: it stays, with its reason, and is part of the case no longer. */
  void(form: Form, amendment: Amendment): Rec {
    const was = this.current(form, amendment, null);
    const rec: Rec = { ...was, version: was.version + 1, voided: true };
    updateRecord(this.door.world.base, form, rec);
    this.wrote(form, 'void', rec, {}, was.version, amendment.reason);
    return rec;
  }

  /**
   * Writes a record back to earlier answers, or voids one that had none: a compensating change,
   * which nothing follows from. Whether that may be is for the caller to know.
   */
  putBack(form: Form, was: Rec, back: PutBack): Rec {
    const { values, kind, reason, named = [] } = back;
    const bucket = form.id === PERSON ? was.id : clientOf(form, values);
    const changed = this.changedRecord(form, values, this.factsFor(clientOf(form, values)), was);
    const rec: Rec = { ...changed, bucket, voided: kind === 'void' };
    updateRecord(this.door.world.base, form, rec);
    const patch = patchBetween(form, was.values, values, named);
    this.wrote(form, kind, rec, patch, was.version, reason);
    return rec;
  }

  /**
   * Writes a record for another client, or with other links to persons, without asking its form
   * anew and without what follows from a save: for merging and moving, which ask for themselves.
   */
  rewrite(form: Form, was: Rec, change: Rewriting): Rec {
    const { base } = this.door.world;
    const { values, bucket, reason, relinked } = change;
    const facts = this.factsFor(bucket);
    const task = relinked ? was.service_task : form.serviceTask(values, facts);
    const rec = { ...was, version: was.version + 1, bucket, values, service_task: task };
    if (relinked) relinkRecord(base, form, rec, relinked.from, relinked.to);
    else updateRecord(base, form, rec);
    const patch = patchBetween(form, was.values, values);
    this.wrote(form, 'amend', rec, patch, was.version, reason);
    this.cases.forget();
    return rec;
  }

  /** Does changes in order; `$n` in a value is the id of the record the nth of them made. */
  apply(changes: readonly FollowUp[]): Rec[] {
    const done: Rec[] = [];
    for (const change of changes) {
      const form = this.door.world.registry.form(change.form);
      if (change.kind === 'create') {
        done.push(this.create(form, withIds(form, change.values, done), 'made'));
      } else {
        const amendment = { id: change.id, base_version: change.base_version, reason: null };
        done.push(this.amend(form, withIds(form, change.set, done), amendment, 'made'));
      }
    }
    return done;
  }

  /** The record as it may be shown. */
  shown(rec: Rec): Rec {
    return maskedRecord(this.door.world.registry.form(rec.form), rec, this.isMasked(rec));
  }

  private isMasked({ bucket }: Rec): boolean {
    return bucket !== null && this.cases.of(bucket)?.person.protected === true;
  }

  private current(form: Form, { id, base_version }: Amendment, mine: Values | null): Rec {
    const rec = readRecord(this.door.world.base, form, id);
    if (!rec) return refuseWith({ code: 'record.missing' });
    if (rec.voided) return refuseWith({ code: 'record.voided' });
    const locked = form.locked(rec);
    if (locked) return refuseWith(locked);
    if (rec.version === base_version) return rec;
    const client = mine?.person;
    if (typeof client === 'string' && rec.bucket !== null && client !== rec.bucket) {
      const now = this.cases.of(rec.bucket)?.person.identifier ?? '';
      refuseWith({ code: 'record.moved', values: { id: now } });
    }
    const theirs = this.shown(rec);
    const fields = mine ? differences(form, { ...theirs.values, ...mine }, theirs.values) : [];
    throw new Stop({ kind: 'stale', theirs, fields });
  }

  private withIdentity(form: Form, values: Values): Values {
    return form.id === PERSON ? withTemporaryIds(this.door, values) : values;
  }

  private check(
    form: Form,
    values: Values,
    facts: Facts,
    self: Rec | null,
    made: boolean,
    before: readonly { code: string; field?: string }[],
  ): void {
    const problems = [
      ...before,
      ...answersProblems(this.door, form, values, facts, self, made, this.isPerson),
    ];
    if (form.id === PERSON && !problems.length) {
      problems.push(...personProblems(this.door, self?.id ?? null, values));
    }
    if (!problems.length)
      problems.push(...apartProblems(this.door, form, self?.id ?? null, values));
    if (problems.length) refuseWith(...problems);
  }

  /** Gives the number of the record's series; one that moves to another series gets a new one. */
  private numbered(form: Form, values: Values, was: Rec | null, facts: Facts): Values {
    const rule = form.number;
    if (!rule) return values;
    const seriesOf = (of: Values) =>
      numberSeries(
        rule.series,
        String(of[rule.dateField]),
        facts.rootOf(String(of[rule.unitField])),
      );
    const { series, year, root_unit: root } = seriesOf(values);
    const before = was && seriesOf(was.values);
    if (before && before.year === year && before.root_unit === root) return values;
    return { ...values, [rule.field]: nextNumber(this.door.world.base, { series, year, root }) };
  }

  private recordOf(
    form: Form,
    values: Values,
    facts: Facts,
    { id, bucket }: Pick<Rec, 'id' | 'bucket'>,
  ): Rec {
    return {
      id,
      form: form.id,
      version: 1,
      bucket,
      diary_on: form.diaryOn(values, facts, null),
      service_task: form.serviceTask(values, facts),
      closed_at: form.closedOn(values),
      entered_on: facts.workDate,
      entered_by: facts.me.id,
      entered_at: this.at,
      entry_no: nextEntryNo(this.door.world.base),
      voided: false,
      values,
      ...(form.number && hasCentre(this.door.world.base) ? { provisional: true } : {}),
    };
  }

  private changedRecord(form: Form, values: Values, facts: Facts, was: Rec): Rec {
    return {
      ...was,
      version: was.version + 1,
      diary_on: form.diaryOn(values, facts, was),
      service_task: form.serviceTask(values, facts),
      closed_at: form.closedOn(values),
      values,
    };
  }

  /** History, use log, finder and the case follow every write, in the same transaction. */
  private wrote(
    form: Form,
    kind: ChangeKind,
    rec: Rec,
    patch: Patch,
    base_version: number,
    reason: string | null,
  ): void {
    const { base, ids } = this.door.world;
    const { me, workDate } = this.door.setting;
    const seq = appendChange(base, {
      op_id: ids.next(),
      uow_id: this.id,
      actor: me.id,
      claimed_at: this.at,
      work_on: workDate,
      form: form.id,
      form_version: form.version,
      record_id: rec.id,
      bucket: rec.bucket,
      base_version,
      kind,
      patch,
      reason,
    });
    this.remember(seq, null);
    logUse(
      this.door,
      personsOf(rec).map((person) => ({ what: kind, person, detail: form.id })),
    );
    if (form.id === PERSON) indexPersonRecord(this.door, rec);
    this.cases.took(rec);
    this.written.push(rec);
  }

  /** Notes in the session what can be undone. */
  private remember(seq: number | null, typed: string | null): void {
    const { done } = this.door;
    const unit = done?.at(-1);
    if (unit?.id === this.id) {
      unit.last = seq ?? unit.last;
      unit.typed ??= typed;
    } else if (seq !== null) done?.push({ id: this.id, first: seq, last: seq, typed });
  }

  private follow(form: Form, rec: Rec, was: Rec | null): void {
    if (++this.depth > DEEPEST) throw new Error(`follow-ups of ${form.id} do not end`);
    this.apply(form.followUps(rec, this.factsFor(clientOf(form, rec.values)), was));
    this.depth--;
  }
}

/** Fields that only a command sets, given by hand. */
function commandProblems(form: Form, values: Values, was: Rec | null) {
  const problems: { code: string; field: string }[] = [];
  for (const field of commandFields(form)) {
    const given = was ? !sameValue(values[field], was.values[field]) : !isEmpty(values[field]);
    if (given) problems.push({ code: 'field.by_command', field });
  }
  return problems;
}

/** Only in links: what somebody typed may look the same. */
function withIds(form: Form, values: Values, done: readonly Rec[]): Values {
  const filled: Record<string, Value> = {};
  for (const [id, value] of Object.entries(values)) {
    const kind = form.fields[id]?.kind;
    if (kind === 'link' && typeof value === 'string') filled[id] = idIn(value, done);
    else if (kind === 'links' && Array.isArray(value)) {
      filled[id] = value.map((one) => (typeof one === 'string' ? (idIn(one, done) ?? '') : ''));
    } else filled[id] = value;
  }
  return filled;
}

function idIn(value: string, done: readonly Rec[]): string | null {
  const found = /^\$(\d+)$/u.exec(value);
  return found ? (done[Number(found[1])]?.id ?? null) : value;
}
