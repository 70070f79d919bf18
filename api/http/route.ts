import { type z } from 'zod';
import { type Endpoint } from '../contract/endpoint';
import { type PolicyName, type Relation } from '../policies/table';
import { type Act } from './act';

export interface RouteInput<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
}

/** Extra things a reply may carry: a status other than the endpoint's, headers, a stream. */
export interface Extras {
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * How the API answers an endpoint, read straight down: validate (the endpoint's schemas) → authenticate → load → authorise
 * (policy, then the relation to what was loaded) → act → present.
 */
export interface Route<P = unknown, Q = unknown, B = unknown, L = unknown, R = unknown, A = unknown> {
  readonly endpoint: Endpoint;
  readonly policy: PolicyName;
  /** The record the request is about; null answers 404. Runs in the transaction of a write. */
  readonly load?: (act: Act, input: RouteInput<P, Q, B>) => Promise<L | null>;
  /** What is asked of somebody outside before the transaction of a write begins: a slow answer holds no row and no connection meanwhile. What it writes is kept whatever comes. */
  readonly ask?: (act: Act, input: RouteInput<P, Q, B>) => Promise<A>;
  /** The principal's relations to the loaded record, for grants other than `any`. */
  readonly relate?: (act: Act, loaded: L) => readonly Relation[] | Promise<readonly Relation[]>;
  readonly handle: (act: Act, input: RouteInput<P, Q, B> & { readonly loaded: L; readonly asked: A }) => Promise<R>;
  /** Only for somebody who proved who they are a short while ago (docs/security.md, "Proving it again"). */
  readonly fresh?: true;
  readonly headers?: (reply: R) => Readonly<Record<string, string>>;
}

/** Bind an endpoint to its policy and handler. */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType, L = undefined, A = undefined>(
  endpoint: Endpoint<P, Q, B, R>,
  definition: Omit<Route<z.output<P>, z.output<Q>, z.output<B>, L, z.input<R>, A>, 'endpoint'>,
): Route {
  return { endpoint, ...definition } as unknown as Route;
}
