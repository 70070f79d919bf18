import { contract } from '../../../api/client';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { get, post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';

/** What each scope opens, in words. */
const SCOPES = {
  internal: 'Steps of workflows', 'live.listen': 'Live updates', 'notification.list': 'Messages to be sent', 'notification.capture': 'Captured messages (demonstration)', 'session.read': 'Who it is itself', 'session.end': 'Ending its own session',
} as const;
type Scope = keyof typeof SCOPES;

interface Shown extends Partial<RefusedForm> {
  readonly token?: string;
  readonly name?: string;
}

/** Tokens of processes: made, renewed with an overlap, taken away. */
export const tokenPages = [
  get('/admin/tokens', (visit) => show(visit)),
  post('/admin/tokens', async (visit) => {
    const days = Number(visit.posted.get('days'));
    const scopes = visit.posted.getAll('scopes').filter((one): one is Scope => Object.hasOwn(SCOPES, one));
    await reveal(visit, () => visit.api.call(contract.createServiceToken, {
      body: { name: visit.posted.get('name') ?? '', expiresAt: days > 0 ? new Date(visit.now.getTime() + days * 86_400_000).toISOString() : null, scopes: scopes.length > 0 ? scopes : null },
    }));
  }),
  post('/admin/tokens/:tokenId/rotation', (visit) => reveal(visit, () => visit.api.call(contract.rotateServiceToken, { params: { tokenId: visit.param('tokenId') }, body: {} }))),
  post('/admin/tokens/:tokenId/revoke', async (visit) => {
    await visit.api.call(contract.revokeServiceToken, { params: { tokenId: visit.param('tokenId') } });
    visit.redirect('/admin/tokens', 'token-revoked');
  }),
];

/** A token is shown on the page that made it, and never again. */
async function reveal(visit: Visit, make: () => Promise<Reply<typeof contract.createServiceToken>>): Promise<void> {
  try {
    const { token, serviceToken } = await make();
    await show(visit, { token, name: serviceToken.name });
  } catch (error) {
    await show(visit, refusalOf(error));
  }
}

async function show(visit: Visit, shown: Shown = {}): Promise<void> {
  const { items } = await visit.api.call(contract.listServiceTokens, {});
  visit.render('admin/tokens', {
    ...shown, errors: shown.errors ?? {}, mayWrite: visit.has('administrator'), typed: shown.refused ? Object.fromEntries(visit.posted) : {},
    boxes: Object.entries(SCOPES).map(([value, label]) => ({ value, label })),
    tokens: items.map((token) => ({ ...token, words: token.scopes?.map((scope) => SCOPES[scope as Scope] ?? scope).join(', ') ?? 'All of a service' })),
  }, { status: shown.status ?? 200 });
}
