import { DataTypes, type InitOptions, type Model, type ModelAttributeColumnOptions } from 'sequelize';

/** How every model maps: snake_case columns, no pluralising; the database's own defaults and versions rule, so no Sequelize timestamps. */
export function table(tableName: string): Omit<InitOptions, 'sequelize'> {
  return { tableName, underscored: true, freezeTableName: true, timestamps: false };
}

/** MariaDB stores JSON as text and returns it unparsed; MySQL parses. This column reads the same on both. */
export function jsonColumn(name: string, options: { allowNull?: boolean } = {}): ModelAttributeColumnOptions {
  return {
    type: DataTypes.JSON,
    ...options,
    get(this: Model) {
      return readJson(this.getDataValue(name));
    },
  };
}

/** Parse a JSON column of a raw query on either server. */
export function readJson(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value;
}

/** A JSON column that holds a list of codes or words; where it holds nothing, the list is empty. */
export function readTexts(value: unknown): string[] {
  const list = readJson(value);
  return Array.isArray(list) ? (list as string[]) : [];
}
