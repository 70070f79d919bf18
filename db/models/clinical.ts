import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { jsonColumn, table } from './table';

/** A row of `conditions`. */
export class Condition extends Model<InferAttributes<Condition>, InferCreationAttributes<Condition>> {
  declare id: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare systemCode: string;
  declare code: string;
  declare clinicalStatus: string;
  declare onsetAt: CreationOptional<Date | null>;
  declare abatedAt: CreationOptional<Date | null>;
  declare rankOrder: CreationOptional<number | null>;
  declare presentOnAdmission: CreationOptional<string | null>;
  declare source: CreationOptional<string>;
  declare sourceKey: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `allergies`. */
export class Allergy extends Model<InferAttributes<Allergy>, InferCreationAttributes<Allergy>> {
  declare id: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare systemCode: string;
  declare code: string;
  declare kind: string;
  declare category: string;
  declare criticality: CreationOptional<string | null>;
  declare reactions: CreationOptional<unknown>;
  declare clinicalStatus: CreationOptional<string>;
  declare onsetAt: CreationOptional<Date | null>;
  declare source: CreationOptional<string>;
  declare sourceKey: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `observations`. */
export class Observation extends Model<InferAttributes<Observation>, InferCreationAttributes<Observation>> {
  declare id: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare serviceRequestId: CreationOptional<string | null>;
  declare diagnosticReportId: CreationOptional<string | null>;
  declare category: string;
  declare systemCode: string;
  declare code: string;
  declare status: CreationOptional<string>;
  declare valueNumber: CreationOptional<string | null>;
  declare valueTextEnc: CreationOptional<Buffer | null>;
  declare unit: CreationOptional<string | null>;
  declare referenceLow: CreationOptional<string | null>;
  declare referenceHigh: CreationOptional<string | null>;
  declare interpretation: CreationOptional<string | null>;
  declare effectiveAt: Date;
  declare performerId: CreationOptional<string | null>;
  declare acknowledgedAt: CreationOptional<Date | null>;
  declare acknowledgedBy: CreationOptional<string | null>;
  declare errorAt: CreationOptional<Date | null>;
  declare errorBy: CreationOptional<string | null>;
  declare errorReasonEnc: CreationOptional<Buffer | null>;
  declare source: CreationOptional<string>;
  declare sourceKey: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `clinical_notes`. */
export class ClinicalNote extends Model<InferAttributes<ClinicalNote>, InferCreationAttributes<ClinicalNote>> {
  declare id: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare kind: string;
  declare status: string;
  declare bodyEnc: Buffer;
  declare authorId: CreationOptional<string | null>;
  declare signedAt: CreationOptional<Date | null>;
  declare amendsId: CreationOptional<string | null>;
  declare taskId: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `care_plans`. */
export class CarePlan extends Model<InferAttributes<CarePlan>, InferCreationAttributes<CarePlan>> {
  declare id: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare systemCode: string;
  declare code: string;
  declare status: string;
  declare periodStart: CreationOptional<Date | null>;
  declare periodEnd: CreationOptional<Date | null>;
  declare reasonCode: CreationOptional<string | null>;
  declare source: CreationOptional<string>;
  declare sourceKey: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `immunizations`. */
export class Immunization extends Model<InferAttributes<Immunization>, InferCreationAttributes<Immunization>> {
  declare id: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare systemCode: string;
  declare code: string;
  declare occurredAt: Date;
  declare baseCostCents: CreationOptional<number | null>;
  declare source: CreationOptional<string>;
  declare sourceKey: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `device_uses`. */
export class DeviceUse extends Model<InferAttributes<DeviceUse>, InferCreationAttributes<DeviceUse>> {
  declare id: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare systemCode: string;
  declare code: string;
  declare udiEnc: CreationOptional<Buffer | null>;
  declare periodStart: CreationOptional<Date | null>;
  declare periodEnd: CreationOptional<Date | null>;
  declare source: CreationOptional<string>;
  declare sourceKey: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `supply_deliveries`. */
export class SupplyDelivery extends Model<InferAttributes<SupplyDelivery>, InferCreationAttributes<SupplyDelivery>> {
  declare id: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare systemCode: string;
  declare code: string;
  declare quantity: number;
  declare occurredAt: Date;
  declare source: CreationOptional<string>;
  declare sourceKey: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
}

/** Bind these models to a connection. */
export function initClinicalModels(sequelize: Sequelize): void {
  Condition.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    systemCode: { type: DataTypes.STRING(20), allowNull: false },
    code: { type: DataTypes.STRING(40), allowNull: false },
    clinicalStatus: { type: DataTypes.STRING(12), allowNull: false },
    onsetAt: { type: DataTypes.DATE(3) },
    abatedAt: { type: DataTypes.DATE(3) },
    rankOrder: { type: DataTypes.INTEGER },
    presentOnAdmission: { type: DataTypes.STRING(1) },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceKey: { type: DataTypes.STRING(40) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('conditions'), sequelize });
  Allergy.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    systemCode: { type: DataTypes.STRING(20), allowNull: false },
    code: { type: DataTypes.STRING(40), allowNull: false },
    kind: { type: DataTypes.STRING(20), allowNull: false },
    category: { type: DataTypes.STRING(20), allowNull: false },
    criticality: { type: DataTypes.STRING(20) },
    reactions: jsonColumn('reactions'),
    clinicalStatus: { type: DataTypes.STRING(12), allowNull: false, defaultValue: 'active' },
    onsetAt: { type: DataTypes.DATE(3) },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceKey: { type: DataTypes.STRING(40) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('allergies'), sequelize });
  Observation.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    serviceRequestId: { type: DataTypes.STRING(36) },
    diagnosticReportId: { type: DataTypes.STRING(36) },
    category: { type: DataTypes.STRING(20), allowNull: false },
    systemCode: { type: DataTypes.STRING(20), allowNull: false },
    code: { type: DataTypes.STRING(40), allowNull: false },
    status: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'final' },
    valueNumber: { type: DataTypes.DECIMAL(18, 6) },
    valueTextEnc: { type: DataTypes.BLOB },
    unit: { type: DataTypes.STRING(30) },
    referenceLow: { type: DataTypes.DECIMAL(18, 6) },
    referenceHigh: { type: DataTypes.DECIMAL(18, 6) },
    interpretation: { type: DataTypes.STRING(4) },
    effectiveAt: { type: DataTypes.DATE(3), allowNull: false },
    performerId: { type: DataTypes.STRING(36) },
    acknowledgedAt: { type: DataTypes.DATE(3) },
    acknowledgedBy: { type: DataTypes.STRING(36) },
    errorAt: { type: DataTypes.DATE(3) },
    errorBy: { type: DataTypes.STRING(36) },
    errorReasonEnc: { type: DataTypes.BLOB },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceKey: { type: DataTypes.STRING(40) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('observations'), sequelize });
  ClinicalNote.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    kind: { type: DataTypes.STRING(30), allowNull: false },
    status: { type: DataTypes.STRING(12), allowNull: false },
    bodyEnc: { type: DataTypes.BLOB, allowNull: false },
    authorId: { type: DataTypes.STRING(36) },
    signedAt: { type: DataTypes.DATE(3) },
    amendsId: { type: DataTypes.STRING(36) },
    taskId: { type: DataTypes.STRING(36) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('clinical_notes'), sequelize });
  CarePlan.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    systemCode: { type: DataTypes.STRING(20), allowNull: false },
    code: { type: DataTypes.STRING(40), allowNull: false },
    status: { type: DataTypes.STRING(12), allowNull: false },
    periodStart: { type: DataTypes.DATE(3) },
    periodEnd: { type: DataTypes.DATE(3) },
    reasonCode: { type: DataTypes.STRING(40) },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceKey: { type: DataTypes.STRING(40) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('care_plans'), sequelize });
  Immunization.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    systemCode: { type: DataTypes.STRING(20), allowNull: false },
    code: { type: DataTypes.STRING(40), allowNull: false },
    occurredAt: { type: DataTypes.DATE(3), allowNull: false },
    baseCostCents: { type: DataTypes.BIGINT },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceKey: { type: DataTypes.STRING(40) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('immunizations'), sequelize });
  DeviceUse.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    systemCode: { type: DataTypes.STRING(20), allowNull: false },
    code: { type: DataTypes.STRING(40), allowNull: false },
    udiEnc: { type: DataTypes.BLOB },
    periodStart: { type: DataTypes.DATE(3) },
    periodEnd: { type: DataTypes.DATE(3) },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceKey: { type: DataTypes.STRING(40) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('device_uses'), sequelize });
  SupplyDelivery.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    systemCode: { type: DataTypes.STRING(20), allowNull: false },
    code: { type: DataTypes.STRING(40), allowNull: false },
    quantity: { type: DataTypes.INTEGER, allowNull: false },
    occurredAt: { type: DataTypes.DATE(3), allowNull: false },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceKey: { type: DataTypes.STRING(40) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('supply_deliveries'), sequelize });
}
