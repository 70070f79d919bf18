import { type Migration } from '../migration';

const DIMENSIONS = { stage: 'stage', ward: "COALESCE(ward_id, '')", payer: "COALESCE(payer_id, '')", waitingFor: "COALESCE(waiting_for, '')", sla: 'sla_state' } as const;

/** The journeys that were there before anybody counted. */
export const journeyCountsFilled: Migration = {
  name: '0193-journey-counts-filled',
  up: Object.entries(DIMENSIONS).map(([dimension, value]) => `INSERT INTO journey_counts (status, dimension, value, n, breached, incidents, money_cents)
    SELECT status, '${dimension}', ${value}, COUNT(*), SUM(sla_state = 'breached'), SUM(open_incidents), SUM(money_cents) FROM journeys GROUP BY 1, 3`),
};
