import { registryOf } from '../form/define';
import { decision } from './decision';
import { diaryNote } from './diary-note';
import { enforcement } from './enforcement';
import { handover } from './handover';
import { household } from './household';
import { initiation } from './initiation';
import { investigation } from './investigation';
import { person } from './person';
import { reminder } from './reminder';
import { service } from './service';
import { staffEntry } from './staff-entry';
import { standIn } from './stand-in';
import { trace } from './trace';
import { workEntry } from './work-entry';

/** Every form of the program, in the order of a case. */
export const registry = registryOf([
  person,
  household,
  initiation,
  investigation,
  decision,
  service,
  enforcement,
  workEntry,
  staffEntry,
  diaryNote,
  reminder,
  handover,
  standIn,
  trace,
]);
