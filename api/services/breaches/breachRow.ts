import { type Finding } from '../../../domain/privacy/breach';
import { type Act, selectOne } from '../../http/act';

/** A row of `breaches`; days as "YYYY-MM-DD". */
export interface BreachRow {
  readonly id: string;
  readonly number: string;
  readonly discoveredOn: string;
  readonly fromAt: Date;
  readonly toAt: Date;
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly patientId: string | null;
  readonly storyEnc: Buffer;
  readonly finding: Finding;
  readonly assessmentEnc: Buffer | null;
  readonly decidedBy: string | null;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
  readonly individualsOn: string | null;
  readonly mediaOn: string | null;
  readonly secretaryOn: string | null;
  readonly openedBy: string;
  readonly openedByName: string;
  readonly openedAt: Date;
  readonly version: number;
}

const day = (column: string, name: string) => `DATE_FORMAT(b.${column}, '%Y-%m-%d') AS ${name}`;
export const SELECT_BREACH = `SELECT b.id, b.number, ${day('discovered_on', 'discoveredOn')}, b.from_at AS fromAt, b.to_at AS toAt, b.actor_id AS actorId, a.display_name AS actorName, b.patient_id AS patientId, b.story_enc AS storyEnc, b.finding,
  b.assessment_enc AS assessmentEnc, b.decided_by AS decidedBy, d.display_name AS decidedByName, b.decided_at AS decidedAt, ${day('individuals_on', 'individualsOn')}, ${day('media_on', 'mediaOn')}, ${day('secretary_on', 'secretaryOn')},
  b.opened_by AS openedBy, o.display_name AS openedByName, b.opened_at AS openedAt, b.version
  FROM breaches b JOIN staff_users o ON o.id = b.opened_by LEFT JOIN staff_users a ON a.id = b.actor_id LEFT JOIN staff_users d ON d.id = b.decided_by`;

export const placeOfBreach = (column: 'story_enc' | 'assessment_enc', id: string): { table: string; column: string; id: string } => ({ table: 'breaches', column, id });

export function lockBreach(act: Act, breachId: string): Promise<BreachRow | null> {
  return selectOne<BreachRow>(act, `${SELECT_BREACH} WHERE b.id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [breachId]);
}
