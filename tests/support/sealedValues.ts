import { type Database } from '../../db/connect';
import { sealedColumns } from '../../db/keys/sealedPlaces';

/** Opens every sealed value of the record in the place that a rotation of keys knows for it, and shows it to `look`. Answers how many there are by column; throws at one that does not open. */
export async function openEverySealed({ sequelize, cipher }: Database, look: (column: string, text: string) => void = () => undefined): Promise<Map<string, number>> {
  const opened = new Map<string, number>();
  for (const { table, column, id, from } of await sealedColumns(sequelize)) {
    const [rows] = await sequelize.query(`SELECT ${id} AS placeId, \`${column}\` AS sealed FROM \`${table}\` WHERE \`${column}\` IS NOT NULL`);
    for (const row of rows as { placeId: string; sealed: Buffer }[]) {
      let text: string;
      try {
        text = cipher.open({ ...from, id: row.placeId }, row.sealed);
      } catch {
        throw new Error(`${table}.${column} of ${row.placeId} does not open there: name its place in db/keys/sealedPlaces.ts.`);
      }
      look(`${table}.${column}`, text);
    }
    opened.set(`${table}.${column}`, rows.length);
  }
  return opened;
}
