import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCENARIOS } from '../../src/demo/scenarios';
import { registry } from '../../src/forms/index';
import { keyId } from '../../src/keys/key';
import type { Deed, Lesson, LessonStep } from '../../src/lessons/lesson';
import { readLesson } from '../../src/lessons/read-lesson';
import { showsText } from '../../src/lessons/screen-text';
import type { Flow, FlowStep } from '../lib/flow';
import { command, type KeyStep, memo, press, type } from '../lib/keys';
import { projectRoot } from '../lib/root';
import type { Expectation } from '../lib/terminal';

/** What is other where the lesson's keys are pressed on another base. */
export interface Changes {
  /** Typed for a person, by the identifier it means. */
  readonly persons?: Readonly<Record<string, string>>;
  /** Screen texts that do not hold there. */
  readonly without?: RegExp;
  readonly budget?: number | null;
}

/** Reads a shipped lesson; throws where it has a fault. */
export function shippedLesson(id: string): Lesson {
  const file = join(projectRoot(), 'data', 'lessons', `${id}.yaml`);
  const named = {
    forms: registry.all.map((form) => form.id),
    fields: (form: string) =>
      new Map(Object.keys(registry.form(form).fields).map((field) => [field, null])),
    codes: () => [],
    scenarios: Object.keys(SCENARIOS),
    lessons: new Map(),
  };
  const { lesson, faults } = readLesson(file, readFileSync(file, 'utf8'), named);
  if (!lesson) throw new Error(`${file}:${faults[0]?.line}: ${JSON.stringify(faults[0]?.problem)}`);
  return lesson;
}

/** A lesson as keys pressed in a real terminal; what is expected of the screen is waited for. */
export function flowOfLesson(lesson: Lesson, changes: Changes = {}): Flow {
  const { base, workDate, keys, steps } = lesson;
  if (!('scenario' in base)) throw new Error(`${lesson.id} does not play on a scenario base`);
  return {
    scenario: base.scenario,
    workDate,
    start: workDate,
    budget: changes.budget === undefined ? keys : changes.budget,
    steps: steps.map((step, at) => flowStep(step, at, changes)),
  };
}

function flowStep(step: LessonStep, at: number, changes: Changes): FlowStep {
  const { screen, absent } = step.expect;
  const kept = screen.filter((text) => !changes.without?.test(text));
  return {
    name: step.name ?? `${at + 1} ${step.caption.en}`,
    keys: step.deeds.flatMap((deed) => keysOf(deed, changes)),
    ...(kept.length || absent.length ? { expect: showing(kept, absent) } : {}),
    ...(step.apart ? { apart: true as const } : {}),
    saves: step.saves,
  };
}

function keysOf(deed: Deed, { persons }: Changes): KeyStep[] {
  switch (deed.kind) {
    case 'command':
      return [command(deed.command)];
    case 'memo':
      return [memo(deed.text)];
    case 'press':
      return deed.keys.map((key) => press(keyId(key)));
    case 'text': {
      const { means, text } = deed;
      if (!means) return [type(text)];
      const other = means.name === 'person' ? persons?.[means.reads] : undefined;
      return [type(other ?? text, means.name, means.reads)];
    }
  }
}

function showing(screen: readonly string[], absent: readonly string[]): Expectation {
  const expectation = (rows: string[]): boolean =>
    screen.every((text) => showsText(rows, text)) && !absent.some((text) => showsText(rows, text));
  const names = [...screen, ...absent.map((text) => `no ${text}`)];
  return Object.defineProperty(expectation, 'name', { value: names.join(' and ') });
}
