import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient, ApiProblem, ApiUnreachable, type ClientOptions } from '../../../api/client';
import { type Journal, type Outcome } from './journal';

type Asked = Parameters<ApiClient['send']>[1];
type Endpoint = Parameters<ApiClient['send']>[0];

export interface JournalledOptions extends ClientOptions {
  readonly journal: Journal;
  /** How long to go on asking for what has no answer. */
  readonly patienceMs: number;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** Kinds whose subject and amount the journal names; the others are known by their key. */
const SUBJECTS: Readonly<Record<string, (asked: Asked) => { subject: unknown; cents?: unknown }>> = {
  completeTask: ({ params }) => ({ subject: field(params, 'taskId') }),
  admitPatient: ({ body }) => ({ subject: field(body, 'patientId') }),
  takePayment: ({ body }) => ({ subject: field(body, 'reference'), cents: field(body, 'cents') }),
};

/**
 * A person's client in a trial: what it asks for under a key is in the journal before it is sent, and what has no answer, or one that says
 * the fault is on our side, is asked for again under the same key.
 */
export class JournalledClient extends ApiClient {
  constructor(private readonly own: JournalledOptions) {
    super(own);
  }

  override withToken(token: string): JournalledClient {
    return new JournalledClient({ ...this.own, token });
  }

  override send(endpoint: Endpoint, asked: Asked): Promise<Response> {
    return this.ask(endpoint, asked, endpoint.method === 'get' || !asked.idempotencyKey ? null : randomUUID());
  }

  private async ask(endpoint: Endpoint, asked: Asked, id: string | null): Promise<Response> {
    const deadline = Date.now() + this.own.patienceMs;
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      if (id !== null) this.write(id, endpoint, asked);
      const response = await super.send(endpoint, asked).catch((error: unknown) => {
        if (error instanceof ApiUnreachable) return error;
        throw error;
      });
      if (id !== null) this.own.journal.ended(id, outcomeOf(response), response instanceof Response ? response.status : null);
      if (response instanceof Response && response.status < 500) return response;
      if (Date.now() > deadline) {
        if (id !== null) this.own.journal.owes(id, () => this.ask(endpoint, asked, id));
        if (response instanceof Response) return response;
        throw response;
      }
      await pause(wait);
    }
  }

  private write(id: string, endpoint: Endpoint, asked: Asked): void {
    const key = asked.idempotencyKey ?? '';
    const { subject, cents } = SUBJECTS[endpoint.id]?.(asked) ?? { subject: key };
    this.own.journal.asks(id, { kind: endpoint.id, key, subject: String(subject), cents: typeof cents === 'number' ? cents : null });
  }
}

/** Whether the API refused, which the caller may have expected. */
export function isRefusal(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && error.status < 500;
}

function outcomeOf(response: Response | ApiUnreachable): Outcome {
  if (!(response instanceof Response) || response.status >= 500) return 'unknown';
  return response.ok ? 'ok' : 'refused';
}

function field(of: unknown, name: string): unknown {
  return (of as Record<string, unknown> | undefined)?.[name];
}
