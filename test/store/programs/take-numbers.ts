import { readSync } from 'node:fs';
import { registry } from '../../../src/forms/index';
import { appendChange } from '../../../src/store/changes';
import { nextEntryNo, nextNumber } from '../../../src/store/counters';
import { openBase } from '../../../src/store/open';
import { insertRecord } from '../../../src/store/records';
import { sampleRecord } from '../samples';

/**
 * Saves initiations with numbers of one series and prints each number: PATH NAME COUNT. It takes
 * COUNT numbers for each byte it is given, so that two of them begin each round together.
 */
const [path = '', name = '', count = ''] = process.argv.slice(2);
const opened = openBase(path, { waitMs: 30_000 });
if (!opened.ok) throw new Error(opened.problem.code);
const base = opened.value;
const form = registry.form('initiation');
const signal = Buffer.alloc(1);
let taken = 0;
while (readSync(0, signal) > 0) {
  for (let at = 0; at < Number(count); at++)
    process.stdout.write(`${take(`${name}-${taken++}`)}\n`);
}
base.close();

function take(id: string): number {
  return base.write(() => {
    const number = nextNumber(base, { series: 'diaarinumero', year: 2026, root: 'juuri' });
    const sample = sampleRecord(form, 1, { id, entry_no: nextEntryNo(base) });
    const values = { ...sample.values, register_no: number, date: '2026-03-16', unit: 'yksikko' };
    insertRecord(base, form, { ...sample, values });
    appendChange(base, {
      op_id: `op-${id}`,
      uow_id: `uow-${id}`,
      actor: 'yhtmalmai',
      claimed_at: '2026-03-16T08:00:00.000Z',
      work_on: '2026-03-16',
      form: form.id,
      form_version: form.version,
      record_id: id,
      bucket: null,
      base_version: 0,
      kind: 'create',
      patch: { register_no: [null, number] },
      reason: null,
    });
    return number;
  });
}
