import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { steppingClock } from '../../src/base/clock';
import { makeIds } from '../../src/base/ids';
import { seededRandom } from '../../src/base/random';
import { loadCatalog } from '../../src/catalog/catalog';
import { folderReader } from '../../src/catalog/files';
import type { CaseFacts } from '../../src/form/facts';
import { fill } from '../../src/form/fill';
import type { Rec, Values } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { openSession, type Session } from '../../src/records/session';
import type { SaveResult } from '../../src/records/stop';
import type { World } from '../../src/records/world';
import type { Base } from '../../src/store/base';
import { createBase } from '../../src/store/create';
import { openBase } from '../../src/store/open';
import { readUse, type Use } from '../../src/store/use-log';
import { readWorkers, saveWorker } from '../../src/store/workers';
import { loadWords } from '../../src/words/words';
import { scratchFolder } from '../lib/scratch';

export const { catalog } = loadCatalog(folderReader('data'));
export const { words } = loadWords(folderReader('data'), 'fi');

export const DAY = '2026-03-16';
export const TEAM = '11a2gb';

/** An empty base on the disk with its workers, and everything needed to work in it. */
export interface Office {
  readonly base: Base;
  readonly world: World;
  session(user?: string, workDate?: string): Session;
  uses(): Use[];
  close(): void;
}

const WORKERS = [
  ['yhtmalmai', 'Mallila Maija', 'worker', TEAM],
  ['yhtpälöst', 'Pälvinen Östen', 'worker', 'phsotey'],
  ['yhtsihter', 'Sihvola Teresa', 'secretary', TEAM],
  ['yhtlukrii', 'Lukkari Riitta', 'reader', TEAM],
] as const;

const made = new Map<string, Buffer>();

/** The bytes of an empty base with its workers, made once for each device. */
function emptyBase(path: string, deviceId: string): Buffer {
  const known = made.get(deviceId);
  if (known) return known;
  const createdAt = '2026-03-16T08:00:00.000Z';
  const created = createBase(path, { kind: 'demo', deviceId, createdAt, journal: 'delete' });
  if (!created.ok) throw new Error(created.problem.code);
  for (const [id, name, role, unit] of WORKERS) {
    saveWorker(created.value, { id, name, role, unit, active: true, os_user: null });
  }
  created.value.close();
  const bytes = readFileSync(path);
  rmSync(path);
  made.set(deviceId, bytes);
  return bytes;
}

/** @param station which one of several, each with its own device and ids */
export function makeOffice(station = 1): Office {
  const folder = scratchFolder('akti-records-');
  const clock = steppingClock('2026-03-16T08:00:00.000Z', 1000);
  const ids = makeIds(clock, seededRandom(station));
  const device = station === 1 ? 'device' : `device-${station}`;
  const path = join(folder, 'base.akti');
  writeFileSync(path, emptyBase(join(folder, 'template.akti'), device));
  const opened = openBase(path);
  if (!opened.ok) throw new Error(opened.problem.code);
  const base = opened.value;
  const world: World = { catalog, registry, base, clock, ids, workers: readWorkers(base) };
  return {
    base,
    world,
    session: (user = 'yhtmalmai', workDate = DAY) => {
      const begun = openSession(world, { user, workDate, lang: 'fi' });
      if (!begun.ok) throw new Error(begun.problem.code);
      return begun.value;
    },
    uses: () => readUse(base, {}),
    close: () => {
      base.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The answer of a save that went well; the reasons where it did not. */
export function saved(result: SaveResult): Extract<SaveResult, { kind: 'saved' }> {
  if (result.kind !== 'saved') throw new Error(JSON.stringify(result));
  return result;
}

/** Codes of the reasons a save was refused for, `field code` where there is a field. */
export function reasons(result: SaveResult): string[] {
  if (result.kind !== 'refused') throw new Error(`not refused but ${result.kind}`);
  return result.problems.map(({ code, field }) => (field ? `${field} ${code}` : code));
}

/** Saves a form filled in as the screen would, with what is given chosen. */
export function enter(
  session: Session,
  form: string,
  client: CaseFacts | null,
  chosen: Values,
): SaveResult {
  const facts = session.facts(client);
  const values = fill(registry.form(form), chosen, new Set(Object.keys(chosen)), facts);
  return session.save({ form, values, client });
}

export function mustEnter(
  session: Session,
  form: string,
  client: CaseFacts | null,
  chosen: Values,
): Rec {
  return saved(enter(session, form, client, chosen)).rec;
}

/** Changes a saved record for the usual reason. */
export function amend(session: Session, rec: Rec, set: Values, client: CaseFacts | null = null) {
  return session.save({
    form: rec.form,
    values: { ...rec.values, ...set },
    client,
    amend: { id: rec.id, base_version: rec.version, reason: 'kirjausvirhe' },
  });
}

export function enterPerson(
  session: Session,
  identifier: string,
  last: string,
  first: string,
  more: Values = {},
): string {
  const kind = identifier.includes('TP') ? 'effica_temporary' : 'test';
  return mustEnter(session, 'person', null, {
    identifiers: [{ value: identifier, class: kind, from: null, until: null }],
    last_name: last,
    first_names: first,
    municipality: 'lahti',
    protected: false,
    ...more,
  }).id;
}

export function enterHousehold(session: Session, members: readonly [string, string][]): Rec {
  return mustEnter(session, 'household', null, {
    members: members.map(([person, role]) => ({
      person,
      role,
      from: null,
      until: null,
      guardian: role === 'R' || role === 'S',
    })),
  });
}

/** The case as it stands, without a line in the log. */
export function caseOf(session: Session, person: string): CaseFacts {
  const found = session.reloadCase(person);
  if (!found.ok) throw new Error(found.problem.code);
  return found.value;
}

/** Makes writing into a table fail until the returned function is called. */
export function breakTable(base: Base, table: string): () => void {
  base.db.exec(
    `CREATE TRIGGER stop BEFORE INSERT ON main.${table}
    BEGIN SELECT RAISE(ABORT, 'test.stop'); END`,
  );
  return () => base.db.exec('DROP TRIGGER stop');
}

/** Father and mother of the 2008 slides, one household; gives the father. */
export function enterCouple(session: Session): string {
  const father = enterPerson(session, '121255-TP1X', 'Testi', 'Isä', { municipality: 'helsinki' });
  const mother = enterPerson(session, '150278-TP22', 'Testi', 'Äiti', { municipality: 'helsinki' });
  enterHousehold(session, [
    [father, 'R'],
    [mother, 'S'],
  ]);
  return father;
}

export function enterInitiation(session: Session, person: string, chosen: Values = {}): Rec {
  return mustEnter(session, 'initiation', caseOf(session, person), {
    type: 'aikuissosiaalityon_tarve',
    reason: 'kriisipalvelu',
    ...chosen,
  });
}

/** From an initiation to an investigation. */
export function enterInvestigation(session: Session, person: string, chosen: Values = {}): Rec {
  enterInitiation(session, person, { date: chosen.from ?? session.workDate });
  return mustEnter(session, 'investigation', caseOf(session, person), chosen);
}

/** And on to a decision. */
export function enterDecision(session: Session, person: string, chosen: Values = {}): Rec {
  enterInvestigation(session, person);
  return mustEnter(session, 'decision', caseOf(session, person), {
    notice_given: true,
    ...chosen,
  });
}

/** And on to a running service. */
export function enterService(session: Session, person: string): Rec {
  enterDecision(session, person);
  return mustEnter(session, 'service', caseOf(session, person), { service: 'akuutti_sosiaalityo' });
}
