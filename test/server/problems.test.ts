import { describe, expect, test } from 'vitest';
import { refusalOfError } from '../../src/server/problems';
import { Refusal } from '../../src/server/refusal';

const failing = (code: string, more: object = {}) =>
  Object.assign(new Error('a value'), { code, ...more });

describe('what an error is to a caller', () => {
  test('a refusal stays what it is', () => {
    const refusal = new Refusal(409, 'sync.epoch', { epoch: 'e' });
    expect(refusalOfError(refusal)).toBe(refusal);
  });

  test.each([
    ...['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '53300', '08006', '40001', '40P01'],
    ...['55P03', 'SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_BUSY'],
  ])('a database with %s is away for now', (code) => {
    expect(refusalOfError(failing(code))).toMatchObject({ status: 503, code: 'server.not_ready' });
  });

  test.each(['23505', '42P01', '22P02', 'SQLITE_ERROR', 'SQLITE_CORRUPT', 'ERR_ASSERTION', ''])(
    'nothing is said of %s',
    (code) => {
      const refusal = refusalOfError(failing(code));
      expect(refusal).toMatchObject({ status: 500, code: 'server.failed', values: {} });
    },
  );

  test('a request of another shape is told where, and nothing of what stands there', () => {
    const validation = [{ instancePath: '/units/0', message: 'a value' }];
    const refusal = refusalOfError(failing('FST_ERR_VALIDATION', { validation }));
    expect(refusal).toMatchObject({ status: 400, values: { at: '/units/0' } });
    expect(JSON.stringify(refusal)).not.toContain('a value');
  });

  test('what is no error at all is a failure too', () => {
    for (const thrown of [undefined, null, 'text', 7]) {
      expect(refusalOfError(thrown)).toMatchObject({ status: 500, code: 'server.failed' });
    }
  });
});
