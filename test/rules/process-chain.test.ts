import { describe, expect, it } from 'vitest';
import { allowedNext, type ProcessRow } from '../../src/rules/process-chain';

const row = (cells: string): ProcessRow => {
  const [initiation_type, investigation_type, case_file_type, decision_type, service, task] = cells
    .split('|')
    .map((cell) => cell.trim());
  return {
    initiation_type: initiation_type ?? '',
    investigation_type: investigation_type ?? '',
    case_file_type: case_file_type ?? '',
    decision_type: decision_type ?? '',
    service: service ?? '',
    service_task: task ?? '',
  };
};

const ROWS = [
  'shl35 | families | families_file | continue | families_client | families',
  'shl35 | families | families_file | end |  | families',
  'shl35 | elderly | elderly_file | continue | elderly_client | elderly',
  'as | adults | adults_file | adults | acute | adults',
  'as | adults | adults_file | adults | basic | adults',
].map(row);

describe('allowedNext', () => {
  it('offers each next step once, in the order of the file', () => {
    expect(allowedNext(ROWS, { initiation_type: 'shl35' }, 'investigation_type')).toEqual([
      'families',
      'elderly',
    ]);
    expect(allowedNext(ROWS, { investigation_type: 'families' }, 'decision_type')).toEqual([
      'continue',
      'end',
    ]);
    expect(allowedNext(ROWS, { decision_type: 'adults' }, 'service')).toEqual(['acute', 'basic']);
  });

  it('narrows by all that is known, in any direction, and ignores what is not', () => {
    const known = { initiation_type: 'shl35', decision_type: 'continue', service: '' };
    expect(allowedNext(ROWS, known, 'service')).toEqual(['families_client', 'elderly_client']);
    expect(allowedNext(ROWS, { service: 'acute' }, 'initiation_type')).toEqual(['as']);
    expect(allowedNext(ROWS, { service: undefined }, 'initiation_type')).toEqual(['shl35', 'as']);
  });

  it('gives nothing where the path ends or is not allowed', () => {
    expect(allowedNext(ROWS, { decision_type: 'end' }, 'service')).toEqual([]);
    expect(allowedNext(ROWS, { initiation_type: 'as', decision_type: 'end' }, 'service')).toEqual(
      [],
    );
  });
});
