import { type Sequelize } from 'sequelize';
import { initClaimsModels } from './claims';
import { initClinicalModels } from './clinical';
import { initMoneyModels } from './money';
import { initNotificationModels } from './notifications';
import { initOrdersModels } from './orders';
import { initPatientsModels } from './patients';
import { initPlacesModels } from './places';
import { initStaffModels } from './staff';
import { initTrustModels } from './trust';
import { initWorkModels } from './work';

export * from './claims';
export * from './clinical';
export * from './money';
export * from './notifications';
export * from './orders';
export * from './patients';
export * from './places';
export * from './staff';
export * from './trust';
export * from './work';

/** Bind every model to one connection; a process has one. */
export function initModels(sequelize: Sequelize): void {
  initTrustModels(sequelize);
  initStaffModels(sequelize);
  initPatientsModels(sequelize);
  initPlacesModels(sequelize);
  initClinicalModels(sequelize);
  initOrdersModels(sequelize);
  initWorkModels(sequelize);
  initNotificationModels(sequelize);
  initClaimsModels(sequelize);
  initMoneyModels(sequelize);
}
