import { type Client, isGrpcServiceError } from '@temporalio/client';
import { type temporal } from '@temporalio/proto';
import { QueryTypes } from 'sequelize';
import { type Database } from '../../../../db/connect';
import { authorizationWorkflowId, bedCleaningWorkflowId, claimWorkflowId, followUpWorkflowId, journeyWorkflowId, payerWorkflowId } from '../../../../workflows/contracts/ids';

const NOT_FOUND = 5;

type Histories = Map<string, temporal.api.history.v1.IHistory>;

/** The recorded histories of every workflow that belongs to a journey, its own first. */
export async function historiesOf(client: Client, { sequelize }: Database, journeyId: string): Promise<Histories> {
  const ids = async (sql: string) => (await sequelize.query<{ id: string }>(sql, { replacements: [journeyId], type: QueryTypes.SELECT })).map(({ id }) => id);
  const candidates = [
    journeyWorkflowId(journeyId), followUpWorkflowId(journeyId),
    ...(await ids("SELECT id FROM claims WHERE encounter_id = ? AND source = 'careway'")).map(claimWorkflowId),
    ...(await ids("SELECT s.id FROM claim_submissions s JOIN claims c ON c.id = s.claim_id WHERE c.encounter_id = ? AND c.source = 'careway'")).map(payerWorkflowId),
    ...(await ids('SELECT id FROM encounter_locations WHERE encounter_id = ?')).map(bedCleaningWorkflowId),
    ...(await ids('SELECT id FROM authorizations WHERE encounter_id = ?')).map(authorizationWorkflowId),
  ];
  const histories: Histories = new Map();
  for (const workflowId of candidates) {
    try {
      histories.set(workflowId, await client.workflow.getHandle(workflowId).fetchHistory());
    } catch (error) {
      if (!isGrpcServiceError(error) || error.code !== NOT_FOUND) throw error; // not every stay has each of them
    }
  }
  return histories;
}
