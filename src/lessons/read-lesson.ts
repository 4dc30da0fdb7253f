import { dirname, resolve } from 'node:path';
import { wrapText } from '../base/text-width';
import { type Fault, inFileOrder } from '../catalog/fault';
import { isCommandId } from '../keys/commands';
import { type Key, keyId, readKeyName } from '../keys/key';
import type {
  Deed,
  Expectation,
  Lesson,
  LessonBase,
  LessonStep,
  Meaning,
  Practice,
  RecordExpectation,
  Told,
} from './lesson';
import { FREE_KEYS } from './lesson-keys';
import { type Place, readYaml } from './yaml-place';

/** Longest lesson that is not a whole case, in minutes. */
const MINUTES_MAX = 5;
const CASE_MINUTES_MAX = 15;
/** Rows and columns for what is told, on a terminal of 80. */
const TOLD_ROWS = 2;
const TOLD_COLS = 78;
const NOTHING: Expectation = { screen: [], absent: [], records: [] };

const KEYS = [
  ...['title', 'goal', 'topic', 'order', 'minutes', 'language', 'base', 'user', 'work_date'],
  ...['keys', 'steps', 'practice'],
];
const STEP_KEYS = ['name', 'caption', 'do', 'expect', 'hint', 'pause', 'apart', 'saves'];
const DEED_KEYS = ['text', 'memo', 'command', 'press', 'means'];
const RECORD_KEYS = ['client', 'form', 'count', 'values', 'voided'];

/** What a lesson names in the program: asked of the registry and the code sets. */
export interface Named {
  /** Ids of the forms. */
  readonly forms: readonly string[];
  /** Fields of a form with the code set of those that have one. */
  fields(form: string): ReadonlyMap<string, string | null>;
  /** Ids of a code set. */
  codes(set: string): readonly string[];
  readonly scenarios: readonly string[];
  /** Files of the lessons another may begin after, by name. */
  readonly lessons: ReadonlyMap<string, string>;
}

/**
 * Reads a lesson. A file with faults gives no lesson, and every fault its line.
 * Problems: `lesson.yaml` {reason}; those of `Place`; `lesson.command_unknown` {command, near};
 * `lesson.key_unknown` {key}; `lesson.key_bound` {key} (it should be a command or a text);
 * `lesson.deed` {place}; `lesson.form_unknown` {form, expected}; `lesson.field_unknown` {form,
 * field, expected}; `lesson.code_unknown` {field, code, set}; `lesson.pattern` {pattern};
 * `lesson.work_date` {found}; `lesson.after_unknown` {name, expected};
 * `lesson.too_long` {rows, max, width}.
 */
export function readLesson(
  file: string,
  text: string,
  named: Named,
): { readonly lesson: Lesson | null; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const whole = readYaml(file, text, faults);
  const lesson = whole && lessonIn(file, whole, named);
  const ended = inFileOrder(faults);
  return { lesson: ended.length ? null : lesson, faults: ended };
}

function lessonIn(file: string, whole: Place, named: Named): Lesson {
  const at = whole.map(KEYS);
  const need = (key: string) => whole.need(at, key);
  const topic = need('topic')?.oneOf(['habit', 'pane', 'case']) ?? 'habit';
  const longest = topic === 'case' ? CASE_MINUTES_MAX : MINUTES_MAX;
  const steps = (need('steps')?.list() ?? []).map((place) => stepIn(place, named));
  if (!steps.length) at.get('steps')?.expected('list_not_empty');
  return {
    id: idOf(file),
    file,
    title: toldIn(need('title')),
    goal: shownIn(need('goal')),
    topic,
    order: at.get('order')?.whole(1, 1000) ?? null,
    minutes: need('minutes')?.whole(1, longest) ?? 1,
    language: at.get('language')?.oneOf(['fi', 'sv', 'en']) ?? 'fi',
    base: baseIn(need('base'), file, named),
    user: at.get('user')?.text() ?? 'yhtmalmai',
    workDate: workDateIn(need('work_date')),
    keys: at.get('keys')?.whole(1, 10_000) ?? null,
    steps,
    practice: practiceIn(at.get('practice'), lastRecords(steps), named),
  };
}

/** Name of a lesson: its file without folder and ending. */
function idOf(file: string): string {
  return file.replace(/^.*\//u, '').replace(/\.ya?ml$/u, '');
}

function toldIn(place: Place | null): Told {
  const at = place?.map(['fi', 'en']);
  const text = (lang: string) => (place && at ? (place.need(at, lang)?.text() ?? '') : '');
  return { fi: text('fi'), en: text('en') };
}

/** A text that is shown in the lesson's own lines and must fit there. */
function shownIn(place: Place | null): Told {
  const told = toldIn(place);
  const rows = Math.max(...Object.values(told).map((text) => wrapText(text, TOLD_COLS).length));
  if (rows > TOLD_ROWS) {
    place?.fault('lesson.too_long', { rows, max: TOLD_ROWS, width: TOLD_COLS });
  }
  return told;
}

function workDateIn(place: Place | null): string {
  const text = place?.text() ?? '';
  if (text && !/^\d{6}$/u.test(text)) place?.fault('lesson.work_date', { found: text });
  return text;
}

function baseIn(place: Place | null, lesson: string, named: Named): LessonBase {
  const at = place?.map(['scenario', 'persons', 'seed', 'after', 'file']);
  const after = at?.get('after');
  if (after) return { after: fileIn(after, named) };
  const file = at?.get('file');
  if (file) return { file: resolve(dirname(lesson), file.text()) };
  const scenario = at?.get('scenario');
  if (scenario) {
    const [first = '', ...others] = named.scenarios;
    return { scenario: scenario.oneOf([first, ...others]) };
  }
  if (place && at && !at.has('persons')) place.need(at, 'scenario');
  return {
    persons: at?.get('persons')?.whole(6, 10_000) ?? 6,
    seed: at?.get('seed')?.whole(0, 999_999_999) ?? 1,
  };
}

/** The file of the lesson named here. */
function fileIn(place: Place, { lessons }: Named): string {
  const name = place.text();
  const file = lessons.get(name);
  if (name && !file) {
    place.fault('lesson.after_unknown', { name, expected: [...lessons.keys()].join(', ') });
  }
  return file ?? '';
}

function stepIn(place: Place, named: Named): LessonStep {
  const at = place.map(STEP_KEYS);
  const hint = at.get('hint');
  return {
    line: place.line,
    name: at.get('name')?.text() ?? null,
    caption: shownIn(place.need(at, 'caption')),
    deeds: (at.get('do')?.list() ?? []).flatMap(deedsIn),
    expect: expectationIn(at.get('expect'), named),
    hint: hint ? toldIn(hint) : null,
    pause: at.get('pause')?.whole(0, 60) ?? 2,
    apart: at.get('apart')?.tick() ?? false,
    saves: meaningsIn(at.get('saves')),
  };
}

function deedsIn(place: Place): Deed[] {
  const at = place.map(DEED_KEYS);
  const kinds = DEED_KEYS.filter((kind) => kind !== 'means' && at.has(kind));
  if (kinds.length !== 1) place.fault('lesson.deed');
  const text = at.get('text');
  if (text) {
    const [means] = meaningsIn(at.get('means'));
    return [{ kind: 'text', text: text.text(), ...(means ? { means } : {}) }];
  }
  const memo = at.get('memo');
  if (memo) return [{ kind: 'memo', text: memo.text() }];
  const command = at.get('command');
  if (command) return commandIn(command);
  const press = at.get('press');
  return press ? [{ kind: 'press', keys: pressed(press) }] : [];
}

function commandIn(place: Place): Deed[] {
  const command = place.text();
  if (isCommandId(command)) return [{ kind: 'command', command }];
  if (command) place.fault('lesson.command_unknown', { command });
  return [];
}

/** One key or several with spaces between, each with how often: `Tab Tab`, `Down*3`. */
function pressed(place: Place): Key[] {
  const words = place.text().split(/\s+/u).filter(Boolean);
  return words.flatMap((word) => {
    const [, name = '', times] = /^(.+?)(?:\*(\d{1,2}))?$/u.exec(word) ?? [];
    const read = readKeyName(name);
    if (!read.ok) {
      place.fault('lesson.key_unknown', { key: word });
      return [];
    }
    if (!read.value.every((key) => FREE_KEYS.has(keyId(key)))) {
      place.fault('lesson.key_bound', { key: word, expected: [...FREE_KEYS].join(', ') });
      return [];
    }
    return Array.from({ length: Number(times ?? 1) }, () => read.value).flat();
  });
}

function meaningsIn(place: Place | undefined): Meaning[] {
  if (!place) return [];
  return [...place.pairs()].map(([name, reads]) => ({ name, reads: reads.text() }));
}

function expectationIn(place: Place | undefined, named: Named): Expectation {
  if (!place) return NOTHING;
  const at = place.map(['screen', 'absent', 'records']);
  return {
    screen: (at.get('screen')?.list() ?? []).map(screenText),
    absent: (at.get('absent')?.list() ?? []).map(screenText),
    records: recordsIn(at.get('records'), named),
  };
}

/** A text of the screen, or a pattern between slashes. */
function screenText(place: Place): string {
  const text = place.text();
  const pattern = patternOf(text);
  if (pattern === 'wrong') place.fault('lesson.pattern', { pattern: text });
  return text;
}

/** The pattern of a screen text between slashes; null for plain text. */
export function patternOf(text: string): RegExp | null | 'wrong' {
  const [, source] = /^\/(.+)\/$/u.exec(text) ?? [];
  if (source === undefined) return null;
  try {
    return new RegExp(source, 'iu');
  } catch {
    return 'wrong';
  }
}

function recordsIn(place: Place | undefined, named: Named): RecordExpectation[] {
  return (place?.list() ?? []).map((one) => recordIn(one, named));
}

function recordIn(place: Place, named: Named): RecordExpectation {
  const at = place.map(RECORD_KEYS);
  const formPlace = place.need(at, 'form');
  const form = formPlace?.text() ?? '';
  if (form && !named.forms.includes(form)) {
    formPlace?.fault('lesson.form_unknown', { form, expected: named.forms.join(', ') });
  }
  const values = at.get('values')?.pairs() ?? new Map<string, Place>();
  if (named.forms.includes(form)) checkValues(values, form, named);
  const count = at.get('count')?.whole(0, 1000);
  return {
    client: at.get('client')?.text() ?? null,
    form,
    ...(count === undefined ? {} : { count }),
    values: Object.fromEntries([...values].map(([id, one]) => [id, one.anything()])),
    ...(at.get('voided')?.tick() ? { voided: true as const } : {}),
  };
}

function checkValues(values: ReadonlyMap<string, Place>, form: string, named: Named): void {
  const fields = named.fields(form);
  for (const [field, one] of values) {
    const set = fields.get(field);
    if (set === undefined) {
      const expected = [...fields.keys()].join(', ');
      one.fault('lesson.field_unknown', { form, field, expected });
    } else if (set !== null) {
      for (const code of [one.anything()].flat()) {
        if (code === null || named.codes(set).some((id) => id === code)) continue;
        one.fault('lesson.code_unknown', { field, code: String(code), set });
      }
    }
  }
}

/** The records expected last: what a practice is judged by where it names none of its own. */
function lastRecords(steps: readonly LessonStep[]): readonly RecordExpectation[] {
  return steps.findLast(({ expect }) => expect.records.length)?.expect.records ?? [];
}

function practiceIn(
  place: Place | undefined,
  last: readonly RecordExpectation[],
  named: Named,
): Practice {
  const at = place?.map(['records', 'keys', 'lists', 'minutes']);
  const records = recordsIn(at?.get('records'), named);
  return {
    records: records.length ? records : last,
    keys: at?.get('keys')?.whole(1, 10_000) ?? null,
    lists: at?.get('lists')?.whole(0, 1000) ?? null,
    minutes: at?.get('minutes')?.whole(1, 600) ?? null,
  };
}
