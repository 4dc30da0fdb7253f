/** B1 by lines: the same facts as the lesson `b1`, answer by answer. An empty line is Enter. */
export const B1_LINES: readonly string[] = [
  // The client, and the next step that is proposed.
  '1212',
  '',
  // Vireillepano
  ...['as', '081206', '', 'kr', ''],
  'Hakija pyytää kiireellistä apua vuokranmaksuun ja muuttoavuun.',
  ...['.', ''],
  // Selvitys: the dates, the type and the folder are ready.
  ...['', '', '', '', '', '', ''],
  ...['1,2', '1', '', ''],
  // Päätös, from before the initiation
  ...['', 'ai', '011206', '', 'k'],
  '/tallenna',
  // Palvelu
  ...['', '010208', '050508', 'aku'],
  '/tallenna',
  // Asiakastyö
  ...['', '', 'va', 'hu', '3', '', '60'],
  '/tallenna',
  '/päiväkirja',
];

/** The work date of B1. */
export const B1_DAY = '050508';
