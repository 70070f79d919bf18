import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { table } from './table';

/** A row of `data_keys`. */
export class DataKey extends Model<InferAttributes<DataKey>, InferCreationAttributes<DataKey>> {
  declare id: string;
  declare purpose: string;
  declare masterKeyId: string;
  declare wrappedKey: Buffer;
  declare retiredAt: CreationOptional<Date | null>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `idempotency_keys`. */
export class IdempotencyKey extends Model<InferAttributes<IdempotencyKey>, InferCreationAttributes<IdempotencyKey>> {
  declare principalId: string;
  declare idempotencyKey: string;
  declare requestHash: Buffer;
  declare status: CreationOptional<number | null>;
  declare responseEnc: CreationOptional<Buffer | null>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `workflow_commands`. */
export class WorkflowCommand extends Model<InferAttributes<WorkflowCommand>, InferCreationAttributes<WorkflowCommand>> {
  declare id: CreationOptional<number>;
  declare workflowId: string;
  declare kind: string;
  declare name: string;
  declare payloadEnc: Buffer;
  declare dedupId: string;
  declare starts: CreationOptional<string | null>;
  declare state: CreationOptional<string>;
  declare attempts: CreationOptional<number>;
  declare nextAttemptAt: CreationOptional<Date>;
  declare lastError: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
  declare deliveredAt: CreationOptional<Date | null>;
}

/** A row of `workflow_lanes`. */
export class WorkflowLane extends Model<InferAttributes<WorkflowLane>, InferCreationAttributes<WorkflowLane>> {
  declare workflowId: string;
  declare leasedBy: CreationOptional<string | null>;
  declare leasedUntil: CreationOptional<Date | null>;
}

/** A row of `audit_chains`. */
export class AuditChain extends Model<InferAttributes<AuditChain>, InferCreationAttributes<AuditChain>> {
  declare chain: number;
  declare sequence: CreationOptional<number>;
  declare head: Buffer;
}

/** A row of `audit_events`. */
export class AuditEvent extends Model<InferAttributes<AuditEvent>, InferCreationAttributes<AuditEvent>> {
  declare chain: number;
  declare sequence: number;
  declare at: Date;
  declare actorId: CreationOptional<string | null>;
  declare actorKind: string;
  declare action: string;
  declare resourceType: string;
  declare resourceId: CreationOptional<string | null>;
  declare patientId: CreationOptional<string | null>;
  declare outcome: string;
  declare requestId: CreationOptional<string | null>;
  declare address: CreationOptional<string | null>;
  declare detailEnc: CreationOptional<Buffer | null>;
  declare hash: Buffer;
}

/** A row of `service_tokens`. */
export class ServiceToken extends Model<InferAttributes<ServiceToken>, InferCreationAttributes<ServiceToken>> {
  declare id: string;
  declare name: string;
  declare tokenHash: Buffer;
  declare expiresAt: CreationOptional<Date | null>;
  declare revokedAt: CreationOptional<Date | null>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `sessions`. */
export class Session extends Model<InferAttributes<Session>, InferCreationAttributes<Session>> {
  declare id: string;
  declare tokenHash: Buffer;
  declare userId: string;
  declare userAgent: CreationOptional<string | null>;
  declare address: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
  declare lastSeenAt: CreationOptional<Date>;
  declare expiresAt: Date;
  declare endedAt: CreationOptional<Date | null>;
  declare method: CreationOptional<string>;
  declare twoFactor: CreationOptional<number>;
  declare confirmedAt: CreationOptional<Date | null>;
}

/** Bind these models to a connection. */
export function initTrustModels(sequelize: Sequelize): void {
  DataKey.init({
    id: { type: DataTypes.STRING(40), primaryKey: true, allowNull: false },
    purpose: { type: DataTypes.STRING(20), allowNull: false },
    masterKeyId: { type: DataTypes.STRING(20), allowNull: false },
    wrappedKey: { type: DataTypes.BLOB, allowNull: false },
    retiredAt: { type: DataTypes.DATE(3) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('data_keys'), sequelize });
  IdempotencyKey.init({
    principalId: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    idempotencyKey: { type: DataTypes.STRING(190), primaryKey: true, allowNull: false },
    requestHash: { type: DataTypes.BLOB, allowNull: false },
    status: { type: DataTypes.INTEGER },
    responseEnc: { type: DataTypes.BLOB },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('idempotency_keys'), sequelize });
  WorkflowCommand.init({
    id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true, allowNull: false },
    workflowId: { type: DataTypes.STRING(120), allowNull: false },
    kind: { type: DataTypes.STRING(10), allowNull: false },
    name: { type: DataTypes.STRING(60), allowNull: false },
    payloadEnc: { type: DataTypes.BLOB, allowNull: false },
    dedupId: { type: DataTypes.STRING(160), allowNull: false },
    starts: { type: DataTypes.STRING(60) },
    state: { type: DataTypes.STRING(12), allowNull: false, defaultValue: 'pending' },
    attempts: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
    nextAttemptAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
    lastError: { type: DataTypes.STRING(300) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
    deliveredAt: { type: DataTypes.DATE(3) },
  }, { ...table('workflow_commands'), sequelize });
  WorkflowLane.init({
    workflowId: { type: DataTypes.STRING(120), primaryKey: true, allowNull: false },
    leasedBy: { type: DataTypes.STRING(60) },
    leasedUntil: { type: DataTypes.DATE(3) },
  }, { ...table('workflow_lanes'), sequelize });
  AuditChain.init({
    chain: { type: DataTypes.INTEGER, primaryKey: true, allowNull: false },
    sequence: { type: DataTypes.BIGINT, allowNull: false, defaultValue: 0 },
    head: { type: DataTypes.BLOB, allowNull: false },
  }, { ...table('audit_chains'), sequelize });
  AuditEvent.init({
    chain: { type: DataTypes.INTEGER, primaryKey: true, allowNull: false },
    sequence: { type: DataTypes.BIGINT, primaryKey: true, allowNull: false },
    at: { type: DataTypes.DATE(3), allowNull: false },
    actorId: { type: DataTypes.STRING(36) },
    actorKind: { type: DataTypes.STRING(10), allowNull: false },
    action: { type: DataTypes.STRING(60), allowNull: false },
    resourceType: { type: DataTypes.STRING(40), allowNull: false },
    resourceId: { type: DataTypes.STRING(36) },
    patientId: { type: DataTypes.STRING(36) },
    outcome: { type: DataTypes.STRING(12), allowNull: false },
    requestId: { type: DataTypes.STRING(36) },
    address: { type: DataTypes.STRING(45) },
    detailEnc: { type: DataTypes.BLOB },
    hash: { type: DataTypes.BLOB, allowNull: false },
  }, { ...table('audit_events'), sequelize });
  ServiceToken.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    name: { type: DataTypes.STRING(60), allowNull: false },
    tokenHash: { type: DataTypes.BLOB, allowNull: false },
    expiresAt: { type: DataTypes.DATE(3) },
    revokedAt: { type: DataTypes.DATE(3) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('service_tokens'), sequelize });
  Session.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    tokenHash: { type: DataTypes.BLOB, allowNull: false },
    userId: { type: DataTypes.STRING(36), allowNull: false },
    userAgent: { type: DataTypes.STRING(200) },
    address: { type: DataTypes.STRING(45) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
    lastSeenAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
    expiresAt: { type: DataTypes.DATE(3), allowNull: false },
    endedAt: { type: DataTypes.DATE(3) },
    method: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'password' },
    twoFactor: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
    confirmedAt: { type: DataTypes.DATE(3) },
  }, { ...table('sessions'), sequelize });
}
