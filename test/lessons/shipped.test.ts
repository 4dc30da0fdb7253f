import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrapText } from '../../src/base/text-width';
import { keymapOf } from '../../src/cli/keymaps';
import { LessonBases } from '../../src/cli/lesson-base';
import { LESSON_SIZES, playOnce } from '../../src/cli/lesson-check';
import { readLessons, shippedLessons } from '../../src/cli/lesson-files';
import { fingersOf } from '../../src/cli/lesson-stage';
import type { Lesson } from '../../src/lessons/lesson';
import { costOfStep } from '../../src/lessons/lesson-keys';
import { keymapsTried } from '../lib/keymap';
import { projectRoot } from '../lib/root';
import { tempFolderOf } from '../lib/scratch';
import { makeWorld, runAkti, type World } from '../lib/world';

const read = readLessons(shippedLessons());
const lessons = read.ok ? read.value.lessons : [];
const named = lessons.map((lesson): [string, Lesson] => [lesson.id, lesson]);

/** What there must be a lesson on: the panes of the case, the habits, and the two cases. */
const WANTED = {
  pane: ['start', 'initiation', 'investigation', 'decision', 'service', 'work', 'diary'],
  habit: [
    ...['codes', 'dates', 'finder', 'lists', 'palette', 'amend', 'dup', 'phrases'],
    ...['jumps', 'undo', 'reminders', 'windows'],
  ],
  case: ['b1', 'b2'],
};

const keymaps = keymapsTried().map((name) => {
  const found = keymapOf(name);
  if (!found.ok) throw new Error(found.problem.code);
  return { name, keymap: found.value.keymap };
});

let bases: LessonBases;
beforeAll(() => {
  bases = new LessonBases();
});
afterAll(() => bases.remove());

describe('the shipped lessons', () => {
  it('are read without a fault', () => {
    expect(read.ok && read.value.faults).toEqual([]);
  });

  it('are one for each pane and each habit, and the two cases', () => {
    for (const [topic, ids] of Object.entries(WANTED)) {
      const there = lessons.filter((one) => one.topic === topic).map(({ id }) => id);
      expect(there.sort()).toEqual([...ids].sort());
    }
  });

  it('have a place each in the order of teaching', () => {
    const orders = lessons.map(({ order }) => order);
    expect(orders).not.toContain(null);
    expect(new Set(orders).size).toBe(lessons.length);
  });
});

describe('under both keymaps and in both sizes', () => {
  it.each(named)('%s plays as its file says', (_, lesson) => {
    for (const { name, keymap } of keymaps) {
      for (const size of LESSON_SIZES) {
        const run = playOnce(bases, lesson, { keymap, size });
        expect(run).toMatchObject({ ok: true, value: { failure: null } });
        const counted = run.ok ? run.value.keys : 0;
        if (lesson.keys !== null && name === 'effica') {
          expect(counted).toBeLessThanOrEqual(lesson.keys);
        }
      }
    }
  });
});

describe('for those who look and those who practise', () => {
  it.each(named)('%s is short, captioned in both languages, and can be passed', (_, lesson) => {
    const { steps, topic, minutes, practice } = lesson;
    if (topic !== 'case') {
      expect(minutes).toBeLessThanOrEqual(5);
      expect(steps.length).toBeGreaterThanOrEqual(5);
      expect(steps.length).toBeLessThanOrEqual(14);
    }
    for (const { caption } of [...steps, { caption: lesson.goal }]) {
      for (const text of [caption.fi, caption.en]) {
        expect(text.trim()).not.toBe('');
        expect(wrapText(text, 78).length).toBeLessThanOrEqual(2);
      }
      expect(caption.fi).not.toBe(caption.en);
    }
    expect(practice.records.length).toBeGreaterThan(0);
    for (const { keymap } of keymaps) {
      const fingers = fingersOf(keymap, lesson.language);
      const best = steps.reduce((sum, step) => sum + costOfStep(fingers, step), 0);
      // Whoever makes a few mistakes still passes.
      expect(practice.keys).toBeGreaterThanOrEqual(Math.ceil(best * 1.2));
    }
    expect(practice.minutes).toBeGreaterThanOrEqual(2);
  });

  it.each(named)('%s looks at the screen or the records wherever it saves', (_, lesson) => {
    const saving = lesson.steps.filter(({ deeds }) =>
      deeds.some((deed) => deed.kind === 'command' && deed.command === 'save'),
    );
    for (const { expect: wanted } of saving) {
      expect(wanted.screen.length + wanted.records.length).toBeGreaterThan(0);
    }
  });
});

describe('docs/LESSONS.md', () => {
  it('shows a lesson that works', () => {
    const page = readFileSync(join(projectRoot(), 'docs', 'LESSONS.md'), 'utf8');
    const [, example = ''] = /```yaml\n([\s\S]*?)```/u.exec(page) ?? [];
    const folder = tempFolderOf('akti-lessons-');
    try {
      writeFileSync(join(folder, 'greeting.yaml'), example);
      const found = readLessons(folder);
      const [lesson] = found.ok ? found.value.lessons : [];
      expect(found).toMatchObject({ ok: true, value: { faults: [] } });
      const [size] = LESSON_SIZES;
      for (const { keymap } of keymaps) {
        const run = playOnce(bases, lesson as Lesson, { keymap, size });
        expect(run).toMatchObject({ ok: true, value: { failure: null } });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('akti lesson check', () => {
  let world: World;
  let folder: string;
  beforeAll(() => {
    world = makeWorld();
    folder = join(world.home, 'lessons');
    mkdirSync(folder);
    copyFileSync(join(shippedLessons(), 'initiation.yaml'), join(folder, 'initiation.yaml'));
  });
  afterAll(() => world.remove());

  const check = (...more: readonly string[]) =>
    runAkti(['--lang', 'en', 'lesson', 'check', folder, ...more], { world });

  const lesson = (more: readonly string[]) =>
    [
      ...['title: { fi: Oma, en: Mine }', 'goal: { fi: Avaa Eetu., en: Open Eetu. }'],
      ...['topic: habit', 'minutes: 1', 'base: { after: initiation }', 'work_date: "160326"'],
      ...['steps:', '  - caption: { fi: Haetaan Eetu., en: We look for Eetu. }'],
      ...more,
    ].join('\n');

  it("says that a folder's lessons work, also those that begin after another", async () => {
    writeFileSync(
      join(folder, 'mine.yaml'),
      lesson([
        ...['    do:', '      - text: eetu', '      - press: Enter', '    expect:'],
        '      screen: ["Koivula, Eetu", "/Seuraava:.*selvitys/"]',
      ]),
    );
    const run = await check();
    expect(run).toMatchObject({ code: 0, stdout: 'All lessons work (2).\n' });
  });

  it('shows the step, what was expected and the screen where one does not', async () => {
    writeFileSync(
      join(folder, 'mine.yaml'),
      lesson([
        ...['    do:', '      - text: eetu', '      - press: Enter', '    expect:'],
        '      screen: ["Koivula, Enni"]',
      ]),
    );
    const run = await check();
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('mine.yaml:8: lesson.not_shown: ');
    expect(run.stdout).toMatch(/Step 1, effica: the screen should show Koivula, Enni/);
    expect(run.stdout).toMatch(/Henkilö 030915A915K Koivula, Eetu/);
  });

  it('tells what is wrong in the file, each with its line, and as JSON', async () => {
    writeFileSync(
      join(folder, 'mine.yaml'),
      lesson(['    do:', '      - command: sav', '      - text: 0812']),
    );
    const run = await check();
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/mine\.yaml:10: lesson\.command_unknown: .*sav/);
    expect(run.stdout).toMatch(/mine\.yaml:11: lesson\.expected: /);
    const json = await check('--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject([
      { file: join(folder, 'mine.yaml'), line: 10, problem: { code: 'lesson.command_unknown' } },
      { line: 11, problem: { code: 'lesson.expected', values: { expected: 'quoted_text' } } },
    ]);
  });

  it('refuses lessons that would begin at their own end', async () => {
    for (const [one, other] of [
      ['mine', 'yours'],
      ['yours', 'mine'],
    ]) {
      writeFileSync(
        join(folder, `${one}.yaml`),
        lesson(['    expect: { screen: [Henkilö] }']).replace('initiation', other as string),
      );
    }
    const run = await check();
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/lesson\.after_circle/);
  });

  it('says so where there is nothing', async () => {
    const run = await runAkti(['--lang', 'en', 'lesson', 'check', join(folder, 'none')], { world });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/lesson\.none/);
  });
});
