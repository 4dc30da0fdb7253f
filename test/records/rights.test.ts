import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Values } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { openSession } from '../../src/records/session';
import type { SaveResult } from '../../src/records/stop';
import {
  caseOf,
  catalog,
  DAY,
  enterCouple,
  enterDecision,
  enterInvestigation,
  enterPerson,
  makeOffice,
  type Office,
  reasons,
  TEAM,
} from './office';

const USERS = { worker: 'yhtmalmai', secretary: 'yhtsihter', reader: 'yhtlukrii' } as const;
const ROLES = Object.keys(USERS) as (keyof typeof USERS)[];

let office: Office;
let person: string;
beforeAll(() => {
  office = makeOffice();
  person = enterCouple(office.session());
});
afterAll(() => office.close());

/** The refusals for want of a right; what else may be wrong with an empty form does not count. */
function roleRefusals(result: SaveResult): string[] {
  if (result.kind !== 'refused') return [];
  return result.problems.map((problem) => problem.code).filter((code) => code.startsWith('role.'));
}

function attempt(role: keyof typeof USERS, form: string, action: string): SaveResult {
  const session = office.session(USERS[role]);
  const client = caseOf(session, person);
  const values: Values = registry.form(form).fields.person ? { person } : {};
  const amend = { id: 'nobody', base_version: 1, reason: 'kirjausvirhe' };
  if (action === 'create') return session.save({ form, values, client });
  if (action === 'amend') return session.save({ form, values, client, amend });
  return session.voidRecord({ form, ...amend });
}

describe('the permission matrix at the door', () => {
  for (const role of ROLES) {
    for (const form of registry.all) {
      for (const action of ['create', 'amend', 'void']) {
        const allowed = catalog.allows(role, form.id, action);
        it(`${role} ${allowed ? 'may' : 'may not'} ${action} ${form.id}`, () => {
          const refused = roleRefusals(attempt(role, form.id, action));
          expect(refused).toEqual(allowed ? [] : [`role.${action}`]);
        });
      }
      it(`${role} reads the history of ${form.id} as the matrix says`, () => {
        const read = office.session(USERS[role]).history(form.id, 'nobody');
        const allowed = catalog.allows(role, form.id, 'read');
        expect(read).toMatchObject({ problem: { code: allowed ? 'record.missing' : 'role.read' } });
      });
    }
    it(`${role} reveals as the matrix says`, () => {
      const revealed = office.session(USERS[role]).reveal(person, 'oma_asiakas');
      expect(revealed.ok).toBe(catalog.allows(role, 'person', 'reveal'));
      if (!revealed.ok) expect(revealed.problem.code).toBe('role.reveal');
    });
  }

  it('refuses a role the matrix does not know everything', () => {
    const stranger = { id: 'vieras', name: 'Vieras V', unit: TEAM, role: 'visitor', active: true };
    const world = { ...office.world, workers: [stranger] };
    const opened = openSession(world, { user: 'vieras', workDate: DAY, lang: 'fi' });
    if (!opened.ok) throw new Error(opened.problem.code);
    expect(opened.value.openCase(person)).toMatchObject({ problem: { code: 'role.read' } });
    expect(opened.value.findPersons('testi')).toMatchObject({ problem: { code: 'role.read' } });
    expect(opened.value.workList()).toEqual([]);
    for (const form of registry.all) {
      const values: Values = form.fields.person ? { person } : {};
      const result = opened.value.save({ form: form.id, values, client: null });
      expect(reasons(result)).toEqual(['role.create']);
    }
  });
});

describe('a secretary', () => {
  it('may not decide, nor record a notice on a decision a worker made', () => {
    const mine = office.session();
    const id = enterPerson(mine, '010190-900P', 'Kallio', 'Elina');
    const decision = enterDecision(mine, id, { notice_given: false });
    const theirs = office.session(USERS.secretary);
    const result = theirs.save({
      form: 'decision',
      values: { ...decision.values, notice_given: true },
      client: caseOf(theirs, id),
      amend: { id: decision.id, base_version: 1, reason: 'kirjausvirhe' },
    });
    expect(reasons(result)).toEqual(['role.amend']);
  });

  it('may end what has a decision, as that is amending the investigation', () => {
    const mine = office.session();
    const id = enterPerson(mine, '010190-901R', 'Kallio', 'Emma');
    const investigation = enterInvestigation(mine, id);
    const theirs = office.session(USERS.secretary);
    const target = { id: investigation.id, version: 1 };
    const result = theirs.act(
      'investigation.end',
      target,
      { until: '2026-03-16' },
      caseOf(mine, id),
    );
    expect(reasons(result)).toEqual(['blocker.decision']);
    const reader = office.session(USERS.reader);
    const refused = reader.act(
      'investigation.end',
      target,
      { until: '2026-03-16' },
      caseOf(mine, id),
    );
    expect(reasons(refused)).toEqual(['role.amend']);
  });
});

describe('a session', () => {
  it('is refused to a stranger', () => {
    expect(() => office.session('nobody')).toThrow('session.no_worker');
  });
});
