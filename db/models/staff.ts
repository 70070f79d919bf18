import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { jsonColumn, table } from './table';

/** A row of `practitioners`. */
export class Practitioner extends Model<InferAttributes<Practitioner>, InferCreationAttributes<Practitioner>> {
  declare id: string;
  declare npi: CreationOptional<string | null>;
  declare name: string;
  declare specialty: CreationOptional<string | null>;
  declare source: CreationOptional<string>;
  declare sourceId: CreationOptional<string | null>;
  declare version: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
}

/** A row of `staff_users`. */
export class StaffUser extends Model<InferAttributes<StaffUser>, InferCreationAttributes<StaffUser>> {
  declare id: string;
  declare username: string;
  declare displayName: string;
  declare email: CreationOptional<string | null>;
  declare phone: CreationOptional<string | null>;
  declare passwordHash: string;
  declare practitionerId: CreationOptional<string | null>;
  declare patientId: CreationOptional<string | null>;
  declare disabledAt: CreationOptional<Date | null>;
  declare totpSecretEnc: CreationOptional<Buffer | null>;
  declare totpConfirmedAt: CreationOptional<Date | null>;
  declare quietFrom: CreationOptional<string | null>;
  declare quietUntil: CreationOptional<string | null>;
  declare version: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;
}

/** A row of `staff_roles`. */
export class StaffRole extends Model<InferAttributes<StaffRole>, InferCreationAttributes<StaffRole>> {
  declare userId: string;
  declare role: string;
}

/** A row of `staff_wards`. */
export class StaffWard extends Model<InferAttributes<StaffWard>, InferCreationAttributes<StaffWard>> {
  declare userId: string;
  declare wardId: string;
}

/** A row of `saved_filters`. */
export class SavedFilter extends Model<InferAttributes<SavedFilter>, InferCreationAttributes<SavedFilter>> {
  declare id: string;
  declare ownerId: string;
  declare sharedRole: CreationOptional<string | null>;
  declare resource: string;
  declare name: string;
  declare query: unknown;
  declare version: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
}

/** Bind these models to a connection. */
export function initStaffModels(sequelize: Sequelize): void {
  Practitioner.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    npi: { type: DataTypes.STRING(10) },
    name: { type: DataTypes.STRING(120), allowNull: false },
    specialty: { type: DataTypes.STRING(80) },
    source: { type: DataTypes.STRING(20), allowNull: false, defaultValue: 'careway' },
    sourceId: { type: DataTypes.STRING(36) },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('practitioners'), sequelize });
  StaffUser.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    username: { type: DataTypes.STRING(60), allowNull: false },
    displayName: { type: DataTypes.STRING(120), allowNull: false },
    email: { type: DataTypes.STRING(190) },
    phone: { type: DataTypes.STRING(40) },
    passwordHash: { type: DataTypes.STRING(255), allowNull: false },
    practitionerId: { type: DataTypes.STRING(36) },
    patientId: { type: DataTypes.STRING(36) },
    disabledAt: { type: DataTypes.DATE(3) },
    totpSecretEnc: { type: DataTypes.BLOB },
    totpConfirmedAt: { type: DataTypes.DATE(3) },
    quietFrom: { type: DataTypes.STRING(5) },
    quietUntil: { type: DataTypes.STRING(5) },
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
    updatedAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('staff_users'), sequelize });
  StaffRole.init({
    userId: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    role: { type: DataTypes.STRING(30), primaryKey: true, allowNull: false },
  }, { ...table('staff_roles'), sequelize });
  StaffWard.init({
    userId: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    wardId: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
  }, { ...table('staff_wards'), sequelize });
  SavedFilter.init({
    id: { type: DataTypes.STRING(36), primaryKey: true, allowNull: false },
    ownerId: { type: DataTypes.STRING(36), allowNull: false },
    sharedRole: { type: DataTypes.STRING(30) },
    resource: { type: DataTypes.STRING(20), allowNull: false },
    name: { type: DataTypes.STRING(60), allowNull: false },
    query: jsonColumn('query', { allowNull: false }),
    version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    createdAt: { type: DataTypes.DATE(3), allowNull: false, defaultValue: DataTypes.NOW },
  }, { ...table('saved_filters'), sequelize });
}
