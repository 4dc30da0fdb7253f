import type { Form } from '../form/define';
import type { Op } from '../sync/protocol';
import { MERGED } from './following';
import type { Working } from './working';

/** Persons an operation on a client leads to another one, as a merge does, or back again. */
export function mergesIn(form: Form | undefined, { kind, record_id, patch }: Op) {
  if (!form?.isClient || kind !== 'amend') return [];
  return Object.entries(patch).flatMap(([id, [was, now]]) => {
    if (form.fields[id]?.to !== 'person') return [];
    const to = now ?? was;
    return typeof to === 'string' ? [{ from: record_id, to, undone: now === null }] : [];
  });
}

/** A client who was merged is changed no more: what is to be changed stands with the other. */
export function isMergedAway({ declared, values }: Working, { patch, resolves }: Op): boolean {
  const isGone = declared?.isClient === true && typeof values[MERGED] === 'string';
  return isGone && !resolves && patch[MERGED] === undefined;
}

/** True when nothing but links to persons changes. */
export function onlyPersons(form: Form | undefined, op: Op): boolean {
  const ids = Object.keys(op.patch);
  return ids.length > 0 && ids.every((id) => form?.fields[id]?.to === 'person');
}

/** Records that the answers of an operation link to. */
export function linkedIn(form: Form | undefined, op: Op): string[] {
  return Object.entries(op.patch).flatMap(([id, [, now]]) => {
    const to = form?.fields[id]?.to;
    if (to === undefined || to === 'worker' || to === 'unit') return [];
    const list: readonly unknown[] = Array.isArray(now) ? now : [now];
    return list.filter((one) => typeof one === 'string');
  });
}
