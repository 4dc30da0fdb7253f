import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS } from '../../src/form/kinds/kinds';
import { ACTIONS } from '../../src/forms/actions';
import { projectRoot } from '../lib/root';
import { dataFiles } from './data-words';

/** A problem code found in the sources, with the file it stands in. */
export interface FoundCode {
  readonly code: string;
  readonly file: string;
}

/** Calls that make a problem, and properties that hold the code of one. */
const PLACES =
  /\b(?:bad|faultAt|report|refusedAt|refuse|problem|ProblemError)(?:<[^>(]*>)?\(|\b(?:code|refused):/g;
const CODE = /^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+$/;
/** Actions a role may lack, as the permission matrix names them. */
const ROLE_ACTIONS = [
  ...new Set(
    dataFiles
      .text('roles/permissions.csv')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(',')[2] as string),
  ),
];

/** Codes made of a fixed part and a word; written out here, as a scan cannot know the words. */
const BUILT: Readonly<Record<string, readonly string[]>> = {
  '${field.kind}.invalid': Object.keys(KINDS).map((kind) => `${kind}.invalid`),
  '${rec.form}.ended': ['investigation.ended', 'enforcement.ended'],
  'role.${action}': ROLE_ACTIONS.map((action) => `role.${action}`),
  "none.${action?.form ?? 'record'}": [...new Set(ACTIONS.map(({ form }) => form)), 'record'].map(
    (form) => `none.${form}`,
  ),
  'keymap.key_${kind}': ['clash', 'prefix', 'repeated'].map((kind) => `keymap.key_${kind}`),
};
/** Codes in tables of errors and in the triggers of the tables. */
const TABLE_CODE = /(?:\[?'SQLITE_\w+',|\bE[A-Z]{3,}:|RAISE\(ABORT,) '([a-z_]+\.[a-z_]+)'/g;
/** Sentences of limits have keys of their own, `limit.…`. */
const OTHER_KEYS = /^limit\./;

/** Every problem code that src/ can emit, and the built ones nobody has written out. */
export function problemCodes(): { codes: FoundCode[]; unknownBuilt: string[] } {
  const codes: FoundCode[] = [];
  const unknownBuilt: string[] = [];
  const root = join(projectRoot(), 'src');
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file)) continue;
    const source = withoutComments(readFileSync(join(root, file), 'utf8'));
    for (const [, code] of source.matchAll(TABLE_CODE)) codes.push({ code: code as string, file });
    for (const place of source.matchAll(PLACES)) {
      for (const literal of literalsAfter(source, place.index + place[0].length)) {
        if (OTHER_KEYS.test(literal)) continue;
        if (CODE.test(literal)) codes.push({ code: literal, file });
        const built = BUILT[literal];
        if (built) codes.push(...built.map((code) => ({ code, file })));
        else if (isBuilt(literal)) unknownBuilt.push(`${file}: ${literal}`);
      }
    }
  }
  return { codes, unknownBuilt };
}

/** A template that makes a code: what stands in it may be any word. */
function isBuilt(literal: string): boolean {
  return literal.includes('${') && CODE.test(literal.replace(/\$\{[^}]*\}/g, 'x'));
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** String literals of an expression: to its closing bracket, or to a comma for a property. */
function literalsAfter(source: string, start: number): string[] {
  const found: string[] = [];
  const call = source[start - 1] === '(';
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    const sign = source[at] as string;
    if (sign === "'" || sign === '`' || sign === '"') {
      const end = source.indexOf(sign, at + 1);
      if (depth === 0) found.push(source.slice(at + 1, end));
      at = end;
    } else if ('([{'.includes(sign)) depth++;
    else if (')]}'.includes(sign)) {
      if (--depth < 0) break;
    } else if (depth === 0 && (sign === ';' || (sign === ',' && !call))) break;
  }
  return found;
}
