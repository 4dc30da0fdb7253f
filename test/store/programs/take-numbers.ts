import { registry } from '../../../src/forms/index';
import { appendChange } from '../../../src/store/changes';
import { nextEntryNo, nextNumber } from '../../../src/store/counters';
import { openBase } from '../../../src/store/open';
import { insertRecord } from '../../../src/store/records';
import { sampleRecord } from '../samples';

/**
 * Saves initiations with numbers of one series and prints each number: PATH NAME COUNT START. It
 * begins at the instant START (ms since 1970), so that two of them run at the same time.
 */
const [path = '', name = '', count = '', startAt = ''] = process.argv.slice(2);
const opened = openBase(path, { waitMs: 30_000 });
if (!opened.ok) throw new Error(opened.problem.code);
const base = opened.value;
const form = registry.form('initiation');
const pause = new Int32Array(new SharedArrayBuffer(4));
Atomics.wait(pause, 0, 0, Math.max(0, Number(startAt) - Date.now()));
for (let at = 1; at <= Number(count); at++) {
  const number = base.write(() => {
    const taken = nextNumber(base, { series: 'diaarinumero', year: 2026, root: 'juuri' });
    const id = `${name}-${at}`;
    const sample = sampleRecord(form, 1, { id, entry_no: nextEntryNo(base) });
    const values = { ...sample.values, register_no: taken, date: '2026-03-16', unit: 'yksikko' };
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
      patch: { register_no: [null, taken] },
      reason: null,
    });
    return taken;
  });
  process.stdout.write(`${number}\n`);
}
base.close();
