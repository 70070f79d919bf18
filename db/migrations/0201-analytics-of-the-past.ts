import { type Migration } from '../migration';

/** Journeys from before there were analytics are worked out like any that changed. */
export const analyticsOfThePast: Migration = {
  name: '0201-analytics-of-the-past',
  up: ['INSERT INTO analytics_changes (journey_id, at) SELECT id, UTC_TIMESTAMP(3) FROM journeys'],
};
