import { z } from 'zod';

/** Shapes that many operations share. */
// Imported records keep the IDs of their source, which have the form of a UUID but not always its version bits.
export const id = z.guid().meta({ description: 'Opaque record ID' });
export const isoDateTime = z.iso.datetime({ offset: true }).meta({ description: 'ISO 8601 date and time' });
export const isoDate = z.iso.date().meta({ description: 'ISO 8601 date' });
/** A day that a calendar is asked for: those of no hospital's time are no question. */
export const calendarDay = isoDate.refine((day) => day >= '1900-01-01' && day < '2200-01-01', 'Ask for a day between 1900 and 2199.');
export const cents = z.int().meta({ description: 'Integer US cents' });
export const version = z.int().min(1).meta({ description: 'Optimistic version; a stale one is answered 409' });

/** Query of every list: cursor pagination, 1 to 200 rows a page. */
export const page = {
  cursor: z.string().max(300).optional().meta({ description: 'Where the page before ended' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** Reply of every list. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.int().nullable().meta({ description: 'All rows that match, when counted' }) });
}

/** Problem details, RFC 9457. */
export const problem = z
  .object({
    type: z.string().meta({ description: 'urn:careway:problem:<name>' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    requestId: z.string().optional(),
    errors: z.array(z.object({ field: z.string(), message: z.string(), confirmable: z.boolean().optional().meta({ description: 'unusual, not impossible: sent again with `<field>Confirmed: true` it is taken' }) })).optional().meta({ description: 'What is wrong, field by field' }),
    holder: z.object({ id: z.string(), name: z.string() }).nullable().optional().meta({ description: 'Who holds the thing, on a 409' }),
    currentVersion: z.int().optional(),
  })
  .meta({ id: 'Problem' });

export type ProblemBody = z.infer<typeof problem>;
