import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rec, Values } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { nameOf } from '../../src/records/names';
import type { Session } from '../../src/records/session';
import { changesOf } from '../../src/store/changes';
import { queryRecords } from '../../src/store/query';
import {
  amend,
  caseOf,
  enterHousehold,
  enterInitiation,
  enterPerson,
  makeOffice,
  mustEnter,
  type Office,
  reasons,
  saved,
} from './office';

let office: Office;
let session: Session;
let mother: string;
let eetu: string;
let enni: string;
let aada: string;

const FIRST: Values = {
  type: 'shl_35',
  date: '2026-03-16',
  from: 'opettaja',
  from_name: 'Opettaja Olli',
  reason: 'poissaolot',
  text: 'Poissaoloja.',
};

beforeEach(() => {
  office = makeOffice();
  session = office.session();
  mother = enterPerson(session, '140388-9028', 'Koivula', 'Aino');
  eetu = enterPerson(session, '030915A915K', 'Koivula', 'Eetu');
  enni = enterPerson(session, '221118A926K', 'Koivula', 'Enni');
  aada = enterPerson(session, '010112A934N', 'Koivula', 'Aada');
  enterHousehold(session, [
    [mother, 'R'],
    [eetu, 'B'],
    [enni, 'B'],
  ]);
});

afterEach(() => office.close());

function copy(rec: Rec, children: readonly string[], from = rec.bucket ?? '', by = session) {
  const client = caseOf(by, from);
  const target = { id: rec.id, version: rec.version };
  return by.act('initiation.copy', target, { copied_to: children }, client);
}

const initiationsOf = (person: string) =>
  caseOf(session, person).records.filter((rec) => rec.form === 'initiation');

const only = ([rec]: readonly Rec[]) => rec as Rec;

const countAll = () => queryRecords(office.base, registry.form('initiation'), { where: {} }).length;

function addAada(): void {
  const [home] = queryRecords(office.base, registry.form('household'), { where: {} });
  const members = home?.values.members as readonly Values[];
  const row = { person: aada, role: 'B', from: null, until: null, guardian: false };
  saved(amend(session, home as Rec, { members: [...members, row] as never }));
}

describe('an initiation copied to the siblings', () => {
  it('gives each the same facts and a number of its own, linked both ways', () => {
    const first = enterInitiation(session, eetu, FIRST);
    const { made } = saved(copy(first, [enni]));
    const theirs = only(initiationsOf(enni));
    expect(made.map((rec) => rec.id)).toContain(theirs.id);
    const { person, register_no, copied_from, copied_to, ...same } = theirs.values;
    expect(person).toBe(enni);
    expect(register_no).toBe(Number(first.values.register_no) + 1);
    expect(copied_from).toBe(first.id);
    expect(copied_to).toEqual([]);
    expect(first.values).toMatchObject(same);
    expect(only(initiationsOf(eetu)).values.copied_to).toEqual([theirs.id]);
  });

  it('names the other record by its child on both forms, also once it is handled', () => {
    const first = enterInitiation(session, eetu, FIRST);
    saved(copy(first, [enni]));
    const theirs = only(initiationsOf(enni));
    const name = (whose: string, field: string, id: string) =>
      nameOf(
        { registry, facts: session.facts(caseOf(session, whose)) },
        registry.form('initiation').fields[field] as never,
        id,
      );
    expect(name(eetu, 'copied_to', theirs.id)).toMatch(/^Koivula, Enni: ShL 35/);
    mustEnter(session, 'investigation', caseOf(session, eetu), {});
    expect(only(initiationsOf(enni)).values.handled_by).toBeTruthy();
    expect(name(eetu, 'copied_to', theirs.id)).toMatch(/^Koivula, Enni: ShL 35/);
    expect(name(enni, 'copied_from', first.id)).toMatch(/^Koivula, Eetu: ShL 35/);
  });

  it('leaves a line of history at each and one in the use log of each client', () => {
    const first = enterInitiation(session, eetu, FIRST);
    const before = office.uses().length;
    saved(copy(first, [enni]));
    const uses = office.uses().slice(before);
    expect(uses.map((use) => [use.what, use.person])).toEqual(
      expect.arrayContaining([
        ['create', enni],
        ['amend', eetu],
      ]),
    );
    const last = changesOf(office.base, first.id).at(-1);
    expect(Object.keys(last?.patch ?? {})).toEqual(['copied_to']);
  });

  it('is made from whichever member is open', () => {
    const first = enterInitiation(session, eetu, FIRST);
    saved(copy(first, [enni], mother));
    expect(only(initiationsOf(enni)).values.copied_from).toBe(first.id);
  });

  it('is refused twice for one child, also from the copy and from an old screen', () => {
    const first = enterInitiation(session, eetu, FIRST);
    saved(copy(first, [enni]));
    expect(reasons(copy(first, [enni]))).toEqual(['siblings.copied']);
    expect(reasons(copy(only(initiationsOf(eetu)), [enni]))).toEqual(['copied_to siblings.copied']);
    expect(reasons(copy(only(initiationsOf(enni)), [eetu]))).toEqual(['copied_to siblings.copied']);
    expect(countAll()).toBe(2);
  });

  it('of a copy hangs on the first one too', () => {
    const first = enterInitiation(session, eetu, FIRST);
    saved(copy(first, [enni]));
    addAada();
    saved(copy(only(initiationsOf(enni)), [aada]));
    expect(only(initiationsOf(aada)).values.copied_from).toBe(first.id);
    expect(only(initiationsOf(eetu)).values.copied_to).toEqual([
      only(initiationsOf(enni)).id,
      only(initiationsOf(aada)).id,
    ]);
  });

  it('can be voided, and made again; the other copies stay linked', () => {
    addAada();
    const first = enterInitiation(session, eetu, FIRST);
    saved(copy(first, [enni, aada]));
    const wrong = only(initiationsOf(enni));
    const { form, id, version } = wrong;
    saved(session.voidRecord({ form, id, base_version: version, reason: 'kirjausvirhe' }));
    expect(only(initiationsOf(eetu)).values.copied_to).toEqual([only(initiationsOf(aada)).id]);
    saved(copy(only(initiationsOf(eetu)), [enni]));
    expect(initiationsOf(enni).map((rec) => rec.values.copied_from)).toEqual([first.id]);
  });

  it('is refused for no child, for a stranger, for a lone child and for a reader', () => {
    const first = enterInitiation(session, eetu, FIRST);
    expect(reasons(copy(first, []))).toEqual(['copied_to field.required']);
    expect(reasons(copy(first, [aada]))).toEqual(['copied_to siblings.copied']);
    expect(reasons(copy(first, [mother]))).toEqual(['copied_to siblings.copied']);
    expect(reasons(copy(first, [enni], eetu, office.session('yhtlukrii')))).toEqual([
      'role.create',
    ]);
    const lone = enterInitiation(session, aada, FIRST);
    expect(reasons(copy(lone, [enni]))).toEqual(['copied_to siblings.copied']);
    expect(countAll()).toBe(2);
  });

  it('makes all copies or none', () => {
    addAada();
    const first = enterInitiation(session, eetu, FIRST);
    const broken = office.base.db;
    broken.exec(
      `CREATE TEMP TRIGGER stop BEFORE INSERT ON main.initiation WHEN NEW.bucket = '${aada}'
      BEGIN SELECT RAISE(ABORT, 'test.stop'); END`,
    );
    expect(copy(first, [enni, aada]).kind).toBe('failed');
    broken.exec('DROP TRIGGER temp.stop');
    expect(countAll()).toBe(1);
    const { made } = saved(copy(first, [enni, aada]));
    expect(made.map((rec) => rec.values.register_no)).toEqual([2, 3]);
  });
});
