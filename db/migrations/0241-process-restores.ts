import { type Migration } from '../migration';

/** When the record went on with a Temporal that stands at an earlier time (`careway restore`): workflows may be days behind what people see. */
export const processRestores: Migration = {
  name: '0241-process-restores',
  up: ['CREATE TABLE process_restores (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, restored_at DATETIME(3) NOT NULL, KEY process_restores_at (restored_at))'],
};
