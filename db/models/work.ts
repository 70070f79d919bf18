import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { table } from './table';

/** A row of `journeys`. */
export class Journey extends Model<InferAttributes<Journey>, InferCreationAttributes<Journey>> {
  declare id: string;
  declare patientId: string;
  declare workflowId: string;
  declare status: CreationOptional<string>;
  declare stage: string;
  declare step: string;
  declare waitingFor: CreationOptional<string | null>;
  declare waitingUntil: CreationOptional<Date | null>;
  /** What the workflow itself waits for, whether or not people are asked meanwhile. */
  declare ownWait: CreationOptional<string | null>;
  declare ownWaitUntil: CreationOptional<Date | null>;
  declare ownerRole: CreationOptional<string | null>;
  declare ownerId: CreationOptional<string | null>;
  declare wardId: CreationOptional<string | null>;
  declare payerId: CreationOptional<string | null>;
  declare claimId: CreationOptional<string | null>;
  declare openTasks: CreationOptional<number>;
  declare openIncidents: CreationOptional<number>;
  declare slaState: CreationOptional<string>;
  declare news2: CreationOptional<number | null>;
  declare moneyCents: CreationOptional<number>;
  declare outcome: CreationOptional<string | null>;
  declare startedAt: Date;
  declare stageStartedAt: Date;
  declare closedAt: CreationOptional<Date | null>;
  declare version: CreationOptional<number>;
  declare updatedAt: CreationOptional<Date>;
}

/** A row of `journey_stages`. */
export class JourneyStage extends Model<InferAttributes<JourneyStage>, InferCreationAttributes<JourneyStage>> {
  declare journeyId: string;
  declare stage: string;
  declare status: string;
  declare startedAt: CreationOptional<Date | null>;
  declare endedAt: CreationOptional<Date | null>;
}

/** A row of `journey_events`. */
export class JourneyEvent extends Model<InferAttributes<JourneyEvent>, InferCreationAttributes<JourneyEvent>> {
  declare id: CreationOptional<number>;
  declare journeyId: string;
  declare stage: string;
  declare activity: string;
  declare actorId: CreationOptional<string | null>;
  declare actorKind: string;
  declare at: Date;
  declare durationMs: CreationOptional<number | null>;
  declare referenceType: CreationOptional<string | null>;
  declare referenceId: CreationOptional<string | null>;
  declare detailEnc: CreationOptional<Buffer | null>;
  declare dedupId: string;
}

/** A row of `tasks`. */
export class Task extends Model<InferAttributes<Task>, InferCreationAttributes<Task>> {
  declare id: string;
  declare dedupId: string;
  declare workflowId: CreationOptional<string | null>;
  declare journeyId: CreationOptional<string | null>;
  declare encounterId: CreationOptional<string | null>;
  declare patientId: CreationOptional<string | null>;
  declare claimId: CreationOptional<string | null>;
  declare incidentId: CreationOptional<string | null>;
  declare type: string;
  declare formVersion: CreationOptional<number>;
  declare stage: CreationOptional<string | null>;
  declare status: CreationOptional<string>;
  declare role: string;
  declare wardId: CreationOptional<string | null>;
  declare teamId: CreationOptional<string | null>;
  declare ownerId: CreationOptional<string | null>;
  declare acuity: CreationOptional<number>;
  declare priority: CreationOptional<number>;
  declare dueAt: Date;
  declare followUpAt: CreationOptional<Date | null>;
  declare clockFrom: CreationOptional<Date | null>;
  declare clockSpentMs: CreationOptional<number>;
  declare pausedAt: CreationOptional<Date | null>;
  declare resumeAt: CreationOptional<Date | null>;
  declare holderId: CreationOptional<string | null>;
  declare claimedAt: CreationOptional<Date | null>;
  declare focusType: CreationOptional<string | null>;
  declare focusId: CreationOptional<string | null>;
  declare inputEnc: CreationOptional<Buffer | null>;
  declare draftEnc: CreationOptional<Buffer | null>;
  declare draftBy: CreationOptional<string | null>;
  declare draftSavedAt: CreationOptional<Date | null>;
  declare outputEnc: CreationOptional<Buffer | null>;
  declare outcome: CreationOptional<string | null>;
  declare slaRung: CreationOptional<string | null>;
  declare completedAt: CreationOptional<Date | null>;
  declare completedBy: CreationOptional<string | null>;
  declare version: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;
  declare readonly isOpen: CreationOptional<boolean | null>;
}

/** A row of `task_events`. */
export class TaskEvent extends Model<InferAttributes<TaskEvent>, InferCreationAttributes<TaskEvent>> {
  declare id: CreationOptional<number>;
  declare taskId: string;
  declare kind: string;
  declare actorId: CreationOptional<string | null>;
  declare targetId: CreationOptional<string | null>;
  declare detailEnc: CreationOptional<Buffer | null>;
  declare at: CreationOptional<Date>;
}

/** A row of `sla_firings`. */
export class SlaFiring extends Model<InferAttributes<SlaFiring>, InferCreationAttributes<SlaFiring>> {
  declare taskId: string;
  declare rung: string;
  declare firedAt: Date;
}

/** A row of `incidents`. */
export class Incident extends Model<InferAttributes<Incident>, InferCreationAttributes<Incident>> {
  declare id: string;
  declare dedupId: string;
  declare workflowId: string;
  declare journeyId: CreationOptional<string | null>;
  declare claimId: CreationOptional<string | null>;
  declare step: string;
  declare errorClass: string;
  declare fingerprint: string;
  declare messageEnc: CreationOptional<Buffer | null>;
  declare status: CreationOptional<string>;
  declare attempts: CreationOptional<number>;
  declare holdUntil: CreationOptional<Date | null>;
  declare assigneeId: CreationOptional<string | null>;
  declare resolution: CreationOptional<string | null>;
  declare refusal: CreationOptional<string | null>;
  declare reasonEnc: CreationOptional<Buffer | null>;
  declare resolvedBy: CreationOptional<string | null>;
  declare resolvedAt: CreationOptional<Date | null>;
  declare openedAt: Date;
  declare version: CreationOptional<number>;
}

/** Bind these models to a connection. */
export function initWorkModels(sequelize: Sequelize): void {
  Journey.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    patientId: { type: DataTypes.STRING(36), allowNull: false },
    workflowId: { type: DataTypes.STRING(120), allowNull: false },
    status: { type: DataTypes.STRING(12), allowNull: false, defaultValue: 'running' },
    stage: { type: DataTypes.STRING(20), allowNull: false },
    step: { type: DataTypes.STRING(60), allowNull: false },
    waitingFor: { type: DataTypes.STRING(80) },
    waitingUntil: { type: DataTypes.DATE(3) },
    ownWait: { type: DataTypes.STRING(80) },
    ownWaitUntil: { type: DataTypes.DATE(3) },
    ownerRole: { type: DataTypes.STRING(30) },
    ownerId: { type: DataTypes.STRING(36) },
    wardId: { type: DataTypes.STRING(36) },
    payerId: { type: DataTypes.STRING(36) },
    claimId: { type: DataTypes.STRING(36) },
    openTasks: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
    openIncidents: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
    slaState: { type: DataTypes.STRING(8), allowNull: false, defaultValue: 'ok' },
    news2: { type: DataTypes.INTEGER },
    moneyCents: { type: DataTypes.BIGINT, allowNull: false, defaultValue: 0 },
    outcome: { type: DataTypes.STRING(30) },
    startedAt: { type: DataTypes.DATE(3), allowNull: false },
    stageStartedAt: { type: DataTypes.DATE(3), allowNull: false },
    closedAt: { type: DataTypes.DATE(3) },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    updatedAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('journeys'), sequelize });
  JourneyStage.init({
    journeyId: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    stage: { type: DataTypes.STRING(20), primaryKey: true, allowNull: false },
    status: { type: DataTypes.STRING(12), allowNull: false },
    startedAt: { type: DataTypes.DATE(3) },
    endedAt: { type: DataTypes.DATE(3) },
  }, { ...table('journey_stages'), sequelize });
  JourneyEvent.init({
    id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true, allowNull: false },
    journeyId: { type: DataTypes.STRING(36), allowNull: false },
    stage: { type: DataTypes.STRING(20), allowNull: false },
    activity: { type: DataTypes.STRING(60), allowNull: false },
    actorId: { type: DataTypes.STRING(36) },
    actorKind: { type: DataTypes.STRING(10), allowNull: false },
    at: { type: DataTypes.DATE(3), allowNull: false },
    durationMs: { type: DataTypes.BIGINT },
    referenceType: { type: DataTypes.STRING(30) },
    referenceId: { type: DataTypes.STRING(36) },
    detailEnc: { type: DataTypes.BLOB },
    dedupId: { type: DataTypes.STRING(190), allowNull: false },
  }, { ...table('journey_events'), sequelize });
  Task.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    dedupId: { type: DataTypes.STRING(190), allowNull: false },
    workflowId: { type: DataTypes.STRING(120) },
    journeyId: { type: DataTypes.STRING(36) },
    encounterId: { type: DataTypes.STRING(36) },
    patientId: { type: DataTypes.STRING(36) },
    claimId: { type: DataTypes.STRING(36) },
    incidentId: { type: DataTypes.STRING(36) },
    type: { type: DataTypes.STRING(40), allowNull: false },
    formVersion: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    stage: { type: DataTypes.STRING(20) },
    status: { type: DataTypes.STRING(12), allowNull: false, defaultValue: 'requested' },
    role: { type: DataTypes.STRING(30), allowNull: false },
    wardId: { type: DataTypes.STRING(36) },
    teamId: { type: DataTypes.STRING(36) },
    ownerId: { type: DataTypes.STRING(36) },
    acuity: { type: DataTypes.INTEGER, allowNull: false, defaultValue: -1 },
    priority: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 2 },
    dueAt: { type: DataTypes.DATE(3), allowNull: false },
    followUpAt: { type: DataTypes.DATE(3) },
    clockFrom: { type: DataTypes.DATE(3) },
    clockSpentMs: { type: DataTypes.BIGINT, allowNull: false, defaultValue: 0 },
    pausedAt: { type: DataTypes.DATE(3) },
    resumeAt: { type: DataTypes.DATE(3) },
    holderId: { type: DataTypes.STRING(36) },
    claimedAt: { type: DataTypes.DATE(3) },
    focusType: { type: DataTypes.STRING(30) },
    focusId: { type: DataTypes.STRING(36) },
    inputEnc: { type: DataTypes.BLOB },
    draftEnc: { type: DataTypes.BLOB },
    draftBy: { type: DataTypes.STRING(36) },
    draftSavedAt: { type: DataTypes.DATE(3) },
    outputEnc: { type: DataTypes.BLOB },
    outcome: { type: DataTypes.STRING(40) },
    slaRung: { type: DataTypes.STRING(20) },
    completedAt: { type: DataTypes.DATE(3) },
    completedBy: { type: DataTypes.STRING(36) },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
    updatedAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
    isOpen: { type: DataTypes.BOOLEAN },
  }, { ...table('tasks'), sequelize });
  TaskEvent.init({
    id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true, allowNull: false },
    taskId: { type: DataTypes.STRING(36), allowNull: false },
    kind: { type: DataTypes.STRING(20), allowNull: false },
    actorId: { type: DataTypes.STRING(36) },
    targetId: { type: DataTypes.STRING(36) },
    detailEnc: { type: DataTypes.BLOB },
    at: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('task_events'), sequelize });
  SlaFiring.init({
    taskId: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    rung: { type: DataTypes.STRING(20), primaryKey: true, allowNull: false },
    firedAt: { type: DataTypes.DATE(3), allowNull: false },
  }, { ...table('sla_firings'), sequelize });
  Incident.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    dedupId: { type: DataTypes.STRING(190), allowNull: false },
    workflowId: { type: DataTypes.STRING(120), allowNull: false },
    journeyId: { type: DataTypes.STRING(36) },
    claimId: { type: DataTypes.STRING(36) },
    step: { type: DataTypes.STRING(60), allowNull: false },
    errorClass: { type: DataTypes.STRING(60), allowNull: false },
    fingerprint: { type: DataTypes.STRING(16), allowNull: false },
    messageEnc: { type: DataTypes.BLOB },
    status: { type: DataTypes.STRING(12), allowNull: false, defaultValue: 'open' },
    attempts: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    holdUntil: { type: DataTypes.DATE(3) },
    assigneeId: { type: DataTypes.STRING(36) },
    resolution: { type: DataTypes.STRING(20) },
    refusal: { type: DataTypes.STRING(40) },
    reasonEnc: { type: DataTypes.BLOB },
    resolvedBy: { type: DataTypes.STRING(36) },
    resolvedAt: { type: DataTypes.DATE(3) },
    openedAt: { type: DataTypes.DATE(3), allowNull: false },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
  }, { ...table('incidents'), sequelize });
}
