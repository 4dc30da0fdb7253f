import { type Facts, type Option, workerIn } from '../form/facts';
import { showOption } from '../form/kinds/choice';
import { type Rec, textIn, type Values } from '../form/value';
import { showDdmmyy } from '../rules/calendar';

/** A code as a line shows it: `AS / Aikuissosiaalityön tarve`; empty for none. */
export function nameOfCode(facts: Facts, set: string, id: string | null): string {
  if (id === null) return '';
  const row = facts.code(set, id);
  return row ? showOption(row) : id;
}

/** A worker's name, or the id of one who is no longer listed. */
export function nameOfWorker(facts: Facts, id: string | null): string {
  if (id === null) return '';
  return workerIn(facts.workers, id)?.name ?? id;
}

/** Active workers to choose from; one of them is listed and refused with a problem's code. */
export function workersBut(facts: Facts, id: string | null, refused: string): Option[] {
  return facts.workers
    .filter((worker) => worker.active)
    .map((worker) => ({
      id: worker.id,
      code: '',
      text: worker.name,
      ...(worker.id === id ? { refused } : {}),
    }));
}

/** `Selv081206`, `Palvelu050508`: a phase and the day it stands on in the diary. */
export function phaseLabel(rec: Rec, facts: Facts): string {
  return `${facts.code('phases', rec.form)?.text ?? ''}${showDdmmyy(rec.diary_on)}`;
}

/** A running investigation or service as a link shows it. */
export function recordName(rec: Rec, facts: Facts): string {
  const { values } = rec;
  if (rec.form === 'service') {
    const row = facts.code('services', textIn(values, 'service'));
    return `${phaseLabel(rec, facts)} ${row?.label || row?.text || ''}`;
  }
  if (rec.form === 'enforcement') {
    const row = facts.code('case_file_types', textIn(values, 'file_type'));
    return `${phaseLabel(rec, facts)} ${row?.text ?? ''}`;
  }
  if (rec.form === 'investigation') {
    const row = facts.code('investigation_types', textIn(values, 'type'));
    return `${phaseLabel(rec, facts)} ${row?.text ?? ''}`;
  }
  if (rec.form === 'decision') {
    const type = nameOfCode(facts, 'decision_types', textIn(values, 'type'));
    return `${showDdmmyy(rec.diary_on)} ${type}`;
  }
  return showDdmmyy(rec.diary_on);
}

/** For worker fields that inherit from nothing. */
export function sourceNothing(_values: Values, _facts: Facts): Rec | undefined {
  return undefined;
}
