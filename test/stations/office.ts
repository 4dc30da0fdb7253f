import { saveWorker } from '../../src/store/workers';
import { makeOffice } from '../records/office';

/** Who works at the stations: id, role and unit. */
export const USERS = [
  ['yhtmalmai', 'worker', '11a2ba'],
  ['yhtsihter', 'worker', '11a2bb'],
  ['yhtlukrii', 'secretary', '11a1aa'],
] as const;

let template: Buffer | undefined;

/** An empty base with the workers of the schedules. */
export function emptyBase(): Buffer {
  if (template) return template;
  const office = makeOffice();
  for (const [id, role, unit] of USERS) {
    saveWorker(office.base, { id, name: id, role, unit, active: true, os_user: null });
  }
  office.base.db.pragma('journal_mode = DELETE');
  template = office.base.db.serialize();
  office.close();
  return template;
}
