import { type Migration } from '../migration';

/** A command carries the trace of the request that gave it, so that a trace goes on in the workflow. Random IDs: nothing of a patient. */
export const commandTraces: Migration = {
  name: '0210-command-traces',
  up: ["ALTER TABLE workflow_commands ADD COLUMN traceparent VARCHAR(60) NULL COMMENT 'W3C Trace Context; null when nothing is traced'"],
};
