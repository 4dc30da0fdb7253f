import type { SimCentre } from './centre';
import type { Breach } from './checks';
import type { SimStation } from './station';

/** What programs did that they never may: fail, have to be repaired, raise an alarm. */
export function failuresOf(stations: readonly SimStation[], centre: SimCentre): Breach[] {
  const texts = (error: unknown) =>
    error instanceof Error ? (error.stack ?? error.message) : error;
  return [
    ...stations.flatMap(({ name, failure, outcome }) => [
      ...(failure ? [{ invariant: 'I12', what: `${name} failed: ${texts(failure)}` }] : []),
      ...(outcome?.repaired ? [{ invariant: 'I5', what: `${name} had to be repaired` }] : []),
      ...(outcome?.alarms.length
        ? [{ invariant: 'I5', what: `${name} alarms ${outcome.alarms}` }]
        : []),
    ]),
    ...centre.failures.splice(0).map((error) => ({
      invariant: 'I12',
      what: `the centre failed: ${texts(error)}`,
    })),
  ];
}
