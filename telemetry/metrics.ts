import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds, from what a nurse does not notice to what she complains about. */
const SECONDS = [0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The figures of one process. Labels are names of routes, roles, stages and outcomes: few, and never of a patient. */
export const registry = new Registry();

/** Name the process and count what Node itself knows: memory, event loop, garbage collection. */
export function startMetrics(service: string): void {
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
}

export function histogram<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Histogram<Label> {
  return new Histogram({ name, help, labelNames: [...labelNames], buckets: SECONDS, registers: [registry] });
}

export function counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
  return new Counter({ name, help, labelNames: [...labelNames], registers: [registry] });
}

/** A figure that is read when somebody asks for it. */
export function gauge<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Gauge<Label> {
  return new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
}
