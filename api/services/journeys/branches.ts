import { type z } from 'zod';
import { type Stage } from '../../../domain/journey/stages';
import { type journeysContract } from '../../contract/journeys';
import { type Act, select } from '../../http/act';

type Branch = z.output<typeof journeysContract.readJourney.reply>['branches'][number];

/** What one source knows: how many there are, how many are done and under way, and the times of all. */
interface Row {
  readonly kind: Branch['kind'];
  readonly id: string | null;
  readonly name: string | null;
  readonly state: string | null;
  readonly n: number;
  readonly done: number;
  readonly open: number;
  readonly stuck: number;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** Which stage a branch goes off from, and what it is called. */
const KINDS: Readonly<Record<Branch['kind'], readonly [stage: Stage, label: string]>> = {
  laboratory: ['diagnostics', 'Laboratory orders'],
  imaging: ['diagnostics', 'Imaging orders'],
  procedure: ['treatment', 'Procedures'],
  transfer: ['treatment', 'Ward transfers'],
  claim: ['adjudication', 'Claim'],
  visit: ['follow-up', 'Follow-up visit'],
};

/** A journey with more claims than this has them on its account's page. */
const MOST_CLAIMS = 4;
const NOTHING = 'NULL AS id, NULL AS name, NULL AS state';

/**
 * What runs beside the journey's own stages, as the record has it: orders, transfers between wards, claims (each a workflow of its own) and the
 * visits after the stay. A source that has nothing is left out.
 */
export async function readBranches(act: Act, journeyId: string): Promise<Branch[]> {
  const rows = await select<Row>(
    act,
    `SELECT category AS kind, ${NOTHING}, COUNT(*) AS n, SUM(status = 'completed') AS done, SUM(status IN ('active', 'on-hold')) AS open, 0 AS stuck, MIN(ordered_at) AS startedAt, MAX(completed_at) AS endedAt
     FROM service_requests WHERE encounter_id = :id AND category IN ('laboratory', 'imaging', 'procedure') AND status NOT IN ('draft', 'entered-in-error') GROUP BY category
     UNION ALL
     SELECT 'transfer', ${NOTHING}, COUNT(*), SUM(status = 'moved'), SUM(status IN ('requested', 'agreed', 'accepted')), 0, MIN(requested_at), MAX(ended_at) FROM bed_transfers WHERE encounter_id = :id HAVING COUNT(*) > 0
     UNION ALL
     (SELECT 'claim', c.id, c.number, c.status, 1, c.closed_at IS NOT NULL, c.is_open,
        EXISTS (SELECT 1 FROM incidents i WHERE i.claim_id = c.id AND i.status IN ('open', 'retrying', 'on-hold')), c.created_at, c.closed_at
      FROM claims c WHERE c.encounter_id = :id AND c.source = 'careway' AND c.status <> 'entered-in-error' ORDER BY c.created_at, c.id LIMIT ${MOST_CLAIMS})
     UNION ALL
     (SELECT 'visit', a.id, NULL, a.status, 1, a.status = 'fulfilled', a.status IN ('proposed', 'booked', 'arrived'), 0, a.starts_at, NULL
      FROM appointments a WHERE a.encounter_id = :id ORDER BY a.created_at DESC, a.id DESC LIMIT 1)`,
    { id: journeyId },
  );
  return rows.map(present);
}

function present(row: Row): Branch {
  const [stage, label] = KINDS[row.kind];
  const [n, done, open] = [Number(row.n), Number(row.done), Number(row.open)];
  const isOver = open === 0;
  return {
    kind: row.kind, id: row.id, stage, label: row.name ? `${label} ${row.name}` : label, state: row.state,
    status: Number(row.stuck) > 0 ? 'in-trouble' : !isOver ? 'current' : done > 0 ? 'done' : 'skipped',
    done, of: n, startedAt: row.startedAt?.toISOString() ?? null, endedAt: isOver ? (row.endedAt?.toISOString() ?? null) : null,
  };
}
