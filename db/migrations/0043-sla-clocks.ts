import { type Migration } from '../migration';

/** A task's clock can stand still: how much of it has run, since when it runs, and until when a task on hold stays there. */
export const slaClocks: Migration = {
  name: '0043-sla-clocks',
  up: [
    `ALTER TABLE tasks
      ADD COLUMN clock_from DATETIME(3) NULL COMMENT 'since when the clock runs; null: since the task was opened',
      ADD COLUMN clock_spent_ms BIGINT NOT NULL DEFAULT 0 COMMENT 'working time that ran before that',
      ADD COLUMN paused_at DATETIME(3) NULL,
      ADD COLUMN resume_at DATETIME(3) NULL COMMENT 'when a task on hold comes back by itself; null: when somebody says so',
      ADD CONSTRAINT tasks_paused_on_hold CHECK (paused_at IS NULL OR status = 'on-hold')`,
  ],
};
