import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { jsonColumn, table } from './table';

/** A row of `accounts`. */
export class Account extends Model<InferAttributes<Account>, InferCreationAttributes<Account>> {
  declare id: string;
  declare number: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare status: CreationOptional<string>;
  declare version: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `charge_items`. */
export class ChargeItem extends Model<InferAttributes<ChargeItem>, InferCreationAttributes<ChargeItem>> {
  declare id: string;
  declare accountId: string;
  declare patientId: string;
  declare encounterId: string;
  declare originType: string;
  declare originId: string;
  declare systemCode: string;
  declare code: string;
  declare procedureCode: CreationOptional<string | null>;
  declare revenueCode: CreationOptional<string | null>;
  declare modifiers: CreationOptional<unknown>;
  declare units: CreationOptional<number>;
  declare amountCents: number;
  declare serviceDate: string;
  declare status: CreationOptional<string>;
  declare codedBy: CreationOptional<string | null>;
  declare codedAt: CreationOptional<Date | null>;
  declare version: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `claims`. */
export class Claim extends Model<InferAttributes<Claim>, InferCreationAttributes<Claim>> {
  declare id: string;
  declare number: string;
  declare patientId: string;
  declare encounterId: CreationOptional<string | null>;
  declare accountId: string;
  declare coverageId: CreationOptional<string | null>;
  declare payerId: string;
  declare planId: string;
  declare type: string;
  declare frequency: CreationOptional<string>;
  declare originalClaimId: CreationOptional<string | null>;
  declare payerClaimNumber: CreationOptional<string | null>;
  declare status: CreationOptional<string>;
  declare stuckCause: CreationOptional<string | null>;
  declare stuckFingerprint: CreationOptional<string | null>;
  declare stuckDetailEnc: CreationOptional<Buffer | null>;
  declare drg: CreationOptional<string | null>;
  declare authorizationNumber: CreationOptional<string | null>;
  declare serviceFrom: string;
  declare serviceThrough: string;
  declare chargeCents: number;
  declare paidCents: CreationOptional<number>;
  declare adjustmentCents: CreationOptional<number>;
  declare patientCents: CreationOptional<number>;
  declare expectedCents: CreationOptional<number | null>;
  declare timelyFilingOn: CreationOptional<string | null>;
  declare appealBy: CreationOptional<string | null>;
  declare nextDeadlineAt: CreationOptional<Date | null>;
  declare holdUntil: CreationOptional<Date | null>;
  declare holderId: CreationOptional<string | null>;
  declare submittedAt: CreationOptional<Date | null>;
  declare closedAt: CreationOptional<Date | null>;
  declare life: CreationOptional<number>;
  declare resubmissionPending: CreationOptional<boolean>;
  declare voidDisposal: CreationOptional<string | null>;
  declare primaryClaimId: CreationOptional<string | null>;
  declare priorCents: CreationOptional<number>;
  declare source: CreationOptional<string>;
  declare sourceId: CreationOptional<string | null>;
  declare version: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;
}

/** A row of `claim_lines`. */
export class ClaimLine extends Model<InferAttributes<ClaimLine>, InferCreationAttributes<ClaimLine>> {
  declare id: string;
  declare claimId: string;
  declare number: number;
  declare chargeItemId: CreationOptional<string | null>;
  declare procedureCode: CreationOptional<string | null>;
  declare modifiers: CreationOptional<unknown>;
  declare revenueCode: CreationOptional<string | null>;
  declare units: number;
  declare chargeCents: number;
  declare serviceDate: string;
  declare isVisit: CreationOptional<boolean>;
  declare allowedCents: CreationOptional<number | null>;
  declare paidCents: CreationOptional<number | null>;
  declare adjustments: CreationOptional<unknown>;
}

/** A row of `claim_diagnoses`. */
export class ClaimDiagnosis extends Model<InferAttributes<ClaimDiagnosis>, InferCreationAttributes<ClaimDiagnosis>> {
  declare claimId: string;
  declare rankOrder: number;
  declare code: string;
  declare presentOnAdmission: CreationOptional<string | null>;
}

/** A row of `claim_submissions`. */
export class ClaimSubmission extends Model<InferAttributes<ClaimSubmission>, InferCreationAttributes<ClaimSubmission>> {
  declare id: string;
  declare claimId: string;
  declare attempt: number;
  declare controlNumber: number;
  declare status: CreationOptional<string>;
  declare contentEnc: CreationOptional<Buffer | null>;
  declare submittedAt: Date;
  declare acknowledgedAt: CreationOptional<Date | null>;
  declare rejectionCodes: CreationOptional<unknown>;
}

/** A row of `claim_events`. */
export class ClaimEvent extends Model<InferAttributes<ClaimEvent>, InferCreationAttributes<ClaimEvent>> {
  declare id: CreationOptional<number>;
  declare claimId: string;
  declare kind: string;
  declare actorId: CreationOptional<string | null>;
  declare actorKind: string;
  declare at: Date;
  declare detailEnc: CreationOptional<Buffer | null>;
  declare dedupId: string;
}

/** Bind these models to a connection. */
export function initClaimsModels(sequelize: Sequelize): void {
  Account.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    number: { type: DataTypes.STRING(20), allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    status: { type: DataTypes.STRING(12), allowNull: false, defaultValue: 'active' },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('accounts'), sequelize });
  ChargeItem.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    accountId: { type: DataTypes.STRING(36), allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36), allowNull: false },
    originType: { type: DataTypes.STRING(30), allowNull: false },
    originId: { type: DataTypes.STRING(36), allowNull: false },
    systemCode: { type: DataTypes.STRING(20), allowNull: false },
    code: { type: DataTypes.STRING(40), allowNull: false },
    procedureCode: { type: DataTypes.STRING(10) },
    revenueCode: { type: DataTypes.STRING(4) },
    modifiers: jsonColumn('modifiers'),
    units: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    amountCents: { type: DataTypes.BIGINT, allowNull: false },
    serviceDate: { type: DataTypes.DATEONLY, allowNull: false },
    status: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'planned' },
    codedBy: { type: DataTypes.STRING(36) },
    codedAt: { type: DataTypes.DATE(3) },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('charge_items'), sequelize });
  Claim.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    number: { type: DataTypes.STRING(20), allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    encounterId: { type: DataTypes.STRING(36) },
    accountId: { type: DataTypes.STRING(36), allowNull: false },
    coverageId: { type: DataTypes.STRING(36) },
    payerId: { type: DataTypes.STRING(36), allowNull: false },
    planId: { type: DataTypes.STRING(36), allowNull: false },
    type: { type: DataTypes.STRING(14), allowNull: false },
    frequency: { type: DataTypes.STRING(1), allowNull: false, defaultValue: '1' },
    originalClaimId: { type: DataTypes.STRING(36) },
    payerClaimNumber: { type: DataTypes.STRING(50) },
    status: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'draft' },
    stuckCause: { type: DataTypes.STRING(40) },
    stuckFingerprint: { type: DataTypes.STRING(16) },
    stuckDetailEnc: { type: DataTypes.BLOB },
    drg: { type: DataTypes.STRING(5) },
    authorizationNumber: { type: DataTypes.STRING(50) },
    serviceFrom: { type: DataTypes.DATEONLY, allowNull: false },
    serviceThrough: { type: DataTypes.DATEONLY, allowNull: false },
    chargeCents: { type: DataTypes.BIGINT, allowNull: false },
    paidCents: { type: DataTypes.BIGINT, allowNull: false, defaultValue: 0 },
    adjustmentCents: { type: DataTypes.BIGINT, allowNull: false, defaultValue: 0 },
    patientCents: { type: DataTypes.BIGINT, allowNull: false, defaultValue: 0 },
    expectedCents: { type: DataTypes.BIGINT },
    timelyFilingOn: { type: DataTypes.DATEONLY },
    appealBy: { type: DataTypes.DATEONLY },
    nextDeadlineAt: { type: DataTypes.DATE(3) },
    holdUntil: { type: DataTypes.DATE(3) },
    holderId: { type: DataTypes.STRING(36) },
    submittedAt: { type: DataTypes.DATE(3) },
    closedAt: { type: DataTypes.DATE(3) },
    life: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    resubmissionPending: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
    voidDisposal: { type: DataTypes.STRING(16) },
    primaryClaimId: { type: DataTypes.STRING(36) },
    priorCents: { type: DataTypes.BIGINT, allowNull: false, defaultValue: 0 },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceId: { type: DataTypes.STRING(36) },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
    updatedAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('claims'), sequelize });
  ClaimLine.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    claimId: { type: DataTypes.STRING(36), allowNull: false },
    number: { type: DataTypes.INTEGER, allowNull: false },
    chargeItemId: { type: DataTypes.STRING(36) },
    procedureCode: { type: DataTypes.STRING(10) },
    modifiers: jsonColumn('modifiers'),
    revenueCode: { type: DataTypes.STRING(4) },
    units: { type: DataTypes.INTEGER, allowNull: false },
    chargeCents: { type: DataTypes.BIGINT, allowNull: false },
    serviceDate: { type: DataTypes.DATEONLY, allowNull: false },
    isVisit: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
    allowedCents: { type: DataTypes.BIGINT },
    paidCents: { type: DataTypes.BIGINT },
    adjustments: jsonColumn('adjustments'),
  }, { ...table('claim_lines'), sequelize });
  ClaimDiagnosis.init({
    claimId: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    rankOrder: { type: DataTypes.INTEGER, primaryKey: true, allowNull: false },
    code: { type: DataTypes.STRING(10), allowNull: false },
    presentOnAdmission: { type: DataTypes.STRING(1) },
  }, { ...table('claim_diagnoses'), sequelize });
  ClaimSubmission.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    claimId: { type: DataTypes.STRING(36), allowNull: false },
    attempt: { type: DataTypes.INTEGER, allowNull: false },
    controlNumber: { type: DataTypes.INTEGER, allowNull: false },
    status: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'sent' },
    contentEnc: { type: DataTypes.BLOB },
    submittedAt: { type: DataTypes.DATE(3), allowNull: false },
    acknowledgedAt: { type: DataTypes.DATE(3) },
    rejectionCodes: jsonColumn('rejectionCodes'),
  }, { ...table('claim_submissions'), sequelize });
  ClaimEvent.init({
    id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true, allowNull: false },
    claimId: { type: DataTypes.STRING(36), allowNull: false },
    kind: { type: DataTypes.STRING(40), allowNull: false },
    actorId: { type: DataTypes.STRING(36) },
    actorKind: { type: DataTypes.STRING(10), allowNull: false },
    at: { type: DataTypes.DATE(3), allowNull: false },
    detailEnc: { type: DataTypes.BLOB },
    dedupId: { type: DataTypes.STRING(190), allowNull: false },
  }, { ...table('claim_events'), sequelize });
}
