import { readFileSync } from 'node:fs';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { openSession } from '../../src/records/session';
import { openBase } from '../../src/store/open';
import { readRecord } from '../../src/store/records';
import { must, worldOf } from '../contract/world';
import type { World } from '../lib/world';
import { caseOf, DAY, enterInitiation, enterPerson, mustEnter } from '../records/office';

const USER = 'yhtmalmai';

function inBase<T>({ file }: World, work: (base: ReturnType<typeof opened>) => T): T {
  const base = opened(file('case.akti'), readFileSync(file('station.key')));
  try {
    return work(base);
  } finally {
    base.close();
  }
}

const opened = (path: string, key: Buffer) => must(openBase(path, { key }));

/** The worker of the page's station enters a client with a note and an initiation, in one go. */
export function enterClient(world: World, identifier: string, name: string): Rec {
  return inBase(world, (base) => {
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
  return inBase(world, (base) => readRecord(base, registry.form(form), id));
}
