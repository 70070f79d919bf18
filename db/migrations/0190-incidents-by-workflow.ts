import { type Migration } from '../migration';

/** Incidents by their workflow: record and process are compared a page of workflows at a time. */
export const incidentsByWorkflow: Migration = {
  name: '0190-incidents-by-workflow',
  up: ['CREATE INDEX incidents_workflow ON incidents (workflow_id, status)'],
};
