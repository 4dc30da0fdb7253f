import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { bad, good, type Result } from '../base/problems';
import type { Catalog } from '../catalog/catalog';
import type { Fault } from '../catalog/fault';
import { SCENARIOS } from '../demo/scenarios';
import type { Form } from '../form/define';
import { registry } from '../forms/index';
import type { Lesson } from '../lessons/lesson';
import { type Named, readLesson } from '../lessons/read-lesson';
import { programFolder } from './places';
import { shippedCatalog } from './world';

/** Lessons of a folder or a file, and what is wrong in their files. */
export interface ReadLessons {
  readonly lessons: readonly Lesson[];
  readonly faults: readonly Fault[];
}

/** Folder of the lessons that come with the program. */
export function shippedLessons(): string {
  return join(programFolder(), 'data', 'lessons');
}

/** What a lesson may name of this program. */
function namedHere(catalog: Catalog, lessons: Named['lessons']): Named {
  const fieldsOf = (form: Form) =>
    new Map(
      Object.entries(form.fields).map(([id, field]) => [
        id,
        field.set !== undefined && !field.free ? field.set : null,
      ]),
    );
  return {
    forms: registry.all.map(({ id }) => id),
    fields: (form) => fieldsOf(registry.form(form)),
    codes: (set) => catalog.allCodes(set).map(({ id }) => id),
    scenarios: Object.keys(SCENARIOS),
    lessons,
  };
}

/** Lesson files of a folder, by name. */
function lessonsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/u.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** Lessons by name: the shipped ones, and before them those beside a file. */
function lessonsBeside(folder: string): Named['lessons'] {
  const files = [...lessonsIn(shippedLessons()), ...lessonsIn(folder)];
  return new Map(files.map((file) => [basename(file).replace(/\.ya?ml$/u, ''), resolve(file)]));
}

/** In the order they are taught: by their number, then by name. */
function inOrder(lessons: readonly Lesson[]): Lesson[] {
  const place = ({ order }: Lesson) => order ?? Number.POSITIVE_INFINITY;
  return [...lessons].sort((one, other) =>
    place(one) === place(other) ? 0 : place(one) - place(other),
  );
}

/**
 * Reads a lesson file, or every `*.yaml` of a folder; the lessons in the order of teaching.
 * Problems: `lesson.none` {file}, `lesson.unreadable` {file}; faults of a file stand by line.
 */
export function readLessons(path: string): Result<ReadLessons> {
  if (!existsSync(path)) return bad('lesson.none', { file: path });
  const folder = statSync(path).isDirectory();
  const files = folder ? lessonsIn(path) : [path];
  if (!files.length) return bad('lesson.none', { file: path });
  const named = namedHere(shippedCatalog(), lessonsBeside(folder ? path : dirname(path)));
  const lessons: Lesson[] = [];
  const faults: Fault[] = [];
  for (const file of files) {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      return bad('lesson.unreadable', { file });
    }
    const read = readLesson(file, text, named);
    faults.push(...read.faults);
    if (read.lesson) lessons.push(read.lesson);
  }
  return good({ lessons: inOrder(lessons), faults });
}

/**
 * The lesson of a name, shipped, or of a file.
 * Problems: `lesson.unknown_name` {name, expected}, those of reading; the first fault of a file.
 */
export function findLesson(name: string): Result<Lesson> {
  const shipped = join(shippedLessons(), `${name}.yaml`);
  const path = existsSync(shipped) ? shipped : name;
  if (!existsSync(path)) {
    const expected = readdirSync(shippedLessons())
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => file.replace(/\.yaml$/u, ''))
      .join(', ');
    return bad('lesson.unknown_name', { name, expected });
  }
  const read = readLessons(path);
  if (!read.ok) return read;
  const [fault] = read.value.faults;
  const [lesson] = read.value.lessons;
  if (fault || !lesson) {
    const { file, line } = fault ?? { file: path, line: 1 };
    return bad('lesson.faulty', { file, line, count: read.value.faults.length });
  }
  return good(lesson);
}
