import { readFileSync } from 'node:fs';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { openSession } from '../../src/records/session';
import { openBase } from '../../src/store/open';
import { queryRecords } from '../../src/store/query';
import { readRecord } from '../../src/store/records';
import { must, worldOf } from '../contract/world';
import type { World } from '../lib/world';
import { caseOf, DAY, enterInitiation, enterPerson, mustEnter } from '../records/office';

const USER = 'yhtmalmai';

function inBase<T>({ file }: World, name: string, work: (base: ReturnType<typeof opened>) => T): T {
  const base = opened(file(name), readFileSync(file('station.key')));
  try {
    return work(base);
  } finally {
    base.close();
  }
}

const opened = (path: string, key: Buffer) => must(openBase(path, { key }));

/** The worker of a station enters a client with a note and an initiation, which it gives. */
export function enterClient(
  world: World,
  identifier: string,
  name: string,
  file = 'case.akti',
): Rec {
  return inBase(world, file, (base) => {
    const session = must(
      openSession(worldOf(base, Number(identifier.slice(0, 6))), {
        ...{ user: USER, workDate: DAY, lang: 'fi' },
      }),
    );
    const client = enterPerson(session, identifier, name, 'Aino');
    mustEnter(session, 'diary_note', caseOf(session, client), { text: `Soitti ${name}` });
    return enterInitiation(session, client);
  });
}

/** A record as the station has it now. */
export function recordAt(world: World, { form, id }: Pick<Rec, 'form' | 'id'>): Rec | undefined {
  return inBase(world, 'case.akti', (base) => readRecord(base, registry.form(form), id));
}

/** Texts of all notes of a station, and the numbers of its initiations, each in order. */
export function whatStandsIn(world: World, file: string): { notes: string[]; numbers: number[] } {
  return inBase(world, file, (base) => {
    const of = (name: string) =>
      queryRecords(base, registry.form(name), { where: { voided: false } });
    return {
      notes: of('diary_note')
        .map(({ values }) => String(values.text))
        .sort(),
      numbers: of('initiation')
        .map(({ values }) => Number(values.register_no))
        .sort(),
    };
  });
}
