import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { jsonColumn, table } from './table';

/** A row of `service_requests`. */
export class ServiceRequest extends Model<InferAttributes<ServiceRequest>, InferCreationAttributes<ServiceRequest>> {
  declare id: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare category: string;
  declare systemCode: string;
  declare code: string;
  declare priority: CreationOptional<string>;
  declare status: string;
  declare roundNumber: CreationOptional<number>;
  declare requesterId: CreationOptional<string | null>;
  declare orderedAt: Date;
  declare completedAt: CreationOptional<Date | null>;
  declare duplicateReasonEnc: CreationOptional<Buffer | null>;
  declare questionEnc: CreationOptional<Buffer | null>;
  declare scheduledAt: CreationOptional<Date | null>;
  declare performedAt: CreationOptional<Date | null>;
  declare performedBy: CreationOptional<string | null>;
  declare notDone: CreationOptional<string | null>;
  declare replay: CreationOptional<unknown>;
  declare version: CreationOptional<number>;
  declare source: CreationOptional<string>;
  declare sourceKey: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `specimens`. */
export class Specimen extends Model<InferAttributes<Specimen>, InferCreationAttributes<Specimen>> {
  declare id: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare serviceRequestId: string;
  declare accession: string;
  declare kind: string;
  declare status: CreationOptional<string>;
  declare collectedAt: CreationOptional<Date | null>;
  declare collectedBy: CreationOptional<string | null>;
  declare receivedAt: CreationOptional<Date | null>;
  declare receivedBy: CreationOptional<string | null>;
  declare rejectedAt: CreationOptional<Date | null>;
  declare rejectedBy: CreationOptional<string | null>;
  declare rejection: CreationOptional<string | null>;
}

/** A row of `diagnostic_reports`. */
export class DiagnosticReport extends Model<InferAttributes<DiagnosticReport>, InferCreationAttributes<DiagnosticReport>> {
  declare id: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare serviceRequestId: CreationOptional<string | null>;
  declare systemCode: string;
  declare code: string;
  declare status: string;
  declare issuedAt: CreationOptional<Date | null>;
  declare performerId: CreationOptional<string | null>;
  declare conclusionEnc: CreationOptional<Buffer | null>;
  declare reviewedAt: CreationOptional<Date | null>;
  declare reviewedBy: CreationOptional<string | null>;
  declare version: CreationOptional<number>;
  declare source: CreationOptional<string>;
  declare sourceKey: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `medication_requests`. */
export class MedicationRequest extends Model<InferAttributes<MedicationRequest>, InferCreationAttributes<MedicationRequest>> {
  declare id: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare systemCode: string;
  declare code: string;
  declare intent: CreationOptional<string>;
  declare category: CreationOptional<string>;
  declare status: string;
  declare doseQuantity: CreationOptional<string | null>;
  declare doseUnit: CreationOptional<string | null>;
  declare route: CreationOptional<string | null>;
  declare everyHours: CreationOptional<number | null>;
  declare asNeeded: CreationOptional<boolean>;
  declare dosesPlanned: CreationOptional<number | null>;
  declare reasonSystem: CreationOptional<string | null>;
  declare reasonCode: CreationOptional<string | null>;
  declare unitCostCents: CreationOptional<number | null>;
  declare totalCostCents: CreationOptional<number | null>;
  declare payerCoverageCents: CreationOptional<number | null>;
  declare dispenses: CreationOptional<number | null>;
  declare requesterId: CreationOptional<string | null>;
  declare authoredAt: Date;
  declare stoppedAt: CreationOptional<Date | null>;
  declare verifiedAt: CreationOptional<Date | null>;
  declare verifiedBy: CreationOptional<string | null>;
  declare allergyOverrideEnc: CreationOptional<Buffer | null>;
  declare schedule: CreationOptional<string>;
  declare doseLow: CreationOptional<string | null>;
  declare rateMlPerHour: CreationOptional<string | null>;
  declare maxPerDay: CreationOptional<number | null>;
  declare instructionsEnc: CreationOptional<Buffer | null>;
  declare supplyQuantity: CreationOptional<number | null>;
  declare refills: CreationOptional<number | null>;
  declare highAlert: CreationOptional<string | null>;
  declare replacesId: CreationOptional<string | null>;
  declare stoppedBy: CreationOptional<string | null>;
  declare stopReasonEnc: CreationOptional<Buffer | null>;
  declare replay: CreationOptional<unknown>;
  declare version: CreationOptional<number>;
  declare source: CreationOptional<string>;
  declare sourceKey: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `medication_administrations`. */
export class MedicationAdministration extends Model<InferAttributes<MedicationAdministration>, InferCreationAttributes<MedicationAdministration>> {
  declare id: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare medicationRequestId: string;
  declare doseNumber: number;
  declare dueAt: Date;
  declare status: CreationOptional<string>;
  declare givenAt: CreationOptional<Date | null>;
  declare performerId: CreationOptional<string | null>;
  declare reasonCode: CreationOptional<string | null>;
  declare noteEnc: CreationOptional<Buffer | null>;
  declare outcome: CreationOptional<string | null>;
  declare doseQuantity: CreationOptional<string | null>;
  declare scannedCode: CreationOptional<string | null>;
  declare checkedBy: CreationOptional<string | null>;
  declare checkedAt: CreationOptional<Date | null>;
  declare version: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `procedures`. */
export class Procedure extends Model<InferAttributes<Procedure>, InferCreationAttributes<Procedure>> {
  declare id: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare serviceRequestId: CreationOptional<string | null>;
  declare systemCode: string;
  declare code: string;
  declare status: string;
  declare performedStart: CreationOptional<Date | null>;
  declare performedEnd: CreationOptional<Date | null>;
  declare performerId: CreationOptional<string | null>;
  declare reasonSystem: CreationOptional<string | null>;
  declare reasonCode: CreationOptional<string | null>;
  declare baseCostCents: CreationOptional<number | null>;
  declare source: CreationOptional<string>;
  declare sourceKey: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
}

/** Bind these models to a connection. */
export function initOrdersModels(sequelize: Sequelize): void {
  ServiceRequest.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    category: { type: DataTypes.STRING(20), allowNull: false },
    systemCode: { type: DataTypes.STRING(20), allowNull: false },
    code: { type: DataTypes.STRING(40), allowNull: false },
    priority: { type: DataTypes.STRING(10), allowNull: false, defaultValue: 'routine' },
    status: { type: DataTypes.STRING(20), allowNull: false },
    roundNumber: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    requesterId: { type: DataTypes.STRING(36) },
    orderedAt: { type: DataTypes.DATE(3), allowNull: false },
    completedAt: { type: DataTypes.DATE(3) },
    duplicateReasonEnc: { type: DataTypes.BLOB },
    questionEnc: { type: DataTypes.BLOB },
    scheduledAt: { type: DataTypes.DATE(3) },
    performedAt: { type: DataTypes.DATE(3) },
    performedBy: { type: DataTypes.STRING(36) },
    notDone: { type: DataTypes.STRING(20) },
    replay: jsonColumn('replay'),
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceKey: { type: DataTypes.STRING(40) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('service_requests'), sequelize });
  Specimen.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    serviceRequestId: { type: DataTypes.STRING(36), allowNull: false },
    accession: { type: DataTypes.STRING(30), allowNull: false },
    kind: { type: DataTypes.STRING(30), allowNull: false },
    status: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'available' },
    collectedAt: { type: DataTypes.DATE(3) },
    collectedBy: { type: DataTypes.STRING(36) },
    receivedAt: { type: DataTypes.DATE(3) },
    receivedBy: { type: DataTypes.STRING(36) },
    rejectedAt: { type: DataTypes.DATE(3) },
    rejectedBy: { type: DataTypes.STRING(36) },
    rejection: { type: DataTypes.STRING(20) },
  }, { ...table('specimens'), sequelize });
  DiagnosticReport.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    serviceRequestId: { type: DataTypes.STRING(36) },
    systemCode: { type: DataTypes.STRING(20), allowNull: false },
    code: { type: DataTypes.STRING(40), allowNull: false },
    status: { type: DataTypes.STRING(20), allowNull: false },
    issuedAt: { type: DataTypes.DATE(3) },
    performerId: { type: DataTypes.STRING(36) },
    conclusionEnc: { type: DataTypes.BLOB },
    reviewedAt: { type: DataTypes.DATE(3) },
    reviewedBy: { type: DataTypes.STRING(36) },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceKey: { type: DataTypes.STRING(40) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('diagnostic_reports'), sequelize });
  MedicationRequest.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    systemCode: { type: DataTypes.STRING(20), allowNull: false },
    code: { type: DataTypes.STRING(40), allowNull: false },
    intent: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'order' },
    category: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'inpatient' },
    status: { type: DataTypes.STRING(20), allowNull: false },
    doseQuantity: { type: DataTypes.DECIMAL(12, 4) },
    doseUnit: { type: DataTypes.STRING(30) },
    route: { type: DataTypes.STRING(30) },
    everyHours: { type: DataTypes.INTEGER },
    asNeeded: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
    dosesPlanned: { type: DataTypes.INTEGER },
    reasonSystem: { type: DataTypes.STRING(20) },
    reasonCode: { type: DataTypes.STRING(40) },
    unitCostCents: { type: DataTypes.BIGINT },
    totalCostCents: { type: DataTypes.BIGINT },
    payerCoverageCents: { type: DataTypes.BIGINT },
    dispenses: { type: DataTypes.INTEGER },
    requesterId: { type: DataTypes.STRING(36) },
    authoredAt: { type: DataTypes.DATE(3), allowNull: false },
    stoppedAt: { type: DataTypes.DATE(3) },
    verifiedAt: { type: DataTypes.DATE(3) },
    verifiedBy: { type: DataTypes.STRING(36) },
    allergyOverrideEnc: { type: DataTypes.BLOB },
    schedule: { type: DataTypes.STRING(12), allowNull: false, defaultValue: 'scheduled' },
    doseLow: { type: DataTypes.DECIMAL(12, 4) },
    rateMlPerHour: { type: DataTypes.DECIMAL(8, 2) },
    maxPerDay: { type: DataTypes.INTEGER },
    instructionsEnc: { type: DataTypes.BLOB },
    supplyQuantity: { type: DataTypes.INTEGER },
    refills: { type: DataTypes.INTEGER },
    highAlert: { type: DataTypes.STRING(30) },
    replacesId: { type: DataTypes.STRING(36) },
    stoppedBy: { type: DataTypes.STRING(36) },
    stopReasonEnc: { type: DataTypes.BLOB },
    replay: jsonColumn('replay'),
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceKey: { type: DataTypes.STRING(40) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('medication_requests'), sequelize });
  MedicationAdministration.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    medicationRequestId: { type: DataTypes.STRING(36), allowNull: false },
    doseNumber: { type: DataTypes.INTEGER, allowNull: false },
    dueAt: { type: DataTypes.DATE(3), allowNull: false },
    status: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'planned' },
    givenAt: { type: DataTypes.DATE(3) },
    performerId: { type: DataTypes.STRING(36) },
    reasonCode: { type: DataTypes.STRING(40) },
    noteEnc: { type: DataTypes.BLOB },
    outcome: { type: DataTypes.STRING(8) },
    doseQuantity: { type: DataTypes.DECIMAL(12, 4) },
    scannedCode: { type: DataTypes.STRING(60) },
    checkedBy: { type: DataTypes.STRING(36) },
    checkedAt: { type: DataTypes.DATE(3) },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('medication_administrations'), sequelize });
  Procedure.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    serviceRequestId: { type: DataTypes.STRING(36) },
    systemCode: { type: DataTypes.STRING(20), allowNull: false },
    code: { type: DataTypes.STRING(40), allowNull: false },
    status: { type: DataTypes.STRING(20), allowNull: false },
    performedStart: { type: DataTypes.DATE(3) },
    performedEnd: { type: DataTypes.DATE(3) },
    performerId: { type: DataTypes.STRING(36) },
    reasonSystem: { type: DataTypes.STRING(20) },
    reasonCode: { type: DataTypes.STRING(40) },
    baseCostCents: { type: DataTypes.BIGINT },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceKey: { type: DataTypes.STRING(40) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('procedures'), sequelize });
}
