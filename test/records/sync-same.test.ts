import { afterEach, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../../src/base/language';
import { mergeProblem } from '../../src/desk/relocate';
import { showValue } from '../../src/form/fill';
import { registry } from '../../src/forms/index';
import { showContextOf } from '../../src/records/names';
import type { Session } from '../../src/records/session';
import { makeTestId } from '../../src/rules/person-id';
import { ANNA, exchange, makeCentre, OLLI } from './centre';
import { makeStation, type Station } from './feed';
import { caseOf, catalog, enterPerson, mustEnter, saved } from './office';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

function stationOf(number: number, user: string): Station {
  const made = makeStation(number, user);
  open.push(made.office);
  return made;
}

const ID = makeTestId('1980-02-11', 901);
const [NOTICE] = catalog.allCodes('centre_notices');
const SAME = NOTICE?.extra.stored ?? '';

/** In the list and on the form it stands in the language of whoever reads it. */
function toldIn(lang: Language, session: Session, client: string): void {
  const wanted = NOTICE?.[lang] ?? '';
  expect(wanted).not.toBe('');
  const list = session.list('mine');
  const rows = list.ok ? list.value.list.rows : [];
  expect(rows.find(({ form }) => form === 'reminder')?.text).toContain(wanted);
  const open = caseOf(session, client);
  const rec = open.records.find(({ form }) => form === 'reminder');
  const context = showContextOf({ facts: session.facts(open), registry }, { yes: '', no: '' });
  const field = registry.form('reminder').fields.text;
  expect(field && showValue(field, rec?.values.text, context)).toBe(wanted);
}

it('one person entered at two stations is told of in both lists and made one (R46)', async () => {
  const [anna, olli] = [stationOf(1, ANNA), stationOf(2, OLLI)];
  const centre = await makeCentre(anna, { memory: true }, { same: SAME });
  open.push(centre);
  const [here, there] = [anna.office.session(ANNA), olli.office.session(OLLI)];
  const first = enterPerson(here, ID, 'Kataja', 'Aada');
  const second = enterPerson(there, ID, 'Kataja', 'Aada Maria');
  mustEnter(there, 'diary_note', caseOf(there, second), { text: 'Tavattu' });
  expect(mergeProblem(caseOf(here, first))).toEqual({ code: 'merge.not_temporary' });
  for (const station of [anna, olli, anna]) await exchange(station, centre);

  for (const [session, client] of [
    [here, first],
    [there, second],
  ] as const) {
    const list = session.list('mine');
    const rows = list.ok ? list.value.list.rows : [];
    const about = rows.filter(({ form }) => form === 'reminder');
    expect(about.map(({ person, text }) => [person?.id, text.includes(SAME)])).toEqual([
      [client, true],
    ]);
    expect(mergeProblem(caseOf(session, client))).toBeNull();
  }
  for (const lang of LANGUAGES) toldIn(lang, there.inLanguage(lang), second);

  saved(here.merge({ from: second, to: first, reason: 'kahteen_kertaan' }));
  for (const station of [anna, olli, anna]) await exchange(station, centre);
  for (const session of [here, there]) {
    const { person, records } = caseOf(session, first);
    expect(person.identifier).toBe(ID);
    expect(records.filter(({ form }) => form === 'diary_note')).toHaveLength(1);
    expect(session.openCase(second)).toMatchObject({ ok: false });
  }
  const [one, two] = [anna, olli].map(({ log }) => log.sums(log.containers()));
  expect(one).toEqual(two);
});
