import type { Registry } from '../../src/form/define';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import type { Base } from '../../src/store/base';
import { CENTRE } from '../../src/sync/terms';
import { ask } from './asked';
import { type Book, containerOf, type Folded, fold, type Kept, same, type Version } from './book';
import { derivedAlike } from './derived';
import { isAsMade, linesAfter, type Made } from './lines';
import { followed } from './merging';
import { asWritten, decidedAsChosen, settledOnce } from './settled';
import { linesOf, strangeFields } from './shown';
import { type Person, sightOf } from './sight';
import { wholeRecord } from './skew';
import type { Chosen } from './work';

/** A base to be judged, with whose it is. */
export interface Judged {
  readonly name: string;
  readonly user: Person;
  readonly base: Base;
  /** As its program declares them. */
  readonly forms: Registry;
}

/** Everything an oracle needs. */
export interface Scene {
  readonly book: Book;
  readonly people: ReadonlyMap<string, Person>;
  readonly made: ReadonlyMap<string, Made>;
  readonly stations: readonly Judged[];
  /** What nobody can send again: a restored centre has lost it, and its author's base had to. */
  readonly lost: ReadonlySet<string>;
  /** What was chosen in the settling of conflicts, by operation. */
  readonly chosen: ReadonlyMap<string, Chosen>;
}

/** An invariant of SYNC 5 that broke, and where. */
export interface Breach {
  readonly invariant: string;
  readonly what: string;
}

export const IN = new Set(['applied', 'merged']);
const ANSWERS = new Set(['applied', 'merged', 'conflict', 'waiting', 'held', 'rejected']);

/** Every invariant that holds at any moment, also in the middle of a schedule. */
export function checkCentre(scene: Scene): Breach[] {
  const { book, made } = scene;
  const kept = book.kept();
  const versions = book.versions();
  return [
    ...counted(book, versions),
    ...decided(kept, versions),
    ...overwritten(versions, made),
    ...asWritten(scene, kept, versions),
    ...settledOnce(book, kept),
    ...decidedAsChosen(scene, versions),
    ...needless(kept, versions, made),
  ];
}

/** I11: what somebody saved and the centre has not answered stands on the screen as it was left. */
export function checkShown({ stations, made }: Scene): Breach[] {
  return stations.flatMap(({ name, base, forms }) => {
    const text =
      'SELECT c.op_id FROM change c LEFT JOIN delivery d ON d.seq = c.seq' +
      // What was held or refused and is asked for anew (R56) stays out of the record until then.
      ' WHERE (d.seq IS NULL OR (d.own = 1 AND d.status IS NULL AND d.code IS NULL))' +
      // The feed may say that it is in conflict before the answer comes.
      ' AND c.op_id NOT IN (SELECT op_id FROM conflict) ORDER BY c.seq';
    const waiting = ask<string>(base, text).pluck().all();
    const here = new Set(ask<string>(base, 'SELECT id FROM person').pluck().all());
    const last = new Map<string, { made: Made; field: string; value: unknown }>();
    for (const id of waiting) {
      const one = made.get(id);
      for (const [field, [, value]] of Object.entries(one?.patch ?? {})) {
        if (one) last.set(`${one.record_id} ${field}`, { made: one, field, value });
      }
    }
    return [...last.values()].flatMap(({ made: { form, record_id, patch }, field, value }) => {
      const rec = wholeRecord(forms, base, form, record_id);
      if (rec && same(rec.values[field], value)) return [];
      // Moved here alone to a client who was taken away since: it stands where the centre has it,
      // with what it was attached to there (R45).
      const client = patch.person?.[1];
      if (rec && client !== undefined && !here.has(String(client))) return [];
      return [{ invariant: 'I11', what: `${name} does not show ${form} ${record_id}.${field}` }];
    });
  });
}

/** And those that hold when everything has come to rest. */
export function checkAtRest(scene: Scene): Breach[] {
  const { book, made, stations } = scene;
  const kept = new Map(book.kept().map((one) => [one.op_id, one]));
  const records = fold(book.versions());
  const known = new Set([...made.keys(), ...scene.lost]);
  return [
    ...checkCentre(scene),
    ...answered(kept, made),
    ...documents(book, records),
    ...followed(records),
    ...derivedAlike(
      stations.map(({ name, base, forms }) => ({
        name,
        records: recordsIn(forms, base),
        open: new Set(linesOf(base, known, kept).open.keys()),
      })),
    ),
    ...stations.flatMap((station) => [
      ...told(station, kept),
      ...leaked(station, scene, records),
      ...converged(station, scene, records, kept),
      ...unaltered(station, made),
    ]),
  ];
}

/** I6, I2: positions without a gap; each operation in at most once, versions from 1 upwards. */
function counted(book: Book, versions: readonly Version[]): Breach[] {
  const breaches: Breach[] = [];
  const places = book.places();
  places.forEach(({ pos }, at) => {
    if (pos !== at + 1) breaches.push({ invariant: 'I6', what: `place ${at + 1} is ${pos}` });
  });
  if (book.head() !== places.length) {
    breaches.push({ invariant: 'I6', what: `head ${book.head()} of ${places.length}` });
  }
  // A place without a version only tells an author what became of an operation.
  const told = places.flatMap(({ op_id, version }) => (op_id && version !== null ? [op_id] : []));
  const twice = (ids: readonly string[]) => ids.filter((id, at) => ids.indexOf(id) !== at);
  for (const id of [...twice(told), ...twice(versions.map(({ op_id }) => op_id))]) {
    breaches.push({ invariant: 'I2', what: `${id} is in twice` });
  }
  const last = new Map<string, number>();
  for (const { record_id, version } of versions) {
    if (version !== (last.get(record_id) ?? 0) + 1) {
      breaches.push({ invariant: 'I6', what: `${record_id} jumps to version ${version}` });
    }
    last.set(record_id, version);
  }
  return breaches;
}

/** I3, I10: in or in conflict but never both; a unit of work in as a whole or not at all. */
function decided(kept: readonly Kept[], versions: readonly Version[]): Breach[] {
  const breaches: Breach[] = [];
  const within = new Set(versions.map(({ op_id }) => op_id));
  const units = new Map<string, Kept[]>();
  for (const one of kept) {
    if (IN.has(one.status) !== within.has(one.op_id)) {
      breaches.push({ invariant: 'I3', what: `${one.op_id} is ${one.status} and in or not in` });
    }
    units.set(one.uow_id, [...(units.get(one.uow_id) ?? []), one]);
  }
  for (const [unit, ops] of units) {
    const some = ops.filter(({ status }) => IN.has(status)).length;
    if (some > 0 && some < ops.length) {
      breaches.push({ invariant: 'I10', what: `${some} of ${ops.length} of ${unit} are in` });
    }
  }
  return breaches;
}

/** I4: nothing was written over that its author had not seen, unless it says the same. */
function overwritten(versions: readonly Version[], made: ReadonlyMap<string, Made>): Breach[] {
  const breaches: Breach[] = [];
  let record = '';
  let last = new Map<string, Version>();
  let values: Record<string, unknown> = {};
  for (const one of versions) {
    if (one.record_id !== record) {
      record = one.record_id;
      last = new Map();
      values = {};
    }
    const author = made.get(one.op_id);
    for (const [field, [, now]] of Object.entries(one.patch)) {
      const group = groupOf(one.op.form, field);
      const before = last.get(group);
      // Who came before may have seen this one: then it was not known to be in, as in a restore.
      const wasSeen =
        before && (made.get(before.op_id)?.seen.has(one.op_id) || isSaid(before, one));
      const blind =
        before && author && !wasSeen && before.op_id !== one.op_id
          ? !author.seen.has(before.op_id) && made.get(before.op_id)?.uow_id !== author.uow_id
          : false;
      if (blind && !same(values[field], now)) {
        breaches.push({ invariant: 'I4', what: `${record}.${field}: ${one.op_id} over unseen` });
      }
    }
    for (const [field, [, now]] of Object.entries(one.patch)) {
      values[field] = now;
      // Numbers, and what follows a merge, are the centre's own: nobody's word stands in them.
      if (one.device_id !== CENTRE) last.set(groupOf(one.op.form, field), one);
    }
  }
  return breaches;
}

/**
 * True when the same device said both, in this order: what it sent before counts as seen, also
 * where the client was taken from its base meanwhile and has not wholly come back.
 */
function isSaid(before: Version, one: Version): boolean {
  return before.device_id === one.device_id && before.op.seq < one.op.seq;
}

/** I4, the other way: nobody is asked to decide where the author had seen all there was. */
function needless(
  kept: readonly Kept[],
  versions: readonly Version[],
  made: ReadonlyMap<string, Made>,
): Breach[] {
  const others = new Map<string, string[]>();
  for (const { record_id, op_id } of versions) {
    others.set(record_id, [...(others.get(record_id) ?? []), op_id]);
  }
  return kept.flatMap(({ op_id, record_id, status }) => {
    const author = made.get(op_id);
    if (status !== 'conflict' || !author) return [];
    const unseen = (others.get(record_id) ?? []).filter((one) => !author.seen.has(one));
    if (unseen.length > 0) return [];
    return [{ invariant: 'I4', what: `${op_id} is in conflict with what its author had seen` }];
  });
}

function groupOf(form: string, field: string): string {
  // Of what the next release knows besides, a centre of this one knows no groups.
  const fields = registry.all.find(({ id }) => id === form)?.fields;
  return fields?.[field]?.group ?? field;
}

/** I1: every operation somebody made is at the centre with exactly one answer. */
function answered(kept: ReadonlyMap<string, Kept>, made: ReadonlyMap<string, Made>): Breach[] {
  const breaches: Breach[] = [];
  for (const { op_id, station, form, kind } of made.values()) {
    const one = kept.get(op_id);
    const what = `${kind} ${form} ${op_id} of ${station}`;
    if (!one) breaches.push({ invariant: 'I1', what: `${what} is not at the centre` });
    else if (!ANSWERS.has(one.status)) {
      breaches.push({ invariant: 'I1', what: `${what} is ${one.status}` });
    }
  }
  return breaches;
}

/** The centre's documents are what its own versions say. */
function documents(book: Book, records: ReadonlyMap<string, Folded>): Breach[] {
  const breaches: Breach[] = [];
  for (const [id, { doc, version }] of book.documents()) {
    const folded = records.get(id);
    if (folded?.version !== version || !same(JSON.parse(doc), folded.values)) {
      breaches.push({ invariant: 'I8', what: `document of ${id} is not what its versions say` });
    }
  }
  return breaches;
}

/** I1 at the station: what it tells the worker became of each entry is what became of it. */
function told({ name, base }: Judged, kept: ReadonlyMap<string, Kept>): Breach[] {
  const text =
    'SELECT c.op_id, d.status FROM delivery d JOIN change c ON c.seq = d.seq WHERE d.own = 1' +
    ' UNION ALL SELECT op_id, status FROM kept';
  const rows = base.sql<{ op_id: string; status: string | null }>(text).all();
  return rows
    .filter(({ op_id, status }) => inWord(status) !== inWord(kept.get(op_id)?.status))
    .map(({ op_id, status }) => ({
      invariant: 'I1',
      what: `${name} says ${op_id} is ${status}, the centre ${kept.get(op_id)?.status}`,
    }));
}

/** Who learns by the feed that an operation is in is not told whether it met others. */
const inWord = (status: string | null | undefined) => (IN.has(status ?? '') ? 'in' : status);

/** I7: nothing of a container the user may not see is in the base. */
function leaked({ name, user, base, forms }: Judged, scene: Scene, records: Map<string, Folded>) {
  const { atMost } = sightOf(user, scene.people, records.values());
  const known = new Set([...records.values()].map(containerOf));
  const breaches: Breach[] = [];
  for (const rec of recordsIn(forms, base)) {
    // One that is moved here alone, and was not let in, belongs where the centre has it.
    const container = containerOf(records.get(rec.id) ?? { record_id: rec.id, bucket: rec.bucket });
    if (known.has(container) && !atMost.has(container)) {
      breaches.push({
        invariant: 'I7',
        what: `${name} holds ${rec.form} ${rec.id} of ${container}`,
      });
    }
  }
  return [...breaches, ...leftBytes({ name, user, base, forms }, scene, records, atMost)];
}

/** A text nobody else makes up, as the schedules put one into each entry. */
const MARK = / \d{9}$/;

/** Every text a person has written, also one of others that undoing wrote back. */
function textsOf(made: ReadonlyMap<string, Made>, whose: (station: string) => boolean) {
  const own = [...made.values()].filter(({ station }) => whose(station));
  return new Set(own.flatMap(({ patch }) => Object.values(patch).map(([, now]) => now)));
}

/** I7 to the last byte: what others wrote of whom the user may not see is nowhere in the file. */
function leftBytes(
  { name, base }: Judged,
  { book, made }: Scene,
  records: ReadonlyMap<string, Folded>,
  atMost: ReadonlySet<string>,
): Breach[] {
  const bytes = base.db.serialize();
  const isOwn = (station: string) => station.charAt(0) === name.charAt(0);
  const written = textsOf(made, isOwn);
  return book.versions().flatMap(({ op_id, record_id, patch }) => {
    const folded = records.get(record_id);
    const own = isOwn(made.get(op_id)?.station ?? '');
    if (own || !folded || atMost.has(containerOf(folded))) return [];
    return Object.entries(patch)
      .map(([, [, now]]) => now)
      .filter((text) => typeof text === 'string' && MARK.test(text) && !written.has(text))
      .filter((text) => bytes.includes(String(text)))
      .map((text) => ({ invariant: 'I7', what: `${name} still has the bytes of ${text}` }));
  });
}

/** I5: what the base shows is what the centre has, and what of its own has not gone in. */
function converged(
  { name, user, base, forms }: Judged,
  { book, people, made, lost }: Scene,
  records: ReadonlyMap<string, Folded>,
  kept: ReadonlyMap<string, Kept>,
): Breach[] {
  const { atLeast } = sightOf(user, people, records.values());
  const lines = linesOf(base, new Set([...made.keys(), ...lost]), kept);
  const { open } = lines;
  const here = new Map(recordsIn(forms, base).map((rec) => [rec.id, rec]));
  const breaches: Breach[] = [];
  const fail = (what: string) => breaches.push({ invariant: 'I5', what: `${name}: ${what}` });
  for (const folded of records.values()) {
    const rec = here.get(folded.record_id);
    if (!rec) {
      if (atLeast.has(containerOf(folded))) fail(`${folded.form} ${folded.record_id} is missing`);
      continue;
    }
    const differs = open.has(rec.id)
      ? strangeFields(rec, folded, lines, kept)
      : differingFields(rec, folded);
    if (differs.length > 0) fail(`${rec.form} ${rec.id} differs in ${differs.join(', ')}`);
  }
  const told = new Map(conflictsIn(base).map(({ id, body }) => [id, body]));
  for (const conflict of book.conflicts()) {
    const { id, record_id } = conflict;
    const folded = records.get(record_id);
    if (!folded || !atLeast.has(containerOf(folded)) || !here.has(record_id)) continue;
    if (!same(JSON.parse(told.get(id) ?? 'null'), conflict)) {
      fail(`conflict ${id} is ${told.get(id)}, at the centre ${JSON.stringify(conflict)}`);
    }
  }
  for (const rec of here.values()) {
    if (!records.has(rec.id) && !open.has(rec.id)) fail(`${rec.form} ${rec.id} is nowhere else`);
  }
  return breaches;
}

function conflictsIn(base: Base): { id: string; body: string }[] {
  return base.sql<{ id: string; body: string }>('SELECT id, body FROM conflict').all();
}

function differingFields(rec: Rec, folded: Folded): string[] {
  const fields = new Set([...Object.keys(rec.values), ...Object.keys(folded.values)]);
  const differing = [...fields].filter((field) => !same(rec.values[field], folded.values[field]));
  if (rec.bucket !== folded.bucket) differing.push('bucket');
  if (rec.voided !== folded.voided) differing.push('voided');
  return differing;
}

/** I8: a line of history stays what it was when its author saved it. */
function unaltered({ name, base }: Judged, made: ReadonlyMap<string, Made>): Breach[] {
  return linesAfter(base, 0)
    .filter((line) => {
      const written = made.get(line.op_id);
      return written?.station === name && !isAsMade(line, written);
    })
    .map(({ op_id }) => ({ invariant: 'I8', what: `${op_id} was altered at ${name}` }));
}

/** Every record in a base, voided ones too, with all it holds. */
function recordsIn(forms: Registry, base: Base): Rec[] {
  return forms.all.flatMap(({ id: form }) => {
    const ids = ask<string>(base, `SELECT id FROM ${form}`).pluck().all();
    return ids.flatMap((id) => wholeRecord(forms, base, form, id) ?? []);
  });
}
