import { type Migration } from '../migration';

/** The last result of each test of the suite and of each check that takes too long for a page: what compliance is shown by. */
export const testResults: Migration = {
  name: '0182-test-results',
  up: [
    `CREATE TABLE test_results (
      test_key BINARY(32) PRIMARY KEY COMMENT 'SHA-256 of file and full name',
      file VARCHAR(200) NOT NULL,
      title VARCHAR(500) NOT NULL,
      status VARCHAR(6) NOT NULL,
      ran_at DATETIME(3) NOT NULL,
      commit_sha VARCHAR(50) NULL COMMENT 'with +changes when the sources were not as committed',
      imported_at DATETIME(3) NOT NULL,
      KEY test_results_file (file),
      CHECK (status IN ('passed', 'failed'))
    )`,
    `CREATE TABLE compliance_checks (
      name VARCHAR(40) PRIMARY KEY,
      state VARCHAR(7) NOT NULL,
      says VARCHAR(300) NOT NULL COMMENT 'counts and times, nobody''s record',
      checked_at DATETIME(3) NOT NULL,
      CHECK (state IN ('good', 'bad', 'unknown'))
    )`,
  ],
};
