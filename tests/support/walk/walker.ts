import { GLASS_ROLES } from '../../../api/policies/restricted';
import { grantsFor } from '../../../api/policies/table';
import { newToken } from '../../../api/services/sessions';
import { ServiceToken, StaffUser } from '../../../db/models';
import { newId } from '../../../db/newId';
import { type Role } from '../../../domain/roles';
import { type TestApi } from '../api';
import { type Answer, callOf, type Operation, type schemasOf, send } from './operations';
import { type Household } from './world';

/** What the document does not say about a body that is right. A new operation that answers 400 to its sample needs a line here. */
const OVERRIDES: Readonly<Record<string, () => { body?: object; query?: Record<string, string> }>> = {
  createUser: () => ({ body: { username: `walker-${newId().slice(-12)}`, name: 'Walker' } }),
  createServiceToken: () => ({ body: { name: `walk ${newId()}` } }),
  confirmIdentity: () => ({ body: { password: 'not this one', totp: '000000' } }),
  createAbsence: () => ({ body: { startsAt: '2031-01-01T00:00:00Z', endsAt: '2031-01-02T00:00:00Z' } }),
  reportSafetyEvent: () => ({ body: { occurredAt: '2026-01-02T00:00:00Z' } }),
  openBreach: () => ({ body: { discoveredOn: '2026-01-02', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', actorId: null, patientId: null } }),
  recordDisclosure: () => ({ body: { disclosedOn: '2026-01-02', suspendedUntil: null } }),
  startAccessReview: () => ({ body: { dueOn: '2036-01-02' } }),
  setRetentionPeriod: () => ({ body: { kind: 'clinical', days: 4000 } }),
  createView: () => ({ body: { name: `walk ${newId().slice(-12)}` } }),
  fastForwardJourney: () => ({ body: { untilNextTimer: true } }),
  fastForwardClaim: () => ({ body: { untilNextTimer: true } }),
};

/** The household of the portal patient who walks along; a foreign one; and one whose record is very restricted: of the walkers only the auditor opens it. */
export interface Households {
  readonly own: Household;
  readonly foreign: Household;
  readonly hidden: Household;
}

const absentId = (name: string): string => (name === 'eventId' ? '999-999999999' : newId());
export const isAllowed = (operation: Operation, role: Role): boolean => grantsFor(operation.policy, [role]).length > 0;
export const needsRelation = (operation: Operation, role: Role): boolean => !grantsFor(operation.policy, [role]).includes('any');

/** Where no ID is asked for, a record that is there and one that is not are asked for alike. */
export const namesRecords = (operation: Operation): boolean => operation.pathParams.length > 0 || operation.body !== null || operation.query.some(({ required }) => required);

/** All but the request's own number: what a caller could learn from. */
export const saidBy = ({ status, text }: Answer): string => JSON.stringify({ status, ...(JSON.parse(text) as object), requestId: undefined });

/** Goes to an operation as each role, and says what is wrong about how it is answered. */
export class Walker {
  private readonly tokens = new Map<Role, string>();

  constructor(private readonly api: TestApi, private readonly schemas: ReturnType<typeof schemasOf>, readonly households: Households) {}

  /** The operation asked about a record that is not there. */
  absent(operation: Operation): ReturnType<typeof callOf> {
    return callOf(operation, { schemas: this.schemas, id: absentId }, OVERRIDES[operation.id]?.());
  }

  /** The operation asked about the record of a household. */
  real(operation: Operation, household: Household, over: { query?: Record<string, string> } = {}): ReturnType<typeof callOf> {
    return callOf(operation, { schemas: this.schemas, id: (name) => household.records[name] ?? newId() }, { ...OVERRIDES[operation.id]?.(), ...over });
  }

  async tokenOf(role: Role, isFresh = false): Promise<string> {
    const known = this.tokens.get(role);
    if (known && !isFresh) return known;
    const token = role === 'service' ? await serviceToken() : await this.personToken(role);
    this.tokens.set(role, token);
    return token;
  }

  private async personToken(role: Role): Promise<string> {
    const user = await this.api.as(role);
    if (role === 'patient') await StaffUser.update({ patientId: this.households.own.records['patientId'] ?? null }, { where: { id: user.id } });
    return user.token;
  }

  /** What a refusal says beyond that it is one. */
  leaks({ text }: Answer): string[] {
    const { own, foreign, hidden } = this.households;
    const keys = Object.keys(JSON.parse(text) as object).filter((key) => !['requestId', 'status', 'title', 'type'].includes(key));
    const words = [...own.words, ...foreign.words, ...hidden.words, ...[...Object.values(foreign.records), ...Object.values(hidden.records)].filter((id) => id.length === 36)];
    return [...keys.map((key) => `the refusal has ${key}`), ...words.filter((word) => text.includes(word)).map((word) => `the refusal says ${word}`)];
  }

  /** What is wrong about how a role that the policy does not name is answered. */
  async wrongInRefusal(url: string, operation: Operation, role: Role): Promise<string[]> {
    const token = await this.tokenOf(role);
    const toAbsent = await send(url, this.absent(operation), token);
    const toReal = namesRecords(operation) ? await send(url, this.real(operation, this.households.foreign), token) : toAbsent;
    const wrong = [toAbsent, toReal].flatMap((answer) => (answer.status === 403 && answer.problem === 'forbidden' ? this.leaks(answer) : [`answered ${answer.status} ${answer.problem}`]));
    if (saidBy(toAbsent) !== saidBy(toReal)) wrong.push('tells a record that is there from one that is not');
    return wrong.map((what) => `${role}: ${what}`);
  }

  /** What is wrong about how a role that the policy names is answered about a record that is not there. */
  async wrongAboutAbsent(url: string, operation: Operation, role: Role): Promise<string[]> {
    const isFresh = operation.method !== 'get' && operation.pathParams.length === 0; // it may end the session
    const { status, problem, text } = await send(url, this.absent(operation), await this.tokenOf(role, isFresh));
    if (isFresh) this.tokens.delete(role);
    const said = `${role}: ${status} ${text.slice(0, 300)}`;
    if (status === 400) return [`${said} (the walk does not know a right request: teach OVERRIDES)`];
    if (problem === 'forbidden' || status === 401 || status >= 500) return [said];
    return operation.pathParams.length > 0 && status !== 404 ? [said] : [];
  }

  /** What is wrong about how a role that the policy names reads somebody else's record: only a relation may hide it, and then as if it were not there. */
  async wrongAboutForeign(url: string, operation: Operation, role: Role): Promise<string[]> {
    const answer = await send(url, this.real(operation, this.households.foreign), await this.tokenOf(role));
    const said = `${role}: ${answer.status} ${answer.text.slice(0, 300)}`;
    const hidden = answer.status >= 400 ? this.leaks(answer).map((what) => `${role}: ${what}`) : [];
    if (operation.pathParams.length > 0 && needsRelation(operation, role)) return answer.status === 404 ? hidden : [said];
    const isRefusedByRecord = answer.status === 404 || (answer.status === 403 && answer.problem !== 'forbidden');
    return answer.status === 200 || isRefusedByRecord ? hidden : [said];
  }

  /** What is wrong about how a role without any standing is answered about a record that is very restricted. */
  async wrongAboutRestricted(url: string, operation: Operation, role: Role): Promise<string[]> {
    const answer = await send(url, this.real(operation, this.households.hidden), await this.tokenOf(role));
    const expected = GLASS_ROLES.includes(role) ? '403 restricted' : '404 not-found';
    return [...(`${answer.status} ${answer.problem}` === expected ? [] : [`${role}: ${answer.status} ${answer.text.slice(0, 200)}`]), ...(answer.status < 400 ? [] : this.leaks(answer).map((what) => `${role}: ${what}`))];
  }
}

async function serviceToken(): Promise<string> {
  const { token, hash: tokenHash } = newToken();
  await ServiceToken.create({ id: newId(), name: `walk-${token.slice(0, 12)}`, tokenHash });
  return token;
}
