import { join } from 'node:path';
import { LANGUAGES, type Language } from '../base/language';
import type { Problem } from '../base/problems';
import { loadCatalog } from '../catalog/catalog';
import { folderReader } from '../catalog/files';
import { HELP_LANGUAGES, loadHelp } from '../catalog/help';
import { readPhrases } from '../catalog/phrases';
import { registry } from '../forms/index';
import { loadKeymaps } from '../keys/keymap';
import { readKeymapFile } from '../keys/keymap-file';
import { keymapLayers } from '../keys/keymap-layers';
import { checkBase } from '../store/check';
import { loadWords } from '../words/words';
import { keyOf } from './base-key';
import { allKeymapFiles } from './keymaps';
import { readLessons, shippedLessons } from './lesson-files';
import { ownPhraseFiles, sharedPhraseFiles } from './phrases';
import { practiceBase, programFolder } from './places';
import { DONE, print, REFUSED, wordsIn } from './say';
import type { Settings } from './settings';

interface CheckFlags {
  readonly base?: string;
  readonly json?: boolean;
  readonly lang?: Language;
}

/** Something that is wrong, and where. A base has no lines. */
interface Finding {
  readonly file: string;
  readonly line: number | null;
  readonly problem: Problem;
}

/** Faults in the files of the shipped lessons; whether they play, `akti lesson check` says. */
function lessonFindings(): readonly Finding[] {
  const read = readLessons(shippedLessons());
  return read.ok
    ? read.value.faults
    : [{ file: shippedLessons(), line: null, problem: read.problem }];
}

/** Faults of everything under `data/`: code sets, units, chain, words, help and lessons. */
function dataFindings(folder: string): Finding[] {
  const reader = folderReader(join(folder, 'data'));
  const help = loadHelp(reader);
  const wanted = registry.all.map((form) => ({
    form: form.id,
    fields: Object.entries(form.fields).flatMap(([id, field]) => [
      id,
      ...Object.keys(field.columns ?? {}).map((column) => `${id}.${column}`),
    ]),
  }));
  return [
    ...loadCatalog(reader).catalog.checkAll(),
    ...LANGUAGES.filter((lang) => lang !== 'fi').flatMap((lang) => loadWords(reader, lang).faults),
    ...HELP_LANGUAGES.flatMap((lang) => help.check(lang, wanted)),
    ...readPhrases(sharedPhraseFiles(folder)).faults,
    ...lessonFindings(),
  ];
}

/** Faults of every keymap there is, each once: a file may lie in several of them. */
function keymapFindings(): Finding[] {
  const files = allKeymapFiles();
  const read = files.map((file) => ({ file, name: readKeymapFile(file.file, file.text).name }));
  const found = read
    .filter(({ name }) => name === undefined)
    .flatMap(({ file }): Finding[] => [...loadKeymaps([file]).faults]);
  for (const name of new Set(read.flatMap((one) => one.name ?? []))) {
    const layers = keymapLayers(name, files);
    if (layers.ok) found.push(...loadKeymaps(layers.value).faults);
    else found.push({ file: name, line: null, problem: layers.problem });
  }
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

async function baseFindings(path: string, lang: Language): Promise<Finding[]> {
  const { catalog } = loadCatalog(folderReader(join(programFolder(), 'data')));
  const how = { forms: registry.all, rootOf: (unit: string) => catalog.rootOf(unit) };
  const at = (problem: Problem): Finding => ({ file: path, line: null, problem });
  const plain = checkBase(path, how);
  if (plain.ok) return plain.value.map(at);
  if (plain.problem.code !== 'base.key') return [at(plain.problem)];
  const key = await keyOf(path, wordsIn(lang));
  if (!key.ok) return [at(key.problem)];
  const checked = checkBase(path, { ...how, key: key.value?.key });
  return checked.ok ? checked.value.map(at) : [at(checked.problem)];
}

/**
 * `akti check [data|keymaps|phrases|base]`: without a word, all four. Exit status 1 when something
 * is wrong.
 */
export async function runCheck(
  what: string | undefined,
  flags: CheckFlags,
  settings: Settings,
): Promise<number> {
  const lang = flags.lang ?? settings.lang;
  const words = wordsIn(lang);
  const parts = what === undefined ? ['data', 'keymaps', 'phrases', 'base'] : [what];
  const findings: Finding[] = [];
  if (parts.includes('data')) findings.push(...dataFindings(programFolder()));
  if (parts.includes('keymaps')) findings.push(...keymapFindings());
  if (parts.includes('phrases')) {
    // The shared ones are told with the other data already.
    const shared = what === undefined ? [] : sharedPhraseFiles();
    findings.push(...readPhrases([...shared, ...ownPhraseFiles()]).faults);
  }
  if (parts.includes('base')) {
    const path = flags.base ?? process.env.AKTI_BASE ?? practiceBase();
    findings.push(...(await baseFindings(path, lang)));
  }
  if (flags.json) print(JSON.stringify(findings, null, 2));
  else {
    for (const { file, line, problem } of findings) {
      print(
        `${file}${line === null ? '' : `:${line}`}: ${problem.code}: ${words.problem(problem)}`,
      );
    }
    if (!findings.length) print(words.t('cli.check_fine'));
  }
  return findings.length ? REFUSED : DONE;
}
