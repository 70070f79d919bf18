import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { type ApiClient, contract } from '../../../api/client';
import { execute } from '../../../api/http/act';
import { GIVING_WAY } from '../../../bin/launcher/application';
import { giveWay } from '../../../bin/launcher/giveWay';
import { enter } from '../../../bin/support/enter';
import { type Database } from '../../../db/connect';
import { StaffRole } from '../../../db/models';
import { seedDemonstration, type SeededLogin } from '../../../db/seeds';
import { type Role } from '../../../domain/roles';
import { KeyRing } from '../../../keys/keyRing';
import { temporalDataConverter } from '../../../keys/temporalData';
import { TEST_KEYS } from '../../support/database';
import { TestHospital } from '../../support/hospital';

const BENCH_PASSWORD = 'a long enough password';
const PROCESSES = ['capture', 'api', 'worker', 'notifier', 'web'] as const;

/** The demonstration hospital on processes of its own, as production runs them, with the cohort on record. */
export class BenchHospital {
  private constructor(readonly hospital: TestHospital, readonly client: Client, readonly logins: readonly SeededLogin[], readonly everybody: ApiClient, readonly colleague: ApiClient, readonly importRowsPerSecond: number) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<BenchHospital> {
    const hospital = await TestHospital.start(PROCESSES, { NODE_ENV: 'production', ...env }, async ({ record }) => ({ api: { DATABASE_URL: asTheLauncherGoes(record.url) } }));
    for (const [name, pid] of hospital.processIds) if (GIVING_WAY.includes(name)) giveWay(pid); // as the launcher has them
    const { logins, imported } = await seedDemonstration(hospital.record.database, { passwords: BENCH_PASSWORD });
    await payersAnswerAtOnce(hospital.record.database);
    const signIn = async (role: Role, ...more: Role[]) => {
      const login = logins.find((one) => one.role === role);
      if (!login) throw new Error(`Nobody is ${role}.`);
      const { client, id } = await enter(hospital.nobody(), login);
      await StaffRole.bulkCreate(more.map((one) => ({ userId: id, role: one })));
      return client;
    };
    const connection = await Connection.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '' });
    const client = new Client({ connection, namespace: process.env['TEMPORAL_NAMESPACE'] ?? 'default', dataConverter: temporalDataConverter(KeyRing.parse(TEST_KEYS)) });
    return new BenchHospital(hospital, client, logins, await signIn('administrator', 'nurse', 'physician', 'pharmacist'), await signIn('registrar', 'nurse', 'billing-supervisor'), imported ? Math.round(imported.totals.rowsRead / imported.seconds) : 0);
  }

  /** Admit so many patients of the cohort again, each the inpatient they were. */
  async admit(count: number): Promise<string[]> {
    const { items } = await this.everybody.call(contract.listReplayable, { query: { limit: 200, played: 'any' } });
    const once = [...new Map(items.map((stay) => [stay.patient.id, stay])).values()];
    if (once.length < count) throw new Error(`The cohort has ${once.length} patients to admit at once, not ${count}.`);
    const admitted: string[] = [];
    for (const { encounterId } of once.slice(0, count)) admitted.push((await this.everybody.call(contract.replayEncounter, { body: { encounterId }, idempotencyKey: `bench-${randomUUID()}` })).journeyId);
    return admitted;
  }

  /** Let payers forget what was played: they deny what looks like a claim they have had, so that whoever is admitted again would cost more than the first time. */
  async payersForget(journeyIds: readonly string[]): Promise<void> {
    await execute({ database: this.hospital.record.database, transaction: null }, 'DELETE FROM payer_decisions WHERE submission_id IN (SELECT s.id FROM claim_submissions s JOIN claims c ON c.id = s.claim_id WHERE c.encounter_id IN (:journeyIds))', { journeyIds });
  }

  async stop(): Promise<void> {
    await this.client.connection.close();
    await this.hospital.stop();
  }
}

/** The address of a test's database, by the socket that the launcher gives its processes when the server is its own. */
function asTheLauncherGoes(url: string): string {
  return url.replace(/(\?.*)?$/, new URL(process.env['DATABASE_URL'] ?? '').search);
}

/** Every payer pays what its plan says, and at once: what is measured is work, and work only, not how long payers take. */
async function payersAnswerAtOnce({ sequelize }: Database): Promise<void> {
  await sequelize.query(`INSERT INTO payer_behaviours (payer_id, acknowledge_after_ms, remit_after_ms, pay_together_ms)
    SELECT id, 1, 50, 0 FROM payers ON DUPLICATE KEY UPDATE acknowledge_after_ms = 1, remit_after_ms = 50, pay_together_ms = 0`);
}
