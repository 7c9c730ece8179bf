/** What the service counts and times, for Prometheus: kinds and seconds, never whose or what. */
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5];

export interface Metrics {
  turn(event: { channel: string; kind: string; outcome: string; ms: number }): void;
  delivery(event: { channel: string; outcome: string }): void;
  request(event: { route: string; status: number; ms: number }): void;
  readonly contentType: string;
  text(): Promise<string>;
}

/** Metrics with a registry of their own, so that two services in one process do not mix. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const turns = new Histogram({
    name: 'mangnon_turn_seconds',
    help: 'From receiving an update to the commit of its reply',
    labelNames: ['channel', 'kind', 'outcome'] as const,
    buckets: SECONDS,
    registers,
  });
  const deliveries = new Counter({
    name: 'mangnon_deliveries_total',
    help: 'Attempts to send, by what became of them',
    labelNames: ['channel', 'outcome'] as const,
    registers,
  });
  const requests = new Histogram({
    name: 'mangnon_request_seconds',
    help: 'Requests served, by route',
    labelNames: ['route', 'status'] as const,
    buckets: SECONDS,
    registers,
  });
  return {
    turn: ({ channel, kind, outcome, ms }) => turns.observe({ channel, kind, outcome }, ms / 1000),
    delivery: ({ channel, outcome }) => deliveries.inc({ channel, outcome }),
    request: ({ route, status, ms }) => requests.observe({ route, status: String(status) }, ms / 1000),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
