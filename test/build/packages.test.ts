import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../lib/root';

/** The least Node the program promises to run on, `engines` of package.json. */
const LEAST = 20;

interface Package {
  readonly dev?: true;
  readonly engines?: { readonly node?: string };
}

/** True when a range of versions, as packages write it, holds for the first of that release. */
function admits(range: string, major: number): boolean {
  return range.split('||').some((some) =>
    some
      .trim()
      .replaceAll(/>=\s+/g, '>=')
      .split(/\s+/)
      .every((one) => {
        if (one === '*') return true;
        const [, sign, from, minor = '0'] = /^(>=|\^)?(\d+)(?:\.(\d+|x))?/.exec(one) ?? [];
        if (from === undefined) throw new Error(`not read: ${range}`);
        const isFirst = Number(from) === major && (minor === '0' || minor === 'x');
        return isFirst || (sign === '>=' && Number(from) < major);
      }),
  );
}

it('every package the program is installed with runs on the Node it promises', () => {
  const read = (name: string) => JSON.parse(readFileSync(join(projectRoot(), name), 'utf8'));
  expect(read('package.json').engines.node).toBe(`>=${LEAST}`);
  const { packages } = read('package-lock.json') as { packages: Record<string, Package> };
  const used = Object.entries(packages).filter(([, { dev }]) => !dev);
  expect(used.length).toBeGreaterThan(100);
  const ranges = used.map(([name, { engines }]) => [name, engines?.node ?? '*'] as const);
  expect(ranges.filter(([, range]) => !admits(range, LEAST))).toEqual([]);
  // A package of modules alone for a newer one stopped the centre on the first releases of 20.
  expect([admits('>=22', LEAST), admits('^20.19.0 || >=22', LEAST)]).toEqual([false, false]);
});
