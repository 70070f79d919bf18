import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { jsonColumn, table } from './table';

/** A row of `patients`. */
export class Patient extends Model<InferAttributes<Patient>, InferCreationAttributes<Patient>> {
  declare id: string;
  declare mrnEnc: Buffer;
  declare mrnIndex: Buffer;
  declare nameEnc: Buffer;
  declare birthDateEnc: Buffer;
  declare administrativeGender: string;
  declare contactEnc: CreationOptional<Buffer | null>;
  declare demographicsEnc: CreationOptional<Buffer | null>;
  declare deceasedAt: CreationOptional<Date | null>;
  declare codeStatus: CreationOptional<string>;
  declare isolation: CreationOptional<string | null>;
  declare prefersChannel: CreationOptional<string>;
  declare source: CreationOptional<string>;
  declare sourceId: CreationOptional<string | null>;
  declare deletedAt: CreationOptional<Date | null>;
  declare version: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;
}

/** A row of `patient_identifiers`. */
export class PatientIdentifier extends Model<InferAttributes<PatientIdentifier>, InferCreationAttributes<PatientIdentifier>> {
  declare id: string;
  declare patientId: string;
  declare systemCode: string;
  declare valueEnc: Buffer;
  declare valueIndex: Buffer;
}

/** A row of `patient_contacts`. */
export class PatientContact extends Model<InferAttributes<PatientContact>, InferCreationAttributes<PatientContact>> {
  declare id: string;
  declare patientId: string;
  declare relationship: string;
  declare nameEnc: Buffer;
  declare telecomEnc: CreationOptional<Buffer | null>;
}

/** A row of `patient_search_tokens`. */
export class PatientSearchToken extends Model<InferAttributes<PatientSearchToken>, InferCreationAttributes<PatientSearchToken>> {
  declare token: Buffer;
  declare patientId: string;
}

/** A row of `payers`. */
export class Payer extends Model<InferAttributes<Payer>, InferCreationAttributes<Payer>> {
  declare id: string;
  declare payerIdentifier: string;
  declare name: string;
  declare kind: string;
  declare source: CreationOptional<string>;
  declare sourceId: CreationOptional<string | null>;
  declare version: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `plans`. */
export class Plan extends Model<InferAttributes<Plan>, InferCreationAttributes<Plan>> {
  declare id: string;
  declare payerId: string;
  declare code: string;
  declare name: string;
  declare rules: unknown;
  declare version: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `coverages`. */
export class Coverage extends Model<InferAttributes<Coverage>, InferCreationAttributes<Coverage>> {
  declare id: string;
  declare patientId: string;
  declare payerId: string;
  declare planId: string;
  declare memberNumberEnc: Buffer;
  declare memberNumberIndex: Buffer;
  declare relationship: CreationOptional<string>;
  declare subscriberCoverageId: CreationOptional<string | null>;
  declare rankOrder: CreationOptional<number>;
  declare status: CreationOptional<string>;
  declare periodStart: string;
  declare periodEnd: CreationOptional<string | null>;
  declare version: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `coverage_accumulators`. */
export class CoverageAccumulator extends Model<InferAttributes<CoverageAccumulator>, InferCreationAttributes<CoverageAccumulator>> {
  declare coverageId: string;
  declare planYear: number;
  declare deductibleIndividualCents: CreationOptional<number>;
  declare deductibleFamilyCents: CreationOptional<number>;
  declare outOfPocketIndividualCents: CreationOptional<number>;
  declare outOfPocketFamilyCents: CreationOptional<number>;
  declare version: CreationOptional<number>;
}

/** A row of `concepts`. */
export class Concept extends Model<InferAttributes<Concept>, InferCreationAttributes<Concept>> {
  declare systemCode: string;
  declare code: string;
  declare display: string;
}

/** A row of `code_crosswalk`. */
export class CodeCrosswalk extends Model<InferAttributes<CodeCrosswalk>, InferCreationAttributes<CodeCrosswalk>> {
  declare sourceSystem: string;
  declare sourceCode: string;
  declare targetSystem: string;
  declare targetCode: string;
  declare confidence: CreationOptional<string>;
}

/** Bind these models to a connection. */
export function initPatientsModels(sequelize: Sequelize): void {
  Patient.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    mrnEnc: { type: DataTypes.BLOB, allowNull: false },
    mrnIndex: { type: DataTypes.BLOB, allowNull: false },
    nameEnc: { type: DataTypes.BLOB, allowNull: false },
    birthDateEnc: { type: DataTypes.BLOB, allowNull: false },
    administrativeGender: { type: DataTypes.STRING(10), allowNull: false },
    contactEnc: { type: DataTypes.BLOB },
    demographicsEnc: { type: DataTypes.BLOB },
    deceasedAt: { type: DataTypes.DATE(3) },
    codeStatus: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'full' },
    isolation: { type: DataTypes.STRING(20) },
    prefersChannel: { type: DataTypes.STRING(10), allowNull: false, defaultValue: 'email' },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceId: { type: DataTypes.STRING(36) },
    deletedAt: { type: DataTypes.DATE(3) },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
    updatedAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('patients'), sequelize });
  PatientIdentifier.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    systemCode: { type: DataTypes.STRING(30), allowNull: false },
    valueEnc: { type: DataTypes.BLOB, allowNull: false },
    valueIndex: { type: DataTypes.BLOB, allowNull: false },
  }, { ...table('patient_identifiers'), sequelize });
  PatientContact.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    relationship: { type: DataTypes.STRING(30), allowNull: false },
    nameEnc: { type: DataTypes.BLOB, allowNull: false },
    telecomEnc: { type: DataTypes.BLOB },
  }, { ...table('patient_contacts'), sequelize });
  PatientSearchToken.init({
    token: { type: DataTypes.BLOB, primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
  }, { ...table('patient_search_tokens'), sequelize });
  Payer.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    payerIdentifier: { type: DataTypes.STRING(30), allowNull: false },
    name: { type: DataTypes.STRING(120), allowNull: false },
    kind: { type: DataTypes.STRING(20), allowNull: false },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceId: { type: DataTypes.STRING(36) },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('payers'), sequelize });
  Plan.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    payerId: { type: DataTypes.STRING(36), allowNull: false },
    code: { type: DataTypes.STRING(40), allowNull: false },
    name: { type: DataTypes.STRING(120), allowNull: false },
    rules: jsonColumn('rules', { allowNull: false }),
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('plans'), sequelize });
  Coverage.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    payerId: { type: DataTypes.STRING(36), allowNull: false },
    planId: { type: DataTypes.STRING(36), allowNull: false },
    memberNumberEnc: { type: DataTypes.BLOB, allowNull: false },
    memberNumberIndex: { type: DataTypes.BLOB, allowNull: false },
    relationship: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'self' },
    subscriberCoverageId: { type: DataTypes.STRING(36) },
    rankOrder: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    status: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'active' },
    periodStart: { type: DataTypes.DATEONLY, allowNull: false },
    periodEnd: { type: DataTypes.DATEONLY },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('coverages'), sequelize });
  CoverageAccumulator.init({
    coverageId: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    planYear: { type: DataTypes.INTEGER, primaryKey: true, allowNull: false },
    deductibleIndividualCents: { type: DataTypes.BIGINT, allowNull: false, defaultValue: 0 },
    deductibleFamilyCents: { type: DataTypes.BIGINT, allowNull: false, defaultValue: 0 },
    outOfPocketIndividualCents: { type: DataTypes.BIGINT, allowNull: false, defaultValue: 0 },
    outOfPocketFamilyCents: { type: DataTypes.BIGINT, allowNull: false, defaultValue: 0 },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
  }, { ...table('coverage_accumulators'), sequelize });
  Concept.init({
    systemCode: { type: DataTypes.STRING(20), primaryKey: true, allowNull: false },
    code: { type: DataTypes.STRING(40), primaryKey: true, allowNull: false },
    display: { type: DataTypes.STRING(300), allowNull: false },
  }, { ...table('concepts'), sequelize });
  CodeCrosswalk.init({
    sourceSystem: { type: DataTypes.STRING(20), primaryKey: true, allowNull: false },
    sourceCode: { type: DataTypes.STRING(40), primaryKey: true, allowNull: false },
    targetSystem: { type: DataTypes.STRING(20), primaryKey: true, allowNull: false },
    targetCode: { type: DataTypes.STRING(40), primaryKey: true, allowNull: false },
    confidence: { type: DataTypes.STRING(12), allowNull: false, defaultValue: 'equivalent' },
  }, { ...table('code_crosswalk'), sequelize });
}
