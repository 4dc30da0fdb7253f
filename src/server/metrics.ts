import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Status } from './status';

/** What the centre counts of itself. Labels are routes, statuses and codes: never who or whose. */
export interface Metrics {
  /** One request that ended: its route as it was declared, and how long it took in seconds. */
  request(route: string, method: string, status: number, seconds: number): void;
  /** One operation a station sent, and what became of it. */
  operation(status: string): void;
  /** One refusal, by its code. */
  refused(code: string): void;
  listening(stations: number): void;
  /** How the centre stands: end of the feed, what lies in a backup, what waits for a person. */
  stands(now: Pick<Status, 'head' | 'durable' | 'not_in' | 'open_conflicts' | 'alarms'>): void;
  /** All of it as Prometheus reads it. */
  text(): Promise<string>;
  readonly contentType: string;
}

const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The counts of one running centre, from nothing. */
export function makeMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'akti_' });
  const registers = [registry];
  const requests = new Histogram({
    name: 'akti_request_seconds',
    help: 'Time of requests by route, method and status',
    labelNames: ['route', 'method', 'status'],
    buckets: BUCKETS,
    registers,
  });
  const operations = new Counter({
    name: 'akti_operations_total',
    help: 'Operations sent by stations, by what became of them',
    labelNames: ['status'],
    registers,
  });
  const refusals = new Counter({
    name: 'akti_refusals_total',
    help: 'Requests refused, by code',
    labelNames: ['code'],
    registers,
  });
  const listening = new Gauge({
    name: 'akti_stations_listening',
    help: 'Stations that hear pokes now',
    registers,
  });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const head = gauge('akti_head', 'End of the feed');
  const durable = gauge('akti_durable', 'Position that lies in a verified backup');
  const conflicts = gauge('akti_open_conflicts', 'Conflicts that wait for a person');
  const alarms = gauge('akti_alarms', 'Alarms raised so far');
  const notIn = new Gauge({
    name: 'akti_not_in',
    help: 'Operations that are not in, by how they stand',
    labelNames: ['status'],
    registers,
  });
  return {
    request: (route, method, status, seconds) =>
      requests.observe({ route, method, status: String(status) }, seconds),
    operation: (status) => operations.inc({ status }),
    refused: (code) => refusals.inc({ code }),
    listening: (stations) => listening.set(stations),
    stands: (now) => {
      head.set(now.head);
      durable.set(now.durable);
      conflicts.set(now.open_conflicts);
      alarms.set(now.alarms);
      notIn.reset();
      for (const [status, count] of Object.entries(now.not_in)) notIn.set({ status }, count);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
