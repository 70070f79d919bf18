import { writeCsv } from '../../domain/documents/csv';
import { type Visit } from './visit';

/** Answer with a table to keep, under `<name>.csv`. */
export function sendCsv(visit: Visit, name: string, header: readonly string[], rows: readonly (readonly (string | number | null)[])[]): void {
  visit.ctx.type = 'text/csv; charset=utf-8';
  visit.ctx.set('content-disposition', `attachment; filename="${name}.csv"`);
  visit.ctx.body = writeCsv([header, ...rows]);
}
