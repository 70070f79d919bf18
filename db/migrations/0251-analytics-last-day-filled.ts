import { type Migration } from '../migration';

/** Every journey is worked out once more, so that it says when its last fact was; the figures stay as they are. */
export const analyticsLastDayFilled: Migration = {
  name: '0251-analytics-last-day-filled',
  up: ['INSERT INTO analytics_changes (journey_id, at) SELECT journey_id, UTC_TIMESTAMP(3) FROM analytics_journeys'],
};
