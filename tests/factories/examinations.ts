import { type ApiClient, contract } from '../../api/client';
import { type CareDriver } from './clinical';
import { type MadeJourney } from './hospital';

type Rows = readonly { readonly id: string; readonly label: string }[];

/** People of the laboratory and of imaging, for one stay. */
export class ExaminationDriver {
  constructor(private readonly care: CareDriver, readonly journey: MadeJourney, private readonly physician: ApiClient) {}

  get params(): { encounterId: string } {
    return { encounterId: this.journey.journeyId };
  }

  /** Order laboratory tests; answers their round. */
  async order(codes: readonly string[], more: { priority?: 'routine' | 'urgent' | 'stat'; duplicateReason?: string } = {}): Promise<number> {
    const { round } = await this.physician.call(contract.orderTests, { params: this.params, body: { codes: [...codes], ...more } });
    return round ?? 0;
  }

  async collect(round: number): Promise<void> {
    await this.complete('nurse', 'collect-specimens', 'specimens', () => ({ collected: true }), round);
  }

  /** Receive every specimen of a round, or reject those whose order is named. Answers the facts of the task. */
  async receive(round: number, reject: (label: string, hint: string) => boolean = () => false): Promise<Record<string, unknown>> {
    return this.complete('lab', 'receive-specimens', 'specimens', ({ label, hint }) => (reject(label, hint ?? '') ? { decision: 'reject', rejection: 'haemolysed' } : { decision: 'accept' }), round);
  }

  async enter(round: number, value: number, reportAs: 'final' | 'preliminary' = 'final'): Promise<Record<string, unknown>> {
    return this.complete('lab', 'enter-results', 'results', () => ({ value }), round, { reportAs });
  }

  async finalise(round: number, value: number): Promise<Record<string, unknown>> {
    return this.complete('lab', 'finalise-results', 'results', () => ({ value }), round);
  }

  /** One test from order to report. */
  async report(code: string, value: number, reportAs: 'final' | 'preliminary' = 'final', duplicateReason?: string): Promise<{ round: number; facts: Record<string, unknown> }> {
    const round = await this.order([code], duplicateReason ? { duplicateReason } : {});
    await this.collect(round);
    await this.receive(round);
    return { round, facts: await this.enter(round, value, reportAs) };
  }

  async complete(role: 'nurse' | 'lab' | 'radiographer' | 'radiologist', type: Parameters<CareDriver['open']>[1], field: string, answer: (row: { id: string; label: string; hint?: string }) => Record<string, unknown>, round: number, more: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const taskId = await this.care.open(this.journey.journeyId, type, round);
    const rows: Rows = (await this.care.read(role, taskId)).input.rows?.[field] ?? [];
    await this.care.complete(role, taskId, { [field]: rows.map((row) => ({ ...answer(row), id: row.id })), ...more } as never);
    return this.care.factsOf(taskId);
  }

  async reports() {
    return (await this.physician.call(contract.listReports, { params: this.params })).items;
  }

  async orders(category: 'laboratory' | 'imaging') {
    return (await this.physician.call(contract.listOrders, { params: this.params, query: { category, limit: 100 } })).items;
  }
}
