import { type Migration } from '../migration';

/** A cleaning task says which bed it is about: open ones are told the bed their patient left last. */
export const cleaningByBed: Migration = {
  name: '0046-cleaning-by-bed',
  up: [
    `UPDATE tasks SET focus_type = 'bed', focus_id = (
      SELECT l.bed_id FROM encounter_locations l WHERE l.encounter_id = tasks.encounter_id AND l.status IN ('active', 'completed') ORDER BY l.period_start DESC, l.id DESC LIMIT 1)
     WHERE type = 'clean-bed' AND status IN ('requested', 'accepted', 'in-progress', 'on-hold') AND focus_id IS NULL`,
  ],
};
