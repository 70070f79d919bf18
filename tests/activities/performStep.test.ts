import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { type Activities, createActivities } from '../../activities';
import { ApiClient } from '../../api/client';
import { stepKey } from '../../workflows/contracts/ids';

/** An API that answers what a test asks for: how failures are told apart needs answers a healthy API never gives. */
let server: Server;
let activities: Activities;
let answer: { status: number; body: unknown };
let asked: { url: string; key: string; authorization: string; body: unknown }[];

beforeAll(async () => {
  server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      asked.push({ url: request.url ?? '', key: String(request.headers['idempotency-key']), authorization: String(request.headers.authorization), body });
      if (answer.status === 0) return void request.socket.destroy();
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  activities = createActivities({ api: new ApiClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'service-token' }) });
});
afterAll(() => new Promise((resolve) => {
  server.closeAllConnections();
  server.close(resolve);
}));
beforeEach(() => {
  asked = [];
  answer = { status: 200, body: {} };
});

const inWorkflow = <Input, Reply>(activity: (input: Input) => Promise<Reply>, input: Input) =>
  new MockActivityEnvironment({ workflowExecution: { workflowId: 'journey-e1', runId: 'r' } }).run(activity, input) as Promise<Reply>;
const failureOf = async (act: Promise<unknown>): Promise<ApplicationFailure> => {
  const error: unknown = await act.then(() => null, (reason: unknown) => reason);
  if (!(error instanceof ApplicationFailure)) throw new Error(`expected a failure of the step, got ${String(error)}`);
  return error;
};
const problem = (status: number, type: string) => ({ status, body: { type, title: 'Mrs Canary cannot be discharged', status } });

describe('a step of a workflow', () => {
  test('closes a journey done again with a later word of its claim: another key, so that the record can say that it is closed', async () => {
    for (const outcome of ['claim-with-staff', 'claim-paid'] as const) await inWorkflow(activities.closeJourney, { step: 'close-journey', journeyId: 'e1', outcome });
    expect(new Set(asked.map(({ key }) => key)).size).toBe(2);
    expect(asked.map(({ url }) => url)).toEqual(Array(2).fill('/api/v1/internal/journeys/e1/closure'));
  });

  test('calls the API as a service under the key of workflow and step, the same on every attempt', async () => {
    answer.body = { claimId: 'c1' };
    for (let attempt = 0; attempt < 2; attempt += 1) expect(await inWorkflow(activities.prepareClaim, { step: 'prepare-claim', encounterId: 'e1' })).toEqual({ claimId: 'c1' });
    expect(asked.map(({ key }) => key)).toEqual(Array(2).fill(stepKey('journey-e1', 'prepare-claim')));
    expect(asked[0]).toMatchObject({ url: '/api/v1/internal/encounters/e1/claim', authorization: 'Bearer service-token' });
  });

  test('keeps two steps apart, and two contents of the same bookkeeping step', async () => {
    answer.body = { claimId: null };
    for (const step of ['a', 'b']) await inWorkflow(activities.prepareClaim, { step, encounterId: 'e1' });
    answer.body = { tasks: [] };
    const progress = { workflowId: 'journey-e1', stage: 'admission' as const, step: 's', waitingFor: null, waitingUntil: null };
    for (const waitingUntil of ['2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', '2026-01-01T00:00:01Z']) await inWorkflow(activities.recordProgress, { step: 'progress-1', journeyId: 'e1', progress: { ...progress, waitingUntil } });
    const keys = asked.map(({ key }) => key);
    expect(new Set(keys).size).toBe(4);
    expect(keys[3]).toBe(keys[4]);
    expect(Math.max(...keys.map((key) => key.length))).toBeLessThanOrEqual(190);
  });

  test.each([503, 429])('leaves %i to the server to try again', async (status) => {
    answer = problem(status, 'urn:careway:problem:busy');
    expect(await failureOf(inWorkflow(activities.planCare, { step: 'plan', encounterId: 'e1' }))).toMatchObject({ type: 'ApiUnavailable', nonRetryable: false, details: [{ status, problem: 'urn:careway:problem:busy' }] });
  });

  test('leaves an API that cannot be reached, or breaks off, to the server to try again', async () => {
    answer.status = 0;
    expect(await failureOf(inWorkflow(activities.planCare, { step: 'plan', encounterId: 'e1' }))).toMatchObject({ type: 'ApiUnavailable', nonRetryable: false, message: 'plan: no answer unreachable' });
    const nowhere = createActivities({ api: new ApiClient({ baseUrl: 'http://127.0.0.1:9' }) });
    expect(await failureOf(inWorkflow(nowhere.planCare, { step: 'plan', encounterId: 'e1' }))).toMatchObject({ type: 'ApiUnavailable', nonRetryable: false });
  });

  test.each([500, 502, 504])('hands %i to the workflow as a server error', async (status) => {
    answer = problem(status, 'urn:careway:problem:internal');
    expect(await failureOf(inWorkflow(activities.planCare, { step: 'plan', encounterId: 'e1' }))).toMatchObject({ type: 'ServerError', nonRetryable: true });
  });

  test.each([400, 401, 403, 404, 409, 422])('hands %i to the workflow as refused', async (status) => {
    answer = problem(status, 'urn:careway:problem:no');
    expect(await failureOf(inWorkflow(activities.submitClaim, { step: 'submit-1', claimId: 'c1' }))).toMatchObject({ type: 'Refused', nonRetryable: true });
  });

  test('says status, problem type and step in its failures, and nothing the API said in words', async () => {
    answer = problem(409, 'urn:careway:problem:conflict');
    const failure = await failureOf(inWorkflow(activities.dischargeEncounter, { step: 'discharge-encounter', encounterId: 'e1', disposition: 'completed' }));
    expect(failure.message).toBe('discharge-encounter: 409 urn:careway:problem:conflict');
    expect(JSON.stringify([failure, failure.cause, failure.details, failure.stack])).not.toContain('Canary');
  });
});

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text ? (JSON.parse(text) as unknown) : null;
}
