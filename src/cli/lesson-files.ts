import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
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
function namedHere(catalog: Catalog): Named {
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
  };
}

/**
 * Reads a lesson file, or every `*.yaml` of a folder by name.
 * Problems: `lesson.none` {file}, `lesson.unreadable` {file}; faults of a file stand by line.
 */
export function readLessons(path: string): Result<ReadLessons> {
  if (!existsSync(path)) return bad('lesson.none', { file: path });
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => /\.ya?ml$/u.test(name))
        .sort()
        .map((name) => join(path, name))
    : [path];
  if (!files.length) return bad('lesson.none', { file: path });
  const named = namedHere(shippedCatalog());
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
  return good({ lessons, faults });
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
