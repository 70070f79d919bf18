import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { table } from './table';

/** A row of `notifications`. */
export class Notification extends Model<InferAttributes<Notification>, InferCreationAttributes<Notification>> {
  declare id: string;
  declare eventId: string;
  declare recipientKind: string;
  declare recipientId: string;
  declare channel: string;
  declare template: string;
  declare dataEnc: CreationOptional<Buffer | null>;
  declare encounterId: CreationOptional<string | null>;
  declare status: CreationOptional<string>;
  declare attempts: CreationOptional<number>;
  declare notBefore: Date;
  declare attemptToken: CreationOptional<string | null>;
  declare providerId: CreationOptional<string | null>;
  declare lastError: CreationOptional<string | null>;
  declare deliveredAt: CreationOptional<Date | null>;
  declare readAt: CreationOptional<Date | null>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;
}

/** Bind this model to a connection. */
export function initNotificationModels(sequelize: Sequelize): void {
  Notification.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    eventId: { type: DataTypes.STRING(190), allowNull: false },
    recipientKind: { type: DataTypes.STRING(10), allowNull: false },
    recipientId: { type: DataTypes.STRING(36), allowNull: false },
    channel: { type: DataTypes.STRING(6), allowNull: false },
    template: { type: DataTypes.STRING(40), allowNull: false },
    dataEnc: { type: DataTypes.BLOB },
    encounterId: { type: DataTypes.STRING(36) },
    status: { type: DataTypes.STRING(12), allowNull: false, defaultValue: 'pending' },
    attempts: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
    notBefore: { type: DataTypes.DATE(3), allowNull: false },
    attemptToken: { type: DataTypes.STRING(36) },
    providerId: { type: DataTypes.STRING(120) },
    lastError: { type: DataTypes.STRING(200) },
    deliveredAt: { type: DataTypes.DATE(3) },
    readAt: { type: DataTypes.DATE(3) },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
    updatedAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('notifications'), sequelize });
}
