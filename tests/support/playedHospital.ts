import { randomUUID } from 'node:crypto';
import { enter } from '../../bin/support/enter';
import { type ApiClient, contract } from '../../api/client';
import { seedHospital } from '../../db/seeds';
import { Coverage, Payer, Plan, StaffRole } from '../../db/models';
import { newId } from '../../db/newId';
import { planRules } from '../../db/seeds/plans';
import { type Role } from '../../domain/roles';
import { makePatient } from '../factories/hospital';
import { type ProcessName, TestHospital } from './hospital';

/** Everybody's. */
export const PLAYED_PASSWORD = 'a long enough password';

export interface PlayedPlan {
  readonly payerId: string;
  readonly planId: string;
}

/** The demonstration hospital of the seeds on real processes, somebody who may do everything, a colleague who checks for them, and patients to admit. */
export class PlayedHospital {
  private constructor(readonly hospital: TestHospital, readonly everybody: ApiClient, readonly colleague: ApiClient) {}

  /** `nobody`: how people reach the API, when it is not directly. */
  static async start(env: Readonly<Record<string, string>> = {}, names: readonly ProcessName[] = ['worker'], nobody?: ApiClient, started?: TestHospital): Promise<PlayedHospital> {
    const hospital = started ?? (await TestHospital.start(names, env));
    const door = nobody ?? hospital.nobody();
    const logins = await seedHospital(hospital.record.database, { passwords: PLAYED_PASSWORD });
    const signIn = async (role: string, ...more: Role[]) => {
      const login = logins.find((one) => one.role === role);
      if (!login) throw new Error(`Nobody is ${role}.`);
      const { client, id } = await enter(door, login);
      await StaffRole.bulkCreate(more.map((one) => ({ userId: id, role: one })), { ignoreDuplicates: true });
      return client;
    };
    return new PlayedHospital(hospital, await signIn('administrator', 'nurse', 'physician', 'pharmacist'), await signIn('registrar', 'nurse', 'billing-supervisor'));
  }

  /** A plan of a payer of its own. */
  async makePlan(): Promise<PlayedPlan> {
    const [payerId, planId] = [newId(), newId()];
    await Payer.create({ id: payerId, payerIdentifier: `P${payerId.slice(-12)}`, name: 'Harbor Health', kind: 'commercial' });
    await Plan.create({ id: planId, payerId, code: `HH-${planId.slice(-12)}`, name: 'Harbor Health Standard', rules: planRules('commercial') });
    return { payerId, planId };
  }

  /** A patient whose payer covers them this year (one of their own, when no plan is named), admitted for heart failure. */
  async admit({ plan, ...name }: { readonly family?: string; readonly given?: string; readonly plan?: PlayedPlan } = {}): Promise<string> {
    const { database } = this.hospital.record;
    const patient = await makePatient(database, name);
    const { payerId, planId } = plan ?? (await this.makePlan());
    const coverageId = newId();
    const member = `HH${coverageId.slice(-8)}`.toUpperCase();
    await Coverage.create({
      id: coverageId, patientId: patient.id, payerId, planId, periodStart: `${new Date().getUTCFullYear() - 1}-01-01`, periodEnd: null,
      memberNumberEnc: database.cipher.seal({ table: 'coverages', column: 'member_number_enc', id: coverageId }, member), memberNumberIndex: database.cipher.blindIndex('member', member),
    });
    const { journeyId } = await this.colleague.call(contract.admitPatient, { body: { patientId: patient.id, reason: { systemCode: 'SNOMED', code: '88805009' }, coverageId }, idempotencyKey: randomUUID() });
    return journeyId;
  }

  async rows<T>(sql: string, replacements: unknown[] = []): Promise<T[]> {
    const [found] = await this.hospital.record.database.sequelize.query(sql, { replacements });
    return found as T[];
  }

  /** What was lost or doubled on a journey's way, whatever happened on it; nothing, when all is well. */
  async lostOrDoubled(journeyId: string): Promise<string[]> {
    const found: string[] = [];
    for (const [what, sql, values] of INVARIANTS) {
      const rows = await this.rows(sql, values?.map((value) => value.replace('$', journeyId)) ?? []);
      if (rows.length > 0) found.push(`${what}: ${JSON.stringify(rows)}`);
    }
    return found;
  }
}

/** Each query answers no row. A claim that people have in hand outlives its journey, and so do its tasks. */
const INVARIANTS: readonly (readonly [what: string, sql: string, values?: readonly string[]])[] = [
  ['an unbalanced operation', 'SELECT operation_id FROM ledger_entries GROUP BY operation_id HAVING SUM(cents) <> 0'],
  ['a task left open', "SELECT t.id, t.type, t.workflow_id, t.created_at FROM tasks t JOIN journeys j ON j.id = t.journey_id LEFT JOIN claims c ON t.workflow_id = CONCAT('claim-', c.id) AND c.closed_at IS NULL AND j.outcome = 'claim-with-staff' WHERE t.journey_id = ? AND t.is_open = 1 AND c.id IS NULL", ['$']],
  ['a task twice', 'SELECT dedup_id FROM tasks GROUP BY dedup_id HAVING COUNT(*) > 1'],
  ['a claim twice', "SELECT encounter_id FROM claims WHERE frequency = '1' AND source = 'careway' GROUP BY encounter_id HAVING COUNT(*) > 1"],
  ['a command not delivered', "SELECT id FROM workflow_commands WHERE state <> 'delivered' AND workflow_id = ?", ['journey-$']],
  ['a claim that does not add up', 'SELECT claim FROM v_claim_balance WHERE charge <> paid + adjustments + open'],
  ['a bed still taken', 'SELECT id FROM encounter_locations WHERE encounter_id = ? AND lying_encounter_id IS NOT NULL', ['$']],
  ['a rung that fired after its task', 'SELECT f.task_id FROM sla_firings f JOIN tasks t ON t.id = f.task_id WHERE t.journey_id = ? AND t.completed_at < f.fired_at', ['$']],
];
