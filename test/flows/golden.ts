/** Pseudonym of the worker who handles everything in the scenario bases. */
const H = 'Mallila Maija';
const U = 'P-H SOSIAALI- JA TERVEYSYHTYMÄ';
const U_LONG = 'PÄIJÄT-HÄMEEN SOSIAALI- JA TERVEYSYHTYMÄ';

/**
 * The four diary lines of B1, unwrapped, in the order of the diary: kind, date shown, line
 * (DESIGN 9; the wording of the classic diary).
 */
export const GOLDEN_LINES = [
  {
    kind: 'V',
    date: '081206',
    line:
      'AS / Aikuissosiaalityön tarve, Henkilö itse kosk.. Kriisipalvelu ' +
      `Käsittelijä: ${H}; ${U}`,
  },
  {
    kind: 'S',
    date: '081206',
    line: `Aikuissosiaalityö, Selvitys aloitettu 121255-TP1X. ${H}; ${U_LONG}`,
  },
  {
    kind: 'P',
    date: '081206',
    line:
      `Päätös aikuissosiaalityöstä 011206 Päättäjä: ${H}; ${U} ` +
      'Tiedoksianto kirjattu. Päätösno 2006 3',
  },
  {
    kind: 'L',
    date: '050508',
    line: `Palvelu Akuutti sosiaalityö aloitettu 121255-TP1X Käsittelijä: ${H}`,
  },
] as const;

/** The one line of kind A that follows them. */
export const GOLDEN_WORK_LINE = [
  'Asiakaskäynti, vaativa, K2, Huoltaja, läsnä 3, 60 min',
  `Käsittelijä: ${H}`,
].join(' ');

/** Labels of the tree, the client line and the lists. */
export const GOLDEN_LABELS = {
  tree: '[-] Selv081206 Aikuiss',
  running: 'Meneillään oleva Selv081206 Aikuissosiaalityö',
  service: 'Palvelu050508 Akuutti sosia.',
  decision: '081206 Päätös aikuissosiaalityöstä',
} as const;
