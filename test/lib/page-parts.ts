import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PageParts } from '../../src/lessons/page';
import { projectRoot } from './root';

/** The style and the script of the page as they ship. */
export function shippedPageParts(): PageParts {
  const read = (name: string) => readFileSync(join(projectRoot(), 'data', 'page', name), 'utf8');
  return { style: read('page.css'), script: read('page.js') };
}
