import type { Form } from '../form/define';
import { type Rec, rowsIn, textIn, type Values } from '../form/value';
import { draftsAbout } from '../store/drafts';
import { readRecord } from '../store/records';
import { linkedTo } from '../store/relink';
import { UnitOfWork } from './commit';
import { type Door, rightProblem } from './door';
import { withCases } from './kept-cases';
import { HOUSEHOLD, PERSON, shownIdentifier, whyNobody } from './people';
import { relinkedValues, withoutDoubles } from './relinked';
import { reasonProblem, savedResult } from './save';
import { refuseWith, type SaveResult, settled } from './stop';
import { leaveTrace, workersNamed } from './trace';
import { logUse } from './use';

/** Who is merged into whom, and why (a row of `correction_reasons`). */
export interface MergeRequest {
  /** The person known by a temporary identifier only. */
  readonly from: string;
  /** The person with an official identifier. */
  readonly to: string;
  readonly reason: string;
}

const TEMPORARY = 'effica_temporary';

/**
 * Merges a person of a temporary identifier into the official one, or one of two with the same
 * official identifier into the other, in one unit of work: every record
 * and link follows, also those of frozen decisions, whose content stays (DOMAIN 2.2). Both
 * identifiers are kept on the official person; the temporary record points there and is found no
 * more.
 *
 * Problems: `role.amend` {form}; `amend.reason`; `person.unknown`, `person.merged` {id};
 * `merge.same`, `merge.not_temporary`, `merge.target_temporary`, `merge.two_official`;
 * `merge.identifiers` there is no room for more; `merge.draft` {names} somebody has something
 * unsaved about either.
 */
export function merge(door: Door, request: MergeRequest): SaveResult {
  return settled(() =>
    withCases(door, (cases) => {
      const refused = rightProblem(door, PERSON, 'amend') ?? reasonProblem(door, request.reason);
      if (refused) refuseWith(refused);
      const { from, to, reason } = request;
      const [temporary, official] = [personIn(door, from), personIn(door, to)];
      checkPair(temporary, official);
      checkDrafts(door, from, to);
      const unit = new UnitOfWork(door, cases);
      const form = door.world.registry.form(PERSON);
      const away = { values: { ...temporary.values, merged_into: to }, bucket: from, reason };
      unit.rewrite(form, temporary, away);
      const both = {
        values: joined(temporary, official, door.setting.workDate),
        bucket: to,
        reason,
      };
      unit.rewrite(form, official, both);
      for (const one of door.world.registry.all) relink(door, unit, one, request);
      logUse(
        door,
        [from, to].map((person) => ({ what: 'merge' as const, person, detail: PERSON })),
      );
      const left = leaveTrace(door, unit, {
        ...{ person: to, kind: 'merged', reason },
        other_id: shownIdentifier(temporary),
      });
      unit.cases.forget();
      return savedResult(unit, left.id, unit.cases.of(to) ?? null);
    }),
  );
}

function personIn(door: Door, id: string): Rec {
  const rec = readRecord(door.world.base, door.world.registry.form(PERSON), id);
  if (!rec || rec.voided || textIn(rec.values, 'merged_into')) refuseWith(whyNobody(door, id));
  return rec as Rec;
}

const identifiersIn = (rec: Rec) => rowsIn(rec.values, 'identifiers');

function checkPair(temporary: Rec, official: Rec): void {
  if (temporary.id === official.id) refuseWith({ code: 'merge.same' });
  const known = (rec: Rec) => identifiersIn(rec).some((row) => row.class !== TEMPORARY);
  // Entered twice, as at two stations: one identifier, two clients.
  if (known(temporary) && sharesIdentifier(temporary, official)) return;
  if (known(temporary)) {
    refuseWith({ code: known(official) ? 'merge.two_official' : 'merge.not_temporary' });
  }
  if (!known(official)) refuseWith({ code: 'merge.target_temporary', field: 'person' });
  if (identifiersIn(temporary).length + identifiersIn(official).length > 9) {
    refuseWith({ code: 'merge.identifiers' });
  }
}

/** True where both have an identifier that is nobody else's. */
function sharesIdentifier(one: Rec, other: Rec): boolean {
  const known = (rec: Rec) =>
    identifiersIn(rec)
      .filter((row) => row.class !== TEMPORARY)
      .map((row) => String(row.value).toUpperCase());
  const theirs = new Set(known(other));
  return known(one).some((value) => theirs.has(value));
}

/** A merge would take the ground from under what somebody has unsaved: that is finished first. */
function checkDrafts(door: Door, from: string, to: string): void {
  const me = door.setting.me.id;
  const open = draftsAbout(door.world.base, [from, to], [from, to]).filter(
    (draft) => draft.actor !== me || draft.client === from || draft.record === from,
  );
  if (!open.length) return;
  const names = workersNamed(
    door,
    open.map((draft) => draft.actor),
  );
  refuseWith({ code: 'merge.draft', values: { names } });
}

/** The official person with the identifiers of both; what is under turvakielto stays under it. */
function joined(temporary: Rec, official: Rec, workDate: string): Values {
  const kept = new Set(identifiersIn(official).map(({ value }) => value));
  const others = identifiersIn(temporary).filter(({ value }) => !kept.has(value));
  const ended = others.map((row) => ({ ...row, until: row.until ?? workDate }));
  const hidden = temporary.values.protected === true || official.values.protected === true;
  return {
    ...official.values,
    // The newest in use is the one shown: the ended ones come first.
    identifiers: [...ended, ...identifiersIn(official)],
    ...(hidden ? { protected: true } : {}),
  };
}

/** Every record of a form that belongs or links to the temporary person. */
function relink(door: Door, unit: UnitOfWork, form: Form, request: MergeRequest): void {
  const { from, to, reason } = request;
  const { base } = door.world;
  if (form.id === PERSON) return;
  for (const id of linkedTo(base, form, from)) {
    const was = readRecord(base, form, id);
    if (!was) continue;
    const values = relinkedValues(form, was.values, from, to);
    const bucket = was.bucket === from ? to : was.bucket;
    if (form.id === HOUSEHOLD) {
      unit.rewrite(form, was, { values: withoutDoubles(values, to), bucket, reason });
    } else unit.rewrite(form, was, { values, bucket, reason, relinked: { from, to } });
  }
}
