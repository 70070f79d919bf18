import { z } from 'zod';
import { ROLES } from '../../domain/roles';
import { endpoint, nothing } from './endpoint';
import { id, version } from './shapes';

const tag = 'views';
const view = z.strictObject({ viewId: id });

/** The lists that have saved views. */
export const VIEW_RESOURCES = ['tasks', 'claims', 'journeys'] as const;

const resource = z.enum(VIEW_RESOURCES);
const name = z.string().trim().min(1).max(60);
const query = z
  .record(z.string().regex(/^[A-Za-z]{1,40}$/), z.string().min(1).max(80))
  .refine((filters) => Object.keys(filters).length <= 20, 'At most 20 filters.')
  .meta({ description: 'The list’s own query, as in its address. Never words to search for: a name would stand here unsealed' });
const sharedRole = z.enum(ROLES).nullable().meta({ description: 'Everyone with this role sees the view too' });

export const savedView = z
  .object({ id, resource, name, query: z.record(z.string(), z.string()), sharedRole, owner: z.object({ id, name: z.string() }), mine: z.boolean(), version })
  .meta({ id: 'SavedView' });

export const viewsContract = {
  listViews: endpoint('listViews', {
    method: 'get', path: '/api/v1/views', tag, summary: 'Saved views: mine, and those shared with one of my roles', query: z.strictObject({ resource: resource.optional() }),
    reply: z.object({ items: z.array(savedView) }),
  }),
  countViews: endpoint('countViews', {
    method: 'get', path: '/api/v1/views/counts', tag, summary: 'How many tasks each view of the inbox shows just now', reply: z.object({ items: z.array(z.object({ viewId: id, count: z.int() })) }),
  }),
  createView: endpoint('createView', {
    method: 'post', path: '/api/v1/views', tag, status: 201, summary: 'Save a view of a list',
    body: z.strictObject({ resource, name, query, sharedRole: sharedRole.default(null) }), reply: savedView, problems: [409, 422],
  }),
  changeView: endpoint('changeView', {
    method: 'put', path: '/api/v1/views/{viewId}', tag, summary: 'Rename, refilter or share a view; its owner only', params: view,
    body: z.strictObject({ version, name, query, sharedRole }), reply: savedView, problems: [409],
  }),
  deleteView: endpoint('deleteView', { method: 'delete', path: '/api/v1/views/{viewId}', tag, status: 204, summary: 'Delete a view; its owner only', params: view, reply: nothing }),
} as const;
