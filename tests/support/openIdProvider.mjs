// A real OpenID Connect provider (oidc-provider) in a process of its own, because it is an ES module. Accounts are anybody who types a name:
// "name+mfa" signs in with two factors. Prints its port.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const [, , redirectUri] = process.argv;
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'careway', client_secret: 'a secret of the test', redirect_uris: [redirectUri], post_logout_redirect_uris: [redirectUri.replace('/openid/callback', '')] }],
    cookies: { keys: ['a key of the test'] },
    claims: { openid: ['sub', 'amr'], profile: ['preferred_username'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id.split('+')[0], email: `${id.split('+')[0]}@hospital.example`, email_verified: true }) }),
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    features: { devInteractions: { enabled: false } },
  });
  const callback = provider.callback();
  server.on('request', async (request, response) => {
    const url = new URL(request.url, issuer);
    if (!url.pathname.startsWith('/interaction/')) return callback(request, response);
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      const name = request.headers['x-test-account'];
      return provider.interactionFinished(request, response, { login: { accountId: name, amr: name.endsWith('+mfa') ? ['pwd', 'mfa'] : ['pwd'] } }, { mergeWithLastSubmission: false });
    }
    const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope('openid profile email');
    return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
  });
  process.stdout.write(`${issuer}\n`);
});
