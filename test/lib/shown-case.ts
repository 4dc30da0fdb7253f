import { openSession } from '../../src/records/session';
import { must, worldOf } from '../contract/world';
import { look } from '../faults/base';
import { SHIPPED } from '../words/data-words';

/**
 * What `akti show --json` prints of each of these clients, by identifier, read from the base
 * without starting the program for each.
 */
export function shownCases(
  path: string,
  as: { readonly user: string; readonly workDate: string },
  identifiers: readonly string[],
): string[] {
  return look(path, (base) => {
    const session = must(openSession(worldOf(base), { ...as, lang: 'fi' }));
    return identifiers.map((identifier) => {
      const [person] = must(session.findPersons(identifier)).persons;
      if (!person) throw new Error(`nobody is ${identifier}`);
      const shown = must(session.showCase(person.id, 'json', SHIPPED.fi.words));
      return shown.endsWith('\n') ? shown : `${shown}\n`;
    });
  });
}
