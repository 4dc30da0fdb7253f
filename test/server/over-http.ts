import { expect } from 'vitest';
import type { Patience } from '../../src/sync/http-call';
import { type Station as HttpStation, httpWire } from '../../src/sync/http-wire';
import type { Served } from '../lib/serve';
import { addCentreUser, type CentreUser, serve } from '../lib/serve';
import { makeWorld, type World } from '../lib/world';
import { HERE } from './station';

export const PASSWORD = 'pitkä ja turha salasana';
export const ANNA: CentreUser = {
  ...{ id: 'anna', name: 'Anna Testi', unit: HERE, role: 'worker', password: PASSWORD },
};
export const BERTTA: CentreUser = { ...ANNA, id: 'bertta', name: 'Bertta Testi' };
/** Words of records and persons that may stand in no log. */
export const SECRETS = ['Salainen teksti', '010190-900R', 'Sukunimi', 'anna', 'bertta', PASSWORD];
export const CLIENT = '0192aaaa-0000-7000-8000-00000000abcd';
const EARLY = '2026-03-16T08:00:00.000Z';

/** A centre in a process of its own with two users, and the flags that name it. */
export interface Office {
  readonly world: World;
  readonly centre: Served;
  readonly at: readonly string[];
  close(): Promise<void>;
}

/** Opens an office: `akti user add` twice, `akti serve`. */
export async function openOffice(): Promise<Office> {
  const world = makeWorld();
  const file = world.file('centre.akti');
  const at = ['--centre', file];
  await addCentreUser(world, at, ANNA);
  await addCentreUser(world, at, BERTTA);
  const centre = await serve(world, { args: ['--file', file] });
  const close = async () => {
    await centre.stop();
    world.remove();
  };
  return { world, centre, at, close };
}

const PATIENT: Patience = { answer: 10_000, pause: 10_000, whole: 20_000 };

/** A station that keeps its refresh token in memory. */
export function station(url: string, device: string, patience: Patience = PATIENT) {
  const held: { refresh: string | null; kept: string[]; device: string } = {
    ...{ refresh: null, kept: [], device },
  };
  const settings: HttpStation = {
    url,
    deviceName: 'test',
    deviceId: () => held.device,
    refresh: () => held.refresh,
    keep(refresh) {
      held.refresh = refresh;
      held.kept.push(refresh);
    },
    patience,
  };
  return { held, wire: httpWire(settings) };
}

/** A request that posts JSON. */
export function json(body: unknown, more: Record<string, string> = {}): RequestInit {
  const headers = { 'content-type': 'application/json', ...more };
  return { method: 'POST', headers, body: JSON.stringify(body) };
}

interface ProblemBody {
  status: number;
  title: string;
  type: string;
  code: string;
  values?: object;
}

/** The problem details a request ends in. */
export async function problemOf(url: string, path: string, init?: RequestInit) {
  const response = await fetch(url + path, init);
  const type = response.headers.get('content-type') ?? '';
  expect([path, type.split(';')[0]]).toEqual([path, 'application/problem+json']);
  const body = (await response.json()) as ProblemBody;
  expect(body.status).toBe(response.status);
  expect(body.title).toMatch(/^[^{}‹›]+\.$/);
  expect(body.type).toBe(`urn:akti:problem:${body.code}`);
  return {
    status: response.status,
    code: body.code,
    values: body.values,
    headers: response.headers,
  };
}

/** What every operation that makes a record has. */
function create(device: string, seq: number, record_id: string, client = CLIENT) {
  return {
    ...{ op_id: `${device}-${seq}`, uow_id: `${device}-u${seq}`, seq, actor: 'anna' },
    ...{ claimed_at: EARLY, work_on: '2026-03-16', form_version: 1, record_id, bucket: client },
    ...{ base_version: 0, kind: 'create' as const, reason: null },
  };
}

/** A new client. */
export function client(device: string, seq: number, id = CLIENT) {
  const identifiers = [{ value: '010190-900R', class: 'official', from: null, until: null }];
  return {
    ...create(device, seq, id, id),
    form: 'person',
    patch: {
      identifiers: [null, identifiers],
      last_name: [null, 'Sukunimi'],
      first_names: [null, 'Kaisa'],
    } as Record<string, [null, unknown]>,
  };
}

/** A diary entry of the client. */
export function note(device: string, seq: number, id: string, text: string) {
  const patch = { person: [null, CLIENT], date: [null, '2026-03-16'], text: [null, text] };
  return { ...create(device, seq, id), form: 'diary_note', patch };
}

/** A greeting. */
export const hello = (device_id: string) => ({
  ...{ protocol: { min: 1, max: 1 }, app: 'test', device_id, epoch: null, cursor: 0, pending: 0 },
  forms: {},
});

/** Greets and sends each operation as a unit of its own. */
export async function pushed(wire: ReturnType<typeof httpWire>, device: string, ...ops: object[]) {
  const { epoch } = await wire.hello(hello(device));
  const units = (ops as ReturnType<typeof client>[]).map((op) => ({
    uow_id: op.uow_id,
    ops: [op],
  }));
  return wire.push({ device_id: device, epoch, units } as Parameters<typeof wire.push>[0]);
}
