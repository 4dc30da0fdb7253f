import type { KindName } from '../field';
import { codeKind, codesKind, linkKind, linksKind } from './choice';
import { dateKind } from './date';
import { flagKind } from './flag';
import type { Kind } from './kind';
import { integerKind, moneyKind } from './number';
import { rowsKind } from './rows';
import { memoKind, textKind } from './text';

/** Every kind by name; a kind left out does not compile. */
export const KINDS: Readonly<Record<KindName, Kind>> = {
  text: textKind,
  memo: memoKind,
  code: codeKind,
  codes: codesKind,
  flag: flagKind,
  integer: integerKind,
  money: moneyKind,
  date: dateKind,
  link: linkKind,
  links: linksKind,
  rows: rowsKind,
};
