import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/base/language';
import { loadCatalog } from '../../src/catalog/catalog';
import { textOf } from '../../src/catalog/codes';
import type { Fault } from '../../src/catalog/fault';
import { csv, folderOf } from './folder';

const HEAD = 'id,code,fi,en,label,from,until,status';

function groups(...rows: string[]) {
  const { catalog, faults } = loadCatalog(folderOf({ 'codes/groups.csv': csv(HEAD, ...rows) }));
  return { ids: catalog.allCodes('groups').map((row) => row.id), faults, catalog };
}

/** A fault as one line, easy to compare. */
function told({ file, line, problem }: Fault): string {
  const values = Object.entries(problem.values ?? {}).map(([name, value]) => `${name}=${value}`);
  return [`${file}:${line}`, problem.code, ...values].join(' ');
}

describe('a code set', () => {
  it('takes a sound row, without label the Finnish text', () => {
    const { ids, faults, catalog } = groups('arki,,Arjen taidot,Everyday skills,,,,doc');
    expect([ids, faults]).toEqual([['arki'], []]);
    expect(catalog.code('groups', 'arki')).toEqual({
      id: 'arki',
      code: '',
      fi: 'Arjen taidot',
      en: 'Everyday skills',
      sv: '',
      label: 'Arjen taidot',
      status: 'doc',
      extra: {},
    });
  });

  it('takes Swedish where there is any, and shows Finnish where there is none', () => {
    const rows = ['a,,Arki,Days,,,,doc,Vardag', 'b,,Ryhmä,Group,,,,doc,'];
    const reader = folderOf({
      'codes/groups.csv': csv('id,code,fi,en,label,from,until,status,sv', ...rows),
    });
    const found = loadCatalog(reader).catalog.allCodes('groups');
    const shown = found.map((row) => LANGUAGES.map((lang) => textOf(row, lang)));
    expect(shown).toEqual([
      ['Arki', 'Vardag', 'Days'],
      ['Ryhmä', 'Ryhmä', 'Group'],
    ]);
  });

  it.each([
    ['b c,,B,B,,,,doc', 'catalog.cell column=id found=b c expected=slug'],
    ['b,,,B,,,,doc', 'catalog.cell column=fi found= expected=text'],
    ['b,,B,,,,,doc', 'catalog.cell column=en found= expected=text'],
    ['b,,B,B,,1.5.2008,,doc', 'catalog.cell column=from found=1.5.2008 expected=date'],
    ['b,,B,B,,,2025-02-29,doc', 'catalog.cell column=until found=2025-02-29 expected=date'],
    ['b,,B,B,,,,sure', 'catalog.cell column=status found=sure expected=found|doc|recalled'],
    ['b,,B,B,,2026-02-01,2026-01-31,doc', 'catalog.dates from=2026-02-01 until=2026-01-31'],
    ['a,,B,B,,,,doc', 'catalog.duplicate column=id found=a first=2'],
    ['b,X,B,B,,,,doc', 'catalog.duplicate column=code found=X first=2'],
  ])('leaves out %s and loads the rest', (broken, fault) => {
    const { ids, faults } = groups('a,X,A,A,,,,doc', broken, 'c,,C,C,,,,doc');
    expect(ids).toEqual(['a', 'c']);
    expect(faults.map(told)).toEqual([`codes/groups.csv:3 ${fault}`]);
  });

  it('tells the line of a row of the wrong width', () => {
    const { ids, faults } = groups('a,,A,A,,,,doc', 'b,,B', 'c,,C,C,,,,doc');
    expect(ids).toEqual(['a', 'c']);
    expect(faults.map((fault) => [fault.line, fault.problem.code])).toEqual([[3, 'catalog.csv']]);
  });

  it('gives a fault for each bad cell of a row', () => {
    const { faults } = groups('a,,A,A,,,,doc', 'b,,,B,,,,sure');
    expect(faults.map(({ line, problem }) => [line, problem.values?.column])).toEqual([
      [3, 'fi'],
      [3, 'status'],
    ]);
  });

  it('lets a code go on to another row when the first has ended', () => {
    const { ids, faults } = groups('a,X,A,A,,,2020-12-31,doc', 'b,X,B,B,,2021-01-01,,doc');
    expect([ids, faults]).toEqual([['a', 'b'], []]);
  });

  it('hides an expired row from choice, both ends of its time included, and reads it still', () => {
    const { catalog } = groups('a,,A,A,,2008-01-01,2020-12-31,doc', 'b,,B,B,,,,doc');
    const on = (day: string) => catalog.codes('groups', day).map((row) => row.id);
    expect(on('2007-12-31')).toEqual(['b']);
    expect(on('2008-01-01')).toEqual(['a', 'b']);
    expect(on('2020-12-31')).toEqual(['a', 'b']);
    expect(on('2021-01-01')).toEqual(['b']);
    expect(catalog.code('groups', 'a')?.until).toBe('2020-12-31');
    expect(catalog.allCodes('groups').length).toBe(2);
  });

  it('names a lacking column and a lacking file', () => {
    const { catalog, faults } = loadCatalog(
      folderOf({ 'codes/notifiers.csv': csv(HEAD, 'a,,A,A,,,,doc') }),
    );
    expect(catalog.allCodes('notifiers')).toEqual([]);
    expect(catalog.allCodes('languages')).toEqual([]);
    expect(faults.map(told)).toEqual([
      `codes/notifiers.csv:1 catalog.columns expected=official found=${HEAD}`,
      'codes/languages.csv:1 catalog.file_missing',
    ]);
  });

  it('points only to rows that are there', () => {
    const types = csv(HEAD, 'as,AS,Tarve,Need,,,,doc');
    const reasons = csv(
      `${HEAD},initiation_types`,
      'a,,A,A,,,,doc,as;shl',
      'b,,B,B,,,,doc,*',
      'c,,C,C,,,,doc,as',
    );
    const { catalog, faults } = loadCatalog(
      folderOf({ 'codes/initiation_types.csv': types, 'codes/initiation_reasons.csv': reasons }),
    );
    expect(catalog.allCodes('initiation_reasons').map((row) => row.id)).toEqual(['b', 'c']);
    expect(faults.map(told)).toEqual([
      'codes/initiation_reasons.csv:2 catalog.reference column=initiation_types found=shl ' +
        'expected=initiation_types',
    ]);
  });

  it('wants a label where the tree shows one', () => {
    const { catalog, faults } = loadCatalog(
      folderOf({
        'codes/service_tasks.csv': csv(`${HEAD},retention`, 't,,T,T,,,,doc,years_10'),
        'codes/case_file_types.csv': csv(`${HEAD},service_task`, 'a,,A,A,,,,doc,t'),
      }),
    );
    expect(catalog.allCodes('case_file_types')).toEqual([]);
    expect(faults.map(told)).toEqual([
      'codes/case_file_types.csv:2 catalog.cell column=label found= expected=text',
    ]);
  });

  it('reads a set only when it is asked for', () => {
    const read: string[] = [];
    const folder = folderOf({ 'codes/groups.csv': csv(HEAD, 'a,,A,A,,,,doc') });
    const { catalog } = loadCatalog({
      ...folder,
      text: (path) => {
        read.push(path);
        return folder.text(path);
      },
    });
    expect(read).toEqual([]);
    catalog.codes('groups', '2026-01-01');
    catalog.code('groups', 'a');
    expect(read).toEqual(['codes/groups.csv']);
  });
});

describe('the unit tree', () => {
  const UNITS =
    'id,code,parent,name,name_long,name_masked,municipality,service,service_task,' +
    'reserved,from,until,status';
  const MUNICIPALITIES = csv(`${HEAD},sv,hva`, 'lahti,398,Lahti,Lahti,,,,found,Lahtis,hva_09');
  const COUNTIES = csv(HEAD, 'hva_09,09,Päijät-Häme,Päijät-Häme,,,,found');

  function units(...rows: string[]) {
    const { catalog } = loadCatalog(
      folderOf({
        'units/units.csv': csv(UNITS, ...rows),
        'codes/municipalities.csv': MUNICIPALITIES,
        'codes/wellbeing_counties.csv': COUNTIES,
      }),
    );
    const all = catalog.checkAll().filter((fault) => fault.file === 'units/units.csv');
    return { ids: catalog.units('2026-01-01').map((unit) => unit.id), faults: all.map(told) };
  }

  it.each([
    ['b,B,x,B,B,B,,,,no,,,doc', 'catalog.reference column=parent found=x expected=units'],
    ['b,B,b,B,B,B,,,,no,,,doc', 'catalog.ring column=parent found=b'],
    ['b,A,,B,B,B,,,,no,,,doc', 'catalog.duplicate column=code found=A first=2'],
    ['a,,,B,B,B,,,,no,,,doc', 'catalog.duplicate column=id found=a first=2'],
    ['b,B,a,B,B,B,,,,maybe,,,doc', 'catalog.cell column=reserved found=maybe expected=yes|no'],
    [
      'b,B,a,B,B,B,,,,no,2026-01-02,2026-01-01,doc',
      'catalog.dates from=2026-01-02 until=2026-01-01',
    ],
  ])('leaves out %s', (broken, fault) => {
    const { ids, faults } = units(
      'a,A,,A,A,A,,,,no,,,doc',
      broken,
      'c,C,a,C,C,C,lahti,s,,no,,,doc',
    );
    expect(ids).toEqual(['a', 'c']);
    expect(faults).toEqual([`units/units.csv:3 ${fault}`]);
  });

  it('finds a ring of several units', () => {
    const { ids, faults } = units('a,A,b,A,A,A,,,,no,,,doc', 'b,B,a,B,B,B,,,,no,,,doc');
    expect(ids).toEqual([]);
    expect(faults.map((fault) => fault.split(' ')[1])).toEqual(['catalog.ring', 'catalog.ring']);
  });

  it('tells of an unknown municipality when everything is checked', () => {
    const { ids, faults } = units('a,A,,A,A,A,nokia,,,no,,,doc');
    expect(ids).toEqual(['a']);
    expect(faults).toEqual([
      'units/units.csv:2 catalog.reference column=municipality found=nokia expected=municipalities',
    ]);
  });

  it('tells of an unknown service task, and hands a known one down the tree', () => {
    const { faults } = units('a,A,,A,A,A,,,nuoret,no,,,doc');
    expect(faults).toEqual([
      'units/units.csv:2 catalog.reference column=service_task found=nuoret expected=service_tasks',
    ]);
  });
});

describe('chain, time limits and permissions', () => {
  const TASKS = csv(`${HEAD},retention`, 't,,T,T,,,,doc,years_10', 'u,,U,U,,,,doc,years_10');
  const OF_TASK = csv(`${HEAD},service_task`, 'a,,A,A,A,,,doc,t');
  const BASE = {
    'codes/service_tasks.csv': TASKS,
    'codes/initiation_types.csv': csv(HEAD, 'a,AS,A,A,,,,doc'),
    'codes/investigation_types.csv': OF_TASK,
    'codes/case_file_types.csv': OF_TASK,
    'codes/decision_types.csv': csv(`${HEAD},ends`, 'a,,A,A,,,,doc,no'),
    'codes/service_areas.csv': csv(HEAD, 'a,,A,A,,,,doc'),
    'codes/services.csv': csv(`${HEAD},area`, 'a,,A,A,,,,doc,a'),
    'codes/roles.csv': csv(
      `${HEAD},takes_cases`,
      'worker,,W,W,,,,doc,yes',
      'reader,,R,R,,,,doc,no',
    ),
  };
  const CHAIN =
    'initiation_type,investigation_type,case_file_type,decision_type,service,service_task,status';
  const LIMITS =
    'id,initiation_type,min_age,max_age,flag,from,amount,unit,day,gives,' +
    'on,ends,law,section,status,fi,en';
  const UNITS = 'working_days|days|calendar_days|months|at_once|without_delay|persons|years_back';
  const EVENTS =
    'contact|application|initiation|start|decision|posting|notice|placement|plan_approval|request|';
  const REST = ',,,initiation,work,1/2000,1 §,found,A,A';

  it.each([
    ['a,a,a,a,x,t,doc', 'catalog.reference column=service found=x expected=services'],
    [
      'x,a,a,a,a,t,doc',
      'catalog.reference column=initiation_type found=x expected=initiation_types',
    ],
    ['a,a,a,a,,u,doc', 'catalog.service_task column=service_task found=u expected=t'],
    ['a,a,a,a,a,t,found', 'catalog.duplicate column=initiation_type found=a first=2'],
    ['a,,a,a,a,t,doc', 'catalog.cell column=investigation_type found= expected=slug'],
  ])('leaves the path %s out', (broken, fault) => {
    const file = csv(CHAIN, 'a,a,a,a,a,t,doc', broken, 'a,a,a,a,,t,doc');
    const { catalog, faults } = loadCatalog(folderOf({ ...BASE, 'process/chain.csv': file }));
    expect(catalog.chain.map((row) => row.service)).toEqual(['a', '']);
    expect(faults.map(told)).toEqual([`process/chain.csv:3 ${fault}`]);
  });

  it.each([
    [
      `b,x,,,,initiation,7,days${REST}`,
      'catalog.reference column=initiation_type found=x expected=initiation_types',
    ],
    [`a,a,,,,initiation,7,days${REST}`, 'catalog.duplicate column=id found=a first=2'],
    [
      `b,a,,,,initiation,7,weeks${REST}`,
      `catalog.cell column=unit found=weeks expected=${UNITS}|by_day`,
    ],
    [
      `b,a,,,,initiation,-7,days${REST}`,
      'catalog.cell column=amount found=-7 expected=whole_number_or_empty',
    ],
    [`b,a,,,,birth,7,days${REST}`, `catalog.cell column=from found=birth expected=${EVENTS}`],
    [`b,a,,,,initiation,,days${REST}`, 'catalog.cell column=amount found= expected=whole_number'],
    ['b,a,,,,,,by_day,,,,,1/2000,1 §,found,A,A', 'catalog.cell column=day found= expected=date'],
    [
      `b,a,,,,initiation,7,days,,,person,work,1/2000,1 §,found,A,A`,
      'catalog.cell column=on found=person expected=initiation|investigation|decision|service',
    ],
    [`b,a,18,17,,initiation,7,days${REST}`, 'catalog.ages from=18 until=17'],
  ])('leaves the time limit %s out', (broken, fault) => {
    const file = csv(LIMITS, `a,a,,17,,initiation,3,months${REST}`, broken);
    const { catalog, faults } = loadCatalog(folderOf({ ...BASE, 'process/deadlines.csv': file }));
    expect(catalog.deadlines).toEqual([
      expect.objectContaining({ id: 'a', min_age: undefined, max_age: 17, amount: 3 }),
    ]);
    expect(faults.map(told)).toEqual([`process/deadlines.csv:3 ${fault}`]);
  });

  it('finds an unknown role, a doubled cell and a hole in the matrix', () => {
    const file = csv(
      'role,form,action,allowed',
      'worker,person,read,yes',
      'boss,person,read,yes',
      'reader,person,read,yes',
      'worker,person,read,no',
      'worker,person,amend,yes',
    );
    const { catalog, faults } = loadCatalog(folderOf({ ...BASE, 'roles/permissions.csv': file }));
    expect(catalog.allows('worker', 'person', 'read')).toBe(true);
    expect(catalog.allows('reader', 'person', 'amend')).toBe(false);
    expect(faults.map(told)).toEqual([
      'roles/permissions.csv:3 catalog.reference column=role found=boss expected=roles',
      'roles/permissions.csv:5 catalog.duplicate column=role found=worker person read first=2',
      'roles/permissions.csv:6 catalog.permission_missing role=reader form=person action=amend',
    ]);
  });

  it('finds an unknown role, a doubled one and one without a scope', () => {
    const file = csv('role,scope,status', 'worker,head,doc', 'boss,root,doc', 'worker,area,doc');
    const { catalog, faults } = loadCatalog(folderOf({ ...BASE, 'roles/unit_scope.csv': file }));
    expect(catalog.unitsSeen('worker', 'anywhere')).toEqual(['anywhere']);
    const found = faults.map(told).filter((line) => line.startsWith('roles/unit_scope.csv'));
    expect(found).toEqual([
      'roles/unit_scope.csv:4 catalog.duplicate column=role found=worker first=2',
      'roles/unit_scope.csv:3 catalog.reference column=role found=boss expected=roles',
      'roles/unit_scope.csv:1 catalog.scope_missing role=reader',
    ]);
  });

  it('checks all in file and line order, and tells each fault once', () => {
    const { catalog } = loadCatalog(
      folderOf({ ...BASE, 'process/chain.csv': csv(CHAIN, 'a,a,a,a,x,t,doc', 'b,a,a,a,a,t,doc') }),
    );
    const first = catalog.checkAll().map(told);
    expect(first.filter((line) => line.startsWith('process/chain.csv'))).toEqual([
      'process/chain.csv:2 catalog.reference column=service found=x expected=services',
      'process/chain.csv:3 catalog.reference column=initiation_type found=b ' +
        'expected=initiation_types',
    ]);
    expect(first).toContain('units/units.csv:1 catalog.file_missing');
    expect(catalog.checkAll().map(told)).toEqual(first);
  });
});
