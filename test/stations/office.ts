import { makeLink } from '../../src/store/sync-link';
import { saveWorker } from '../../src/store/workers';
import { makeOffice } from '../records/office';
import { openImage } from './image';

/** Who works at the stations: id, role and unit. */
export const USERS = [
  ['yhtmalmai', 'worker', '11a2ba'],
  ['yhtsihter', 'worker', '11a2bb'],
  ['yhtlukrii', 'secretary', '11a1aa'],
] as const;

let template: Buffer | undefined;

/** An empty base with the workers of the schedules. */
function emptyBase(): Buffer {
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

const linked = new Map<string, Buffer>();

/** The same as the base of a station: an identity of its own, a centre and a user. */
export function linkedBase(name: string, user: string): Buffer {
  const key = `${name} ${user}`;
  const known = linked.get(key);
  if (known) return known;
  const named = openImage(emptyBase());
  named.db.prepare("UPDATE meta SET value = ? WHERE key = 'device_id'").run(`device-${name}`);
  const base = openImage(named.db.serialize());
  named.close();
  makeLink(base, 'http://127.0.0.1:1', user);
  const image = base.db.serialize();
  base.close();
  linked.set(key, image);
  return image;
}
