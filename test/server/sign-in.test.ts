import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Served } from '../lib/serve';
import { runAkti } from '../lib/world';
import { hello, json, type Office, openOffice, PASSWORD, problemOf, station } from './over-http';

let office: Office;
let centre: Served;

beforeAll(async () => {
  office = await openOffice();
  centre = office.centre;
});
afterAll(() => office.close());

describe('signing in', () => {
  it('refuses an unknown user and a wrong password in the same words', async () => {
    const login = { user: 'anna', password: 'wrong', device_id: 'd', device_name: '' };
    const wrong = await problemOf(centre.url, '/v1/login', json(login));
    const unknown = await problemOf(centre.url, '/v1/login', json({ ...login, user: 'nobody' }));
    expect(wrong).toMatchObject({ status: 401, code: 'auth.refused' });
    expect({ ...unknown, headers: null }).toEqual({ ...wrong, headers: null });
  });

  it('goes on with a refresh token that is good once', async () => {
    const { held, wire } = station(centre.url, 'dev-refresh');
    await wire.signIn('anna', PASSWORD);
    const [first] = held.kept;
    // A new program with the kept token.
    const later = station(centre.url, 'dev-refresh');
    later.held.refresh = held.refresh;
    await later.wire.workers();
    expect(later.held.refresh).not.toBe(first);
    // The reply was lost: the old one again, before the new one was used.
    const lost = station(centre.url, 'dev-refresh');
    lost.held.refresh = first as string;
    await lost.wire.workers();
    // What was replaced is somebody else's now: all of the family is refused.
    const thief = station(centre.url, 'dev-refresh');
    thief.held.refresh = later.held.refresh;
    await expect(thief.wire.workers()).rejects.toMatchObject({ code: 'auth.sign_in', status: 401 });
    const honest = station(centre.url, 'dev-refresh');
    honest.held.refresh = lost.held.refresh;
    await expect(honest.wire.workers()).rejects.toMatchObject({ code: 'auth.sign_in' });
  });

  it('refuses the whole family when a token comes after its successor (R30)', async () => {
    const { held, wire } = station(centre.url, 'dev-reuse');
    await wire.signIn('anna', PASSWORD);
    const stolen = held.refresh;
    for (let times = 0; times < 2; times++) {
      const next = station(centre.url, 'dev-reuse');
      next.held.refresh = held.refresh;
      await next.wire.workers();
      held.refresh = next.held.refresh;
    }
    const thief = station(centre.url, 'dev-reuse');
    thief.held.refresh = stolen;
    await expect(thief.wire.workers()).rejects.toMatchObject({ code: 'auth.sign_in' });
    const honest = station(centre.url, 'dev-reuse');
    honest.held.refresh = held.refresh;
    await expect(honest.wire.workers()).rejects.toMatchObject({ code: 'auth.sign_in' });
  });

  it('follows a base that got another device id, and keeps users apart', async () => {
    const { held, wire } = station(centre.url, 'dev-before');
    await wire.signIn('anna', PASSWORD);
    await wire.workers();
    held.device = 'dev-after';
    const { user } = await wire.hello(hello('dev-after'));
    expect(user.id).toBe('anna');
    const other = station(centre.url, 'dev-after');
    await expect(other.wire.signIn('bertta', PASSWORD)).rejects.toMatchObject({
      ...{ code: 'device.other_user', status: 403 },
    });
  });

  it('is needed again after another password', async () => {
    const { held, wire } = station(centre.url, 'dev-password');
    await wire.signIn('bertta', PASSWORD);
    const changed = await runAkti(['user', 'password', 'bertta', ...office.at], {
      ...{ world: office.world, input: 'toinen pitkä salasana\n' },
    });
    expect([changed.code, changed.stdout, changed.stderr]).toEqual([0, 'bertta\n', '']);
    const next = station(centre.url, 'dev-password');
    next.held.refresh = held.refresh;
    await expect(next.wire.workers()).rejects.toMatchObject({ code: 'auth.sign_in' });
    await expect(wire.signIn('bertta', PASSWORD)).rejects.toMatchObject({ code: 'auth.refused' });
    await wire.signIn('bertta', 'toinen pitkä salasana');
  });

  it('ends at once for a disabled user and for a lost device (R31)', async () => {
    const { wire } = station(centre.url, 'dev-disabled');
    await wire.signIn('bertta', 'toinen pitkä salasana');
    await wire.workers();
    const user = (...args: string[]) =>
      runAkti(['user', ...args, ...office.at], { world: office.world });
    expect((await user('disable', 'bertta')).code).toBe(0);
    await expect(wire.workers()).rejects.toMatchObject({ status: 403, code: 'user.disabled' });
    await expect(wire.signIn('bertta', 'toinen pitkä salasana')).rejects.toMatchObject({
      code: 'auth.refused',
    });
    expect((await user('enable', 'bertta')).code).toBe(0);
    await wire.signIn('bertta', 'toinen pitkä salasana');
    const listed = await user('devices', 'bertta', '--json');
    const devices: { id: string; revoked_at: string | null }[] = JSON.parse(listed.stdout);
    expect(devices.map(({ id }) => id)).toContain('dev-disabled');
    expect((await user('revoke', 'dev-disabled')).code).toBe(0);
    await expect(wire.workers()).rejects.toMatchObject({ status: 403, code: 'device.revoked' });
    await expect(wire.signIn('bertta', 'toinen pitkä salasana')).rejects.toMatchObject({
      ...{ status: 403, code: 'device.revoked' },
    });
  });
});
