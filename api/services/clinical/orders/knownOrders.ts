import { type KnownTest } from '../../../../domain/orders/duplicateTests';
import { type Act, select } from '../../../http/act';

export interface KnownOrders {
  readonly orders: readonly KnownTest[];
  readonly lastRound: number;
}

/** Laboratory and imaging orders of a stay that wait or are reported, each kind with its last round. Called with the encounter's row locked. */
export async function knownOrders(act: Act, encounterId: string): Promise<Record<'laboratory' | 'imaging', KnownOrders>> {
  const rows = await select<{ category: 'laboratory' | 'imaging'; code: string; round: number; status: string; reportedAt: Date | null }>(
    act,
    `SELECT r.category, r.code, r.round_number AS round, r.status, d.issued_at AS reportedAt FROM service_requests r LEFT JOIN diagnostic_reports d ON d.service_request_id = r.id
     WHERE r.encounter_id = ? AND r.category IN ('laboratory', 'imaging') ORDER BY r.id`,
    [encounterId],
  );
  const of = (category: 'laboratory' | 'imaging'): KnownOrders => {
    const own = rows.filter((row) => row.category === category);
    return {
      orders: own.filter(({ status }) => status === 'active' || status === 'completed').map(({ code, reportedAt }) => ({ code, reportedAt: reportedAt?.getTime() ?? null })),
      lastRound: Math.max(0, ...own.map(({ round }) => round)),
    };
  };
  return { laboratory: of('laboratory'), imaging: of('imaging') };
}
