import type { CaseFacts } from '../form/facts';
import type { Rec } from '../form/value';
import { byDiary } from '../store/records';
import { loadCase } from './case';
import type { Door } from './door';
import { maskedRecord } from './mask';
import { HOUSEHOLD, PERSON } from './people';

/**
 * Cases as they stand inside one transaction. Nobody else can write meanwhile, so a case read once
 * is kept, and follows what is written here.
 */
export class CaseCache {
  private readonly cases = new Map<string, CaseFacts | undefined>();

  constructor(private readonly door: Door) {}

  /** The case of a person as it stands now; undefined for an unknown person. */
  of(personId: string): CaseFacts | undefined {
    if (!this.cases.has(personId)) this.cases.set(personId, loadCase(this.door, personId));
    return this.cases.get(personId);
  }

  /** How many cases there are. */
  get size(): number {
    return this.cases.size;
  }

  /** Takes a record that was just written into the case it belongs to. */
  took(rec: Rec): void {
    if (rec.form === PERSON || rec.form === HOUSEHOLD) {
      this.cases.clear();
      return;
    }
    const form = this.door.world.registry.form(rec.form);
    const own = rec.bucket === null ? undefined : this.cases.get(rec.bucket);
    if (form.shared) this.forgetOthers(rec.bucket);
    if (rec.bucket === null || !own) return;
    const others = own.records.filter((one) => one.id !== rec.id);
    const now = rec.voided ? others : [...others, maskedRecord(form, rec, own.person.protected)];
    // A new list each time: links are followed through an index made once for a list.
    this.cases.set(rec.bucket, { ...own, records: now.sort(byDiary) });
  }

  /** The cases of the household look at this record too. */
  private forgetOthers(bucket: string | null): void {
    for (const id of [...this.cases.keys()]) if (id !== bucket) this.cases.delete(id);
  }
}
