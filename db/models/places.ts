import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { jsonColumn, table } from './table';

/** A row of `organizations`. */
export class Organization extends Model<InferAttributes<Organization>, InferCreationAttributes<Organization>> {
  declare id: string;
  declare name: string;
  declare npi: CreationOptional<string | null>;
  declare taxId: CreationOptional<string | null>;
  declare taxonomy: CreationOptional<string | null>;
  declare address: CreationOptional<unknown>;
  declare phone: CreationOptional<string | null>;
  declare isOwn: CreationOptional<boolean>;
  declare source: CreationOptional<string>;
  declare sourceId: CreationOptional<string | null>;
}

/** A row of `wards`. */
export class Ward extends Model<InferAttributes<Ward>, InferCreationAttributes<Ward>> {
  declare id: string;
  declare code: string;
  declare name: string;
  declare specialty: CreationOptional<string | null>;
  declare version: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `rooms`. */
export class Room extends Model<InferAttributes<Room>, InferCreationAttributes<Room>> {
  declare id: string;
  declare wardId: string;
  declare code: string;
}

/** A row of `beds`. */
export class Bed extends Model<InferAttributes<Bed>, InferCreationAttributes<Bed>> {
  declare id: string;
  declare wardId: string;
  declare roomId: string;
  declare code: string;
  declare operationalStatus: CreationOptional<string>;
  declare equipment: CreationOptional<unknown>;
  declare sexConstraint: CreationOptional<string | null>;
  declare isolationCapable: CreationOptional<boolean>;
  declare closedReason: CreationOptional<string | null>;
  declare version: CreationOptional<number>;
}

/** A row of `encounters`. */
export class Encounter extends Model<InferAttributes<Encounter>, InferCreationAttributes<Encounter>> {
  declare id: string;
  declare patientId: string;
  declare classCode: string;
  declare status: string;
  declare typeSystem: CreationOptional<string | null>;
  declare typeCode: CreationOptional<string | null>;
  declare reasonSystem: CreationOptional<string | null>;
  declare reasonCode: CreationOptional<string | null>;
  declare practitionerId: CreationOptional<string | null>;
  declare organizationId: CreationOptional<string | null>;
  declare coverageId: CreationOptional<string | null>;
  declare wardId: CreationOptional<string | null>;
  declare admitSource: CreationOptional<string | null>;
  declare dischargeDisposition: CreationOptional<string | null>;
  declare periodStart: Date;
  declare periodEnd: CreationOptional<Date | null>;
  declare baseCostCents: CreationOptional<number | null>;
  declare totalCostCents: CreationOptional<number | null>;
  declare payerCoverageCents: CreationOptional<number | null>;
  declare orderSet: CreationOptional<string | null>;
  declare plannedHours: CreationOptional<number | null>;
  declare spo2Scale: CreationOptional<number>;
  declare replayOfEncounterId: CreationOptional<string | null>;
  declare replayRound: CreationOptional<number | null>;
  declare source: CreationOptional<string>;
  declare sourceId: CreationOptional<string | null>;
  declare version: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;
  declare readonly activePatientId: CreationOptional<string | null>;
}

/** A row of `encounter_locations`. */
export class EncounterLocation extends Model<InferAttributes<EncounterLocation>, InferCreationAttributes<EncounterLocation>> {
  declare id: string;
  declare encounterId: string;
  declare bedId: string;
  declare wardId: string;
  declare status: string;
  declare periodStart: Date;
  declare periodEnd: CreationOptional<Date | null>;
  declare reservedUntil: CreationOptional<Date | null>;
  declare reservedBy: CreationOptional<string | null>;
  declare readonly occupiedBedId: CreationOptional<string | null>;
  declare readonly lyingEncounterId: CreationOptional<string | null>;
}

/** A row of `appointments`. */
export class Appointment extends Model<InferAttributes<Appointment>, InferCreationAttributes<Appointment>> {
  declare id: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare practitionerId: CreationOptional<string | null>;
  declare kind: string;
  declare status: string;
  declare startsAt: Date;
  declare endsAt: Date;
  declare version: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
  declare readonly slotPractitionerId: CreationOptional<string | null>;
}

/** Bind these models to a connection. */
export function initPlacesModels(sequelize: Sequelize): void {
  Organization.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    name: { type: DataTypes.STRING(160), allowNull: false },
    npi: { type: DataTypes.STRING(10) },
    taxId: { type: DataTypes.STRING(9) },
    taxonomy: { type: DataTypes.STRING(10) },
    address: jsonColumn('address'),
    phone: { type: DataTypes.STRING(40) },
    isOwn: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceId: { type: DataTypes.STRING(36) },
  }, { ...table('organizations'), sequelize });
  Ward.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    code: { type: DataTypes.STRING(20), allowNull: false },
    name: { type: DataTypes.STRING(80), allowNull: false },
    specialty: { type: DataTypes.STRING(80) },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('wards'), sequelize });
  Room.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    wardId: { type: DataTypes.STRING(36), allowNull: false },
    code: { type: DataTypes.STRING(20), allowNull: false },
  }, { ...table('rooms'), sequelize });
  Bed.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    wardId: { type: DataTypes.STRING(36), allowNull: false },
    roomId: { type: DataTypes.STRING(36), allowNull: false },
    code: { type: DataTypes.STRING(20), allowNull: false },
    operationalStatus: { type: DataTypes.STRING(1), allowNull: false, defaultValue: 'U' },
    equipment: jsonColumn('equipment'),
    sexConstraint: { type: DataTypes.STRING(10) },
    isolationCapable: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
    closedReason: { type: DataTypes.STRING(20) },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
  }, { ...table('beds'), sequelize });
  Encounter.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    classCode: { type: DataTypes.STRING(6), allowNull: false },
    status: { type: DataTypes.STRING(20), allowNull: false },
    typeSystem: { type: DataTypes.STRING(20) },
    typeCode: { type: DataTypes.STRING(40) },
    reasonSystem: { type: DataTypes.STRING(20) },
    reasonCode: { type: DataTypes.STRING(40) },
    practitionerId: { type: DataTypes.STRING(36) },
    organizationId: { type: DataTypes.STRING(36) },
    coverageId: { type: DataTypes.STRING(36) },
    wardId: { type: DataTypes.STRING(36) },
    admitSource: { type: DataTypes.STRING(20) },
    dischargeDisposition: { type: DataTypes.STRING(20) },
    periodStart: { type: DataTypes.DATE(3), allowNull: false },
    periodEnd: { type: DataTypes.DATE(3) },
    baseCostCents: { type: DataTypes.BIGINT },
    totalCostCents: { type: DataTypes.BIGINT },
    payerCoverageCents: { type: DataTypes.BIGINT },
    orderSet: { type: DataTypes.STRING(40) },
    plannedHours: { type: DataTypes.INTEGER },
    spo2Scale: { type: DataTypes.TINYINT, allowNull: false, defaultValue: 1, field: 'spo2_scale' },
    replayOfEncounterId: { type: DataTypes.STRING(36) },
    replayRound: { type: DataTypes.INTEGER },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceId: { type: DataTypes.STRING(36) },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
    updatedAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
    activePatientId: { type: DataTypes.STRING(36) },
  }, { ...table('encounters'), sequelize });
  EncounterLocation.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    encounterId: { type: DataTypes.STRING(36), allowNull: false },
    bedId: { type: DataTypes.STRING(36), allowNull: false },
    wardId: { type: DataTypes.STRING(36), allowNull: false },
    status: { type: DataTypes.STRING(12), allowNull: false },
    periodStart: { type: DataTypes.DATE(3), allowNull: false },
    periodEnd: { type: DataTypes.DATE(3) },
    reservedUntil: { type: DataTypes.DATE(3) },
    reservedBy: { type: DataTypes.STRING(36) },
    occupiedBedId: { type: DataTypes.STRING(36) },
    lyingEncounterId: { type: DataTypes.STRING(36) },
  }, { ...table('encounter_locations'), sequelize });
  Appointment.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    practitionerId: { type: DataTypes.STRING(36) },
    kind: { type: DataTypes.STRING(30), allowNull: false },
    status: { type: DataTypes.STRING(20), allowNull: false },
    startsAt: { type: DataTypes.DATE(3), allowNull: false },
    endsAt: { type: DataTypes.DATE(3), allowNull: false },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
    slotPractitionerId: { type: DataTypes.STRING(36) },
  }, { ...table('appointments'), sequelize });
}
