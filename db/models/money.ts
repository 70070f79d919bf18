import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { jsonColumn, table } from './table';

/** A row of `remittances`. */
export class Remittance extends Model<InferAttributes<Remittance>, InferCreationAttributes<Remittance>> {
  declare id: string;
  declare payerId: string;
  declare traceNumber: string;
  declare contentHash: Buffer;
  declare contentEnc: CreationOptional<Buffer | null>;
  declare paymentCents: number;
  declare status: CreationOptional<string>;
  declare receivedAt: Date;
  declare postedAt: CreationOptional<Date | null>;
}

/** A row of `remittance_claims`. */
export class RemittanceClaim extends Model<InferAttributes<RemittanceClaim>, InferCreationAttributes<RemittanceClaim>> {
  declare id: string;
  declare remittanceId: string;
  declare sequence: number;
  declare claimId: CreationOptional<string | null>;
  declare claimNumber: string;
  declare statusCode: string;
  declare payerClaimNumber: CreationOptional<string | null>;
  declare chargeCents: number;
  declare paidCents: number;
  declare patientCents: number;
  declare adjustments: CreationOptional<unknown>;
  declare serviceLines: CreationOptional<unknown>;
  declare state: CreationOptional<string>;
  declare postedOperationId: CreationOptional<string | null>;
}

/** A row of `ledger_operations`. */
export class LedgerOperation extends Model<InferAttributes<LedgerOperation>, InferCreationAttributes<LedgerOperation>> {
  declare id: string;
  declare kind: string;
  declare dedupId: string;
  declare reversesId: CreationOptional<string | null>;
  declare actorId: CreationOptional<string | null>;
  declare postedAt: Date;
}

/** A row of `ledger_entries`. */
export class LedgerEntry extends Model<InferAttributes<LedgerEntry>, InferCreationAttributes<LedgerEntry>> {
  declare id: CreationOptional<number>;
  declare operationId: string;
  declare ledgerAccount: string;
  declare accountId: CreationOptional<string | null>;
  declare claimId: CreationOptional<string | null>;
  declare chargeItemId: CreationOptional<string | null>;
  declare cents: number;
  declare postedAt: Date;
}

/** A row of `invoices`. */
export class Invoice extends Model<InferAttributes<Invoice>, InferCreationAttributes<Invoice>> {
  declare id: string;
  declare number: string;
  declare accountId: string;
  declare claimId: CreationOptional<string | null>;
  declare patientId: string;
  declare totalCents: number;
  declare status: CreationOptional<string>;
  declare issuedAt: Date;
  declare dueOn: string;
  declare dedupId: string;
  declare version: CreationOptional<number>;
}

/** A row of `payments`. */
export class Payment extends Model<InferAttributes<Payment>, InferCreationAttributes<Payment>> {
  declare id: string;
  declare accountId: string;
  declare invoiceId: CreationOptional<string | null>;
  declare claimId: CreationOptional<string | null>;
  declare payerKind: string;
  declare method: string;
  declare cents: number;
  declare receivedAt: Date;
  declare operationId: string;
  declare dedupId: string;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `number_sequences`. */
export class NumberSequence extends Model<InferAttributes<NumberSequence>, InferCreationAttributes<NumberSequence>> {
  declare name: string;
  declare nextValue: CreationOptional<number>;
}

/** Bind these models to a connection. */
export function initMoneyModels(sequelize: Sequelize): void {
  Remittance.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    payerId: { type: DataTypes.STRING(36), allowNull: false },
    traceNumber: { type: DataTypes.STRING(50), allowNull: false },
    contentHash: { type: DataTypes.BLOB, allowNull: false },
    contentEnc: { type: DataTypes.BLOB },
    paymentCents: { type: DataTypes.BIGINT, allowNull: false },
    status: { type: DataTypes.STRING(12), allowNull: false, defaultValue: 'received' },
    receivedAt: { type: DataTypes.DATE(3), allowNull: false },
    postedAt: { type: DataTypes.DATE(3) },
  }, { ...table('remittances'), sequelize });
  RemittanceClaim.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    remittanceId: { type: DataTypes.STRING(36), allowNull: false },
    sequence: { type: DataTypes.INTEGER, allowNull: false },
    claimId: { type: DataTypes.STRING(36) },
    claimNumber: { type: DataTypes.STRING(38), allowNull: false },
    statusCode: { type: DataTypes.STRING(2), allowNull: false },
    payerClaimNumber: { type: DataTypes.STRING(50) },
    chargeCents: { type: DataTypes.BIGINT, allowNull: false },
    paidCents: { type: DataTypes.BIGINT, allowNull: false },
    patientCents: { type: DataTypes.BIGINT, allowNull: false },
    adjustments: jsonColumn('adjustments'),
    serviceLines: jsonColumn('serviceLines'),
    state: { type: DataTypes.STRING(12), allowNull: false, defaultValue: 'received' },
    postedOperationId: { type: DataTypes.STRING(36) },
  }, { ...table('remittance_claims'), sequelize });
  LedgerOperation.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    kind: { type: DataTypes.STRING(40), allowNull: false },
    dedupId: { type: DataTypes.STRING(190), allowNull: false },
    reversesId: { type: DataTypes.STRING(36) },
    actorId: { type: DataTypes.STRING(36) },
    postedAt: { type: DataTypes.DATE(3), allowNull: false },
  }, { ...table('ledger_operations'), sequelize });
  LedgerEntry.init({
    id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true, allowNull: false },
    operationId: { type: DataTypes.STRING(36), allowNull: false },
    ledgerAccount: { type: DataTypes.STRING(40), allowNull: false },
    accountId: { type: DataTypes.STRING(36) },
    claimId: { type: DataTypes.STRING(36) },
    chargeItemId: { type: DataTypes.STRING(36) },
    cents: { type: DataTypes.BIGINT, allowNull: false },
    postedAt: { type: DataTypes.DATE(3), allowNull: false },
  }, { ...table('ledger_entries'), sequelize });
  Invoice.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    number: { type: DataTypes.STRING(20), allowNull: false },
    accountId: { type: DataTypes.STRING(36), allowNull: false },
    claimId: { type: DataTypes.STRING(36) },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    totalCents: { type: DataTypes.BIGINT, allowNull: false },
    status: { type: DataTypes.STRING(12), allowNull: false, defaultValue: 'issued' },
    issuedAt: { type: DataTypes.DATE(3), allowNull: false },
    dueOn: { type: DataTypes.DATEONLY, allowNull: false },
    dedupId: { type: DataTypes.STRING(190), allowNull: false },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
  }, { ...table('invoices'), sequelize });
  Payment.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    accountId: { type: DataTypes.STRING(36), allowNull: false },
    invoiceId: { type: DataTypes.STRING(36) },
    claimId: { type: DataTypes.STRING(36) },
    payerKind: { type: DataTypes.STRING(10), allowNull: false },
    method: { type: DataTypes.STRING(20), allowNull: false },
    cents: { type: DataTypes.BIGINT, allowNull: false },
    receivedAt: { type: DataTypes.DATE(3), allowNull: false },
    operationId: { type: DataTypes.STRING(36), allowNull: false },
    dedupId: { type: DataTypes.STRING(190), allowNull: false },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('payments'), sequelize });
  NumberSequence.init({
    name: { type: DataTypes.STRING(40), primaryKey: true, allowNull: false },
    nextValue: { type: DataTypes.BIGINT, allowNull: false, defaultValue: 1 },
  }, { ...table('number_sequences'), sequelize });
}
