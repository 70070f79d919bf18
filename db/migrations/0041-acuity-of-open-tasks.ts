import { type Migration } from '../migration';

/** Tasks that were open before acuity stood on them. */
export const acuityOfOpenTasks: Migration = {
  name: '0041-acuity-of-open-tasks',
  up: ['UPDATE tasks t JOIN journeys j ON j.id = t.journey_id SET t.acuity = j.news2 WHERE t.is_open = 1 AND j.news2 IS NOT NULL'],
};
