import {
  anyText,
  count,
  dayOrEmpty,
  filled,
  oneOf,
  slug,
  slugsOrAll,
  status,
  yesNo,
} from './cells';
import type { Columns } from './table';

/** What a set has beyond the common columns, and which of them point to other sets. */
export interface SetShape {
  readonly columns: Columns;
  /** Column → set its slugs are in; `*` stands for all of them. */
  readonly refers?: Readonly<Record<string, string>>;
}

/** Columns of every code set. */
export const COMMON: Columns = {
  id: slug,
  code: anyText,
  fi: filled,
  en: filled,
  label: anyText,
  from: dayOrEmpty,
  until: dayOrEmpty,
  status,
};

const PLAIN: SetShape = { columns: {} };
// Tree labels come from data, never from a width rule (DESIGN 9), so these types must have one.
const OF_SERVICE_TASK: SetShape = {
  columns: { label: filled, service_task: slug },
  refers: { service_task: 'service_tasks' },
};

/** The sets the program asks for. Another file in `codes/` is a set too, with free columns. */
export const SET_SHAPES: Readonly<Record<string, SetShape>> = {
  access_reasons: { columns: { needs_text: yesNo } },
  // Who changes records and is no worker.
  actors: PLAIN,
  archive_places: PLAIN,
  case_file_types: OF_SERVICE_TASK,
  // What the centre writes by itself: `stored` as it stands in records, the texts as it is shown.
  centre_notices: { columns: { stored: filled } },
  correction_reasons: PLAIN,
  decision_outcomes: { columns: { positive: yesNo } },
  decision_types: { columns: { ends: yesNo } },
  dismissal_reasons: PLAIN,
  event_types: {
    columns: {
      unit: oneOf('min', 'pcs'),
      needs_client: oneOf('yes', 'no', 'either'),
      review: yesNo,
      external_code: anyText,
      price_cents: count,
    },
  },
  groups: PLAIN,
  household_roles: PLAIN,
  identifier_classes: PLAIN,
  initiation_reasons: {
    columns: { initiation_types: slugsOrAll },
    refers: { initiation_types: 'initiation_types' },
  },
  initiation_types: PLAIN,
  investigation_types: OF_SERVICE_TASK,
  languages: PLAIN,
  municipalities: {
    columns: { sv: filled, hva: slug },
    refers: { hva: 'wellbeing_counties' },
  },
  // A letter is known some days after it was posted; the other manners on their own day.
  notice_manners: { columns: { posted: yesNo } },
  notifiers: { columns: { official: yesNo } },
  other_participants: PLAIN,
  phases: PLAIN,
  roles: { columns: { takes_cases: yesNo } },
  service_areas: PLAIN,
  service_tasks: { columns: { retention: slug } },
  services: { columns: { area: slug }, refers: { area: 'service_areas' } },
  suspension_reasons: PLAIN,
  trace_kinds: PLAIN,
  wellbeing_counties: PLAIN,
};
