import type { DiaryLetter, DiaryLine, Form, Registry } from '../form/define';
import type { Facts } from '../form/facts';
import type { Rec } from '../form/value';

/** One line of the diary and the record it comes from. */
export interface DiaryEntry {
  readonly rec: Rec;
  readonly on: string;
  readonly letter: DiaryLetter;
  readonly line: DiaryLine;
}

/** One node of the process tree. */
export interface DiaryNode {
  readonly rec: Rec;
  readonly label: string;
  /** Its own record and those under it, in the order of the case. */
  readonly records: readonly Rec[];
}

/**
 * The diary of the open client: every line of every record, oldest day first, then in the order of
 * entry, then as the record gives them (DESIGN 9). Empty without a client.
 */
export function diaryOf(facts: Facts, registry: Registry): DiaryEntry[] {
  const entries: DiaryEntry[] = [];
  for (const rec of facts.client?.records ?? []) {
    const form = registry.form(rec.form);
    if (form.letter === null || rec.voided) continue;
    for (const line of form.leaf ? linesOfLeaf(form, rec, facts) : form.lines(rec, facts)) {
      entries.push({ rec, on: line.on, letter: line.letter ?? form.letter, line });
    }
  }
  // Sorting is stable, so the lines of one record keep their order.
  return entries.sort(
    (a, b) =>
      inOrder(a.on, b.on) ||
      Number(a.line.ends ?? false) - Number(b.line.ends ?? false) ||
      a.rec.entry_no - b.rec.entry_no,
  );
}

/** Lines of a leaf record, and what they were made in. */
interface KeptLines {
  readonly lang: string;
  readonly masked: boolean;
  readonly lines: readonly DiaryLine[];
}

const linesOfLeaves = new WeakMap<Rec, KeptLines>();

/**
 * A leaf record tells of itself alone, so its lines stand as long as the record does: after a save
 * in a case of thousands only one is made anew.
 */
function linesOfLeaf(form: Form, rec: Rec, facts: Facts): readonly DiaryLine[] {
  const { lang } = facts;
  const masked = facts.client?.person.protected === true;
  const kept = linesOfLeaves.get(rec);
  if (kept && kept.lang === lang && kept.masked === masked) return kept.lines;
  const lines = form.lines(rec, facts);
  linesOfLeaves.set(rec, { lang, masked, lines });
  return lines;
}

/** The nodes of the process tree in the order they were made, with the records they hold. */
export function treeOf(facts: Facts, registry: Registry): DiaryNode[] {
  const records = (facts.client?.records ?? []).filter((rec) => !rec.voided);
  const nodes: DiaryNode[] = [];
  for (const rec of records) {
    const node = registry.form(rec.form).node(rec, facts);
    if (node) nodes.push({ rec, label: node.label, records: records.filter(node.holds) });
  }
  return nodes.sort((a, b) => a.rec.entry_no - b.rec.entry_no);
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
