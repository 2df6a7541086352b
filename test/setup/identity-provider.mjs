// @ts-nocheck: the package brings no types, and this is what it needs of JavaScript.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

/**
 * An OpenID Connect provider as a program of its own: the certified `oidc-provider`, with people who are whoever it is told.
 * It prints the address at which it listens. `POST /people` (JSON: id, claims, acr, amr) says who sits at the browser that
 * signs in next; `POST /client` (JSON: metadata of OpenID Connect Registration) is whom it serves, told once.
 */
const people = new Map();
let next;
let provider;

const server = createServer((request, response) => {
  serve(request, response).catch((error) => {
    response.writeHead(500).end(String(error));
  });
});

async function serve(request, response) {
  const { pathname } = new URL(request.url, issuer());
  if (pathname === '/people') {
    next = JSON.parse(await bodyOf(request));
    people.set(next.id, next);
    return response.writeHead(204).end();
  }
  if (pathname === '/client') {
    provider = providerFor(JSON.parse(await bodyOf(request)));
    return response.writeHead(204).end();
  }
  if (pathname.startsWith('/interaction/')) return interact(request, response);
  return provider.callback()(request, response);
}

/** Whoever sits there signs in and agrees at once; somebody without an id calls it off. */
async function interact(request, response) {
  if (next.id === '') {
    return provider.interactionFinished(request, response, { error: 'access_denied' });
  }
  const { params } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId: next.id, clientId: params.client_id });
  grant.addOIDCScope('openid email groups');
  const login = { accountId: next.id, ...(next.acr && { acr: next.acr }), ...(next.amr && { amr: next.amr }) };
  return provider.interactionFinished(request, response, { login, consent: { grantId: await grant.save() } });
}

function providerFor(client) {
  return new Provider(issuer(), {
    clients: [client],
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id)?.claims }) }),
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], groups: ['groups'], acr: null, sid: null },
    acrValues: ['urn:example:two-factors'],
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    cookies: { keys: ['a key of this test'] },
    // By itself it calls nobody on its own machine, where the program under test is.
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
  });
}

const issuer = () => `http://127.0.0.1:${server.address().port}`;

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

server.listen(0, '127.0.0.1', () => process.stdout.write(`ready at ${issuer()}\n`));
