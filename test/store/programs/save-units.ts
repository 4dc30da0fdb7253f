import { registry } from '../../../src/forms/index';
import type { Base } from '../../../src/store/base';
import { appendChange } from '../../../src/store/changes';
import { nextEntryNo } from '../../../src/store/counters';
import { dropDraft, saveDraft } from '../../../src/store/drafts';
import { openBase } from '../../../src/store/open';
import { insertRecord, updateRecord } from '../../../src/store/records';
import { sampleRecord } from '../samples';

/**
 * Saves units of work and prints the number of each one that is saved: PATH FIRST COUNT MODE.
 * A unit is a draft dropped, a work entry made and amended, and their two changes. Modes: `whole`;
 * `stop` ends the process by kill inside the first unit, after its first row; `torn` does the same
 * without a unit of work, as a program with that fault would.
 */
const [path = '', first = '', count = '', mode = 'whole'] = process.argv.slice(2);
const opened = openBase(path);
if (!opened.ok) throw new Error(opened.problem.code);
const base: Base = opened.value;
const form = registry.form('work_entry');

function change(id: string, version: number): void {
  appendChange(base, {
    op_id: `op-${id}-${version}`,
    uow_id: `uow-${id}`,
    actor: 'yhtmalmai',
    claimed_at: '2026-03-16T08:00:00.000Z',
    work_on: '2026-03-16',
    form: form.id,
    form_version: form.version,
    record_id: id,
    bucket: null,
    base_version: version - 1,
    kind: version === 1 ? 'create' : 'amend',
    patch: { quantity: [null, version] },
    reason: null,
  });
}

function unit(at: number): void {
  const id = `tyo-${at}`;
  const key = { actor: 'yhtmalmai', form: form.id, record: id };
  const rec = sampleRecord(form, at, { id, entry_no: at });
  insertRecord(base, form, rec);
  if (mode !== 'whole') process.kill(process.pid, 'SIGKILL');
  nextEntryNo(base);
  change(id, 1);
  updateRecord(base, form, { ...rec, version: 2 });
  change(id, 2);
  dropDraft(base, key);
}

for (let at = Number(first); at < Number(first) + Number(count); at++) {
  const draft = { actor: 'yhtmalmai', form: form.id, record: `tyo-${at}`, client: null };
  saveDraft(base, { ...draft, value: { note: 'kesken' }, saved_at: '2026-03-16T08:00:00.000Z' });
  if (mode === 'torn') unit(at);
  else base.write(() => unit(at));
  process.stdout.write(`${at}\n`);
}
base.close();
