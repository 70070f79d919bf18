import { type Migration } from '../migration';

/**
 * Figures by several filters at once are summed from the facts of the journeys that fit all of them. The last day something of a journey was finished says
 * which journeys a look at some days has to read; null: not worked out anew yet, read it in any case.
 */
export const analyticsLastDay: Migration = {
  name: '0250-analytics-last-day',
  up: [
    `ALTER TABLE analytics_journeys
      ADD COLUMN last_on DATE NULL COMMENT 'the last day of its facts',
      ADD KEY analytics_journeys_ward (ward_id, started_on, last_on),
      ADD KEY analytics_journeys_payer (payer_id, started_on, last_on),
      ADD KEY analytics_journeys_diagnosis (diagnosis, started_on, last_on)`,
  ],
};
