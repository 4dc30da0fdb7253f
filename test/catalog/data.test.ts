import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/catalog/catalog';
import type { CodeRow } from '../../src/catalog/codes';
import { folderReader } from '../../src/catalog/files';
import { dueDate, type TimeLimit, timeLimitOf } from '../../src/rules/deadlines';
import { bestMatch } from '../../src/rules/match';
import { allowedNext } from '../../src/rules/process-chain';

const { catalog, faults } = loadCatalog(folderReader('data'));
const DAY = '2026-03-16';

function firstMatch(rows: readonly CodeRow[], typed: string): string | undefined {
  const at = bestMatch(
    rows.map((row) => ({ code: row.code, text: row.fi })),
    typed,
  );
  return at === undefined ? undefined : rows[at]?.fi;
}

function among(set: string, ids: readonly string[]): CodeRow[] {
  return catalog.codes(set, DAY).filter((row) => ids.includes(row.id));
}

function next(known: Parameters<typeof allowedNext>[1], wanted: Parameters<typeof allowedNext>[2]) {
  return allowedNext(catalog.chain, known, wanted);
}

function reasonsOf(type: string): CodeRow[] {
  const fits = (cell: string) => cell === '*' || cell.split(';').includes(type);
  return catalog
    .codes('initiation_reasons', DAY)
    .filter((row) => fits(row.extra.initiation_types as string));
}

function events(client: 'yes' | 'no'): CodeRow[] {
  return catalog
    .codes('event_types', DAY)
    .filter((row) => [client, 'either'].includes(row.extra.needs_client as string));
}

describe('the shipped data', () => {
  it('has no fault in any file', () => {
    expect(catalog.checkAll()).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('fills every set', () => {
    expect(catalog.sets().length).toBe(33);
    for (const set of catalog.sets()) expect(catalog.allCodes(set), set).not.toEqual([]);
  });

  it('writes codes only where a paper prints one', () => {
    const coded = catalog
      .sets()
      .filter((set) => catalog.allCodes(set).some((row) => row.code !== ''));
    expect(coded).toEqual([
      'household_roles',
      'initiation_types',
      'languages',
      'municipalities',
      'wellbeing_counties',
    ]);
    const initiations = catalog.allCodes('initiation_types').filter((row) => row.code !== '');
    expect(initiations.map((row) => row.code)).toEqual(['AS']);
  });

  it('puts the defaults of the forms first', () => {
    const first = (set: string) => catalog.codes(set, DAY)[0]?.fi;
    expect(first('notifiers')).toBe('Henkilö itse');
    expect(first('decision_outcomes')).toBe('Myönteinen');
    expect(first('notice_manners')).toBe('Kirje');
    expect(first('archive_places')).toBe('Työhuone');
  });

  it('lets only a granted or partly granted decision carry a service', () => {
    const positive = catalog
      .codes('decision_outcomes', DAY)
      .filter((row) => row.extra.positive === 'yes');
    expect(positive.map((row) => row.id)).toEqual(['myonteinen', 'osittain']);
  });

  it('has the labels of the 2008 tree', () => {
    const label = (set: string, id: string) => catalog.code(set, id)?.label;
    expect(
      catalog
        .allCodes('investigation_types')
        .slice(0, 7)
        .map((row) => row.label),
    ).toEqual(['Aikuiss', 'Aktivoi', 'Vamma', 'Päihde', 'Omaish', 'Toimee', 'Välityst']);
    expect(label('services', 'akuutti_sosiaalityo')).toBe('Akuutti sosia.');
    expect(label('case_file_types', 'toimeentulotuki')).toBe('T');
    expect(label('case_file_types', 'valitystili')).toBe('V');
  });

  it('counts all event types in minutes at no price, and reviews only a plan', () => {
    for (const row of catalog.allCodes('event_types')) {
      expect([row.extra.unit, row.extra.price_cents], row.id).toEqual(['min', '0']);
    }
    const reviewed = catalog.allCodes('event_types').filter((row) => row.extra.review === 'yes');
    expect(reviewed.map((row) => row.fi)).toEqual(['Aktivointisuunnitelman tarkistaminen']);
  });
});

describe('municipalities', () => {
  it('are 308, three digits each, all with a county', () => {
    const rows = catalog.codes('municipalities', DAY);
    expect(rows.length).toBe(308);
    for (const row of rows) expect(row.code, row.id).toMatch(/^\d{3}$/);
    expect(catalog.code('municipalities', 'helsinki')).toMatchObject({
      code: '091',
      fi: 'Helsinki',
      sv: 'Helsingfors',
      extra: { hva: 'hva_90' },
    });
    expect(new Set(rows.map((row) => row.extra.hva)).size).toBe(23);
  });
});

describe('units', () => {
  const units = catalog.units(DAY);
  const leaves = units.filter((unit) => unit.leaf && unit.parent);

  it('belong to the service task of the nearest unit that says one', () => {
    const tasks = ['11a2ga', '11a2gc', '11a3ga', '11', 'phsotey'].map((id) =>
      catalog.serviceTaskOf(id),
    );
    expect(tasks).toEqual(['lapsiperheet', 'perheoikeus', 'lastensuojelu', '', '']);
  });

  it('are 76 leaves, 11 of them reserved, under 5 heads, and the 2008 root', () => {
    expect(leaves.length).toBe(76);
    for (const leaf of leaves) expect(leaf.code).toMatch(/^\d{2}[A-Z]\d[A-M][a-d]$/);
    const reserved = leaves.filter((unit) => unit.reserved);
    expect(reserved.length).toBe(11);
    expect(new Set(reserved.map((unit) => unit.municipality))).toEqual(
      new Set(['heinola', 'sysma']),
    );
    expect(units.filter((unit) => !unit.leaf).map((unit) => unit.code)).toEqual([
      '11',
      '11A',
      '11A1',
      '11A2',
      '11A3',
    ]);
    expect(catalog.unit('phsotey')).toMatchObject({
      code: '',
      name: 'P-H SOSIAALI- JA TERVEYSYHTYMÄ',
      name_long: 'PÄIJÄT-HÄMEEN SOSIAALI- JA TERVEYSYHTYMÄ',
    });
  });

  it('are found by their code in small letters', () => {
    const rows = units.map((unit) => ({ code: unit.code, text: unit.name }));
    const at = bestMatch(rows, '11a2gb') as number;
    expect(rows[at]).toEqual({ code: '11A2Gb', text: 'Lp Arjen tuen palvelut / Lahti' });
    expect(catalog.unit('11a2gb')?.name).toBe('Lp Arjen tuen palvelut / Lahti');
  });

  it('reach their root', () => {
    expect(catalog.rootOf('11a2gb')).toBe('11');
    expect(catalog.rootOf('phsotey')).toBe('phsotey');
    expect(catalog.rootOf('nowhere')).toBe('nowhere');
  });

  it('keep Ulkokunta open and Heinola closed', () => {
    expect(catalog.unit('11a2ma')).toMatchObject({ reserved: false, municipality: '' });
    expect(catalog.unit('11a3ca')?.reserved).toBe(true);
  });

  it('say no place in the masked name', () => {
    for (const leaf of leaves) {
      const place = leaf.name.split(' / ')[1]?.replace('varaus ', '') as string;
      expect(leaf.name_masked).not.toContain(place);
      expect(leaf.name.startsWith(leaf.name_masked)).toBe(true);
    }
    expect(catalog.unit('phsotey')?.name_masked).not.toMatch(/P-H|PÄIJÄT/);
  });
});

describe('what the walks type', () => {
  it('finds the codes of B1', () => {
    expect(firstMatch(catalog.codes('initiation_types', DAY), 'as')).toBe(
      'Aikuissosiaalityön tarve',
    );
    expect(firstMatch(reasonsOf('aikuissosiaalityon_tarve'), 'kr')).toBe('Kriisipalvelu');
    const known = { initiation_type: 'aikuissosiaalityon_tarve' };
    expect(next(known, 'investigation_type')).toEqual(['aikuissosiaalityo']);
    expect(next(known, 'case_file_type')).toEqual(['aikuissosiaalityo']);
    expect(firstMatch(among('decision_types', next(known, 'decision_type')), 'ai')).toBe(
      'Päätös aikuissosiaalityöstä',
    );
    expect(firstMatch(catalog.codes('decision_types', DAY), 'ai')).toBe(
      'Päätös aikuissosiaalityöstä',
    );
    const services = among('services', next(known, 'service'));
    expect(services.map((row) => row.fi)).toEqual([
      'Akuutti sosiaalityö',
      'Perussosiaalityö',
      'Aktivoiva sosiaalityö',
    ]);
    expect(firstMatch(services, 'aku')).toBe('Akuutti sosiaalityö');
    expect(firstMatch(events('yes'), 'va')).toBe('Asiakaskäynti, vaativa, K2');
    expect(firstMatch(catalog.codes('other_participants', DAY), 'hu')).toBe('Huoltaja');
  });

  it.each([
    ['pu', 'Puhelinkeskustelu'],
    ['kot', 'Koti- tai muu käynti (esim. työtoimintapaikalla)'],
    ['as', 'Asiakaskäynti'],
    ['tar', 'Aktivointisuunnitelman tarkistaminen'],
    ['kon', 'Konsultaatio'],
  ])('finds the event of B2 by %s', (typed, text) => {
    expect(firstMatch(events('yes'), typed)).toBe(text);
    expect(firstMatch(catalog.codes('event_types', DAY), typed)).toBe(text);
  });

  it('finds the group, its event and the reason of a correction', () => {
    expect(events('no').map((row) => row.fi)).toEqual([
      'Konsultaatio',
      'Ryhmätoiminta',
      'Muu työaika',
    ]);
    expect(firstMatch(events('no'), 'ry')).toBe('Ryhmätoiminta');
    expect(firstMatch(catalog.codes('groups', DAY), 'ar')).toBe('Arjen taidot');
    expect(firstMatch(catalog.codes('correction_reasons', DAY), 'ki')).toBe('Kirjausvirhe');
  });
});

describe('the process chain', () => {
  it('lets every initiation type go on to a decision', () => {
    for (const { id } of catalog.allCodes('initiation_types')) {
      expect(next({ initiation_type: id }, 'decision_type'), id).not.toEqual([]);
      expect(reasonsOf(id), id).not.toEqual([]);
    }
  });

  it('offers only the two needs assessments after a notice of need', () => {
    expect(next({ initiation_type: 'shl_35' }, 'investigation_type')).toEqual([
      'shl_lapsiperheiden_arviointi',
      'shl_ikaihmisten_arviointi',
    ]);
  });

  it('carries the family path of B3 and ends where a clientship ends', () => {
    const family = { investigation_type: 'shl_lapsiperheiden_arviointi' };
    expect(next(family, 'case_file_type')).toEqual(['shl_lapsiperheet']);
    expect(next(family, 'service_task')).toEqual(['lapsiperheet']);
    const goesOn = { ...family, decision_type: 'shl_asiakkuuden_jatkaminen' };
    expect(next(goesOn, 'service')[0]).toBe('shl_asiakkuus_lapsiperheet');
    for (const row of catalog.allCodes('decision_types')) {
      if (row.extra.ends === 'yes') expect(next({ decision_type: row.id }, 'service')).toEqual([]);
    }
  });

  it('reaches each family of the 2008 tree', () => {
    const types = new Set(catalog.chain.map((row) => row.investigation_type));
    for (const { id } of catalog.allCodes('investigation_types')) expect(types).toContain(id);
    const tasks = new Set(catalog.chain.map((row) => row.service_task));
    for (const { id } of catalog.allCodes('service_tasks')) expect(tasks).toContain(id);
  });
});

describe('time limits', () => {
  it('give the two dates of B3', () => {
    const limits = catalog.deadlines.filter((row) => row.flag === 'special_support');
    expect(
      limits.map((row) => [row.max_age, dueDate(timeLimitOf(row) as TimeLimit, '2026-03-17')]),
    ).toEqual([
      [17, '2026-03-26'],
      [17, '2026-06-17'],
    ]);
  });

  it('name a law each, and never the repealed 254/2015', () => {
    for (const row of catalog.deadlines) {
      expect(row.law, row.id).toMatch(/^\d+\/\d{4}$/);
      expect(row.law).not.toBe('254/2015');
    }
  });
});

describe('the units whose queues are seen', () => {
  it('are the own one, and by role those under its head or its area', () => {
    const seen = (role: string, unit: string) => catalog.unitsSeen(role, unit);
    expect(seen('reader', '11a2gb')).toEqual(['11a2gb']);
    const head = seen('worker', '11a2gb');
    expect(head).toContain('11a2ga');
    expect(head.every((id) => id.startsWith('11a2'))).toBe(true);
    const area = seen('secretary', '11a2gb');
    expect(area).toEqual(expect.arrayContaining([...head, '11a1ga']));
    expect(area.every((id) => id.startsWith('11a'))).toBe(true);
  });

  it('are only the own one for a root without units and for one nobody knows', () => {
    for (const role of ['worker', 'secretary', 'reader', 'boss']) {
      expect(catalog.unitsSeen(role, 'phsotey')).toEqual(['phsotey']);
      expect(catalog.unitsSeen(role, 'nowhere')).toEqual(['nowhere']);
    }
  });
});

describe('permissions', () => {
  const FORMS = [
    'person',
    'household',
    'initiation',
    'investigation',
    'decision',
    'service',
    'enforcement',
    'work_entry',
    'staff_entry',
    'diary_note',
    'reminder',
  ];
  const ACTIONS = ['read', 'create', 'amend', 'void'];

  it('give the worker everything', () => {
    for (const form of FORMS) {
      for (const action of ACTIONS) expect(catalog.allows('worker', form, action)).toBe(true);
    }
    expect(catalog.allows('worker', 'decision', 'notice')).toBe(true);
    expect(catalog.allows('worker', 'person', 'reveal')).toBe(true);
  });

  it('keep the secretary from decisions and notices only', () => {
    for (const form of FORMS) {
      expect(catalog.allows('secretary', form, 'read')).toBe(true);
      for (const action of ['create', 'amend', 'void']) {
        expect(catalog.allows('secretary', form, action), form).toBe(form !== 'decision');
      }
    }
    expect(catalog.allows('secretary', 'decision', 'notice')).toBe(false);
  });

  it('let the reader only read, and reveal nothing', () => {
    for (const form of FORMS) {
      for (const action of ACTIONS) {
        expect(catalog.allows('reader', form, action)).toBe(action === 'read');
      }
    }
    expect(catalog.allows('reader', 'decision', 'notice')).toBe(false);
    expect(catalog.allows('reader', 'person', 'reveal')).toBe(false);
  });

  it('refuse what no row allows', () => {
    expect(catalog.allows('worker', 'person', 'burn')).toBe(false);
    expect(catalog.allows('stranger', 'person', 'read')).toBe(false);
  });
});
