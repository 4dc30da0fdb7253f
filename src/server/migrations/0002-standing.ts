/** Who stands in for whom, and on which days: the user sees more then than the own tags say. */
export const STANDING: readonly string[] = [
  `CREATE TABLE standing (
  tenant text NOT NULL,
  record_id text NOT NULL,
  absent text NOT NULL,
  substitute text NOT NULL,
  from_on text NOT NULL,
  until_on text NOT NULL,
  PRIMARY KEY (tenant, record_id)
)`,
  'CREATE INDEX standing_substitute ON standing (tenant, substitute)',
  'ALTER TABLE record ADD COLUMN entered_as text',
];

/** Those that were there before; a record without one of its answers stands for nobody. */
const fill = (answer: (field: string) => string) => {
  const asked = ['absent', 'substitute', 'from', 'until'].map(answer);
  const here = asked.map((one) => `${one} IS NOT NULL`).join(' AND ');
  return (
    'INSERT INTO standing (tenant, record_id, absent, substitute, from_on, until_on)' +
    ` SELECT tenant, record_id, ${asked.join(', ')} FROM record` +
    ` WHERE form = 'stand_in' AND voided = 0 AND ${here}`
  );
};

export const FILL_SQLITE: readonly string[] = [fill((field) => `doc ->> '$.${field}'`)];
export const FILL_POSTGRES: readonly string[] = [fill((field) => `(doc::json ->> '${field}')`)];
