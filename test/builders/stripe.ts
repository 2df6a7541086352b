import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';

export const WEBHOOK_SECRET = 'whsec_of_the_tests';
const SECRET_KEY = 'sk_test_of_the_tests';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly fields: Readonly<Record<string, string>>;
}

interface Session {
  readonly id: string;
  readonly object: 'checkout.session';
  status: 'open' | 'complete' | 'expired';
  payment_status: 'paid' | 'unpaid';
  payment_intent: string | null;
  amount_total: number;
  currency: string;
  readonly metadata: Record<string, string>;
  readonly url: string;
  readonly success_url: string;
  readonly cancel_url: string;
  customer_details: { email: string } | null;
}

/**
 * A server on this machine that stands in for Stripe's: it takes what Stripe's own package sends and answers in Stripe's form, as far as
 * Checkout goes. What it says of its own accord is signed by that package. Stripe itself is reached by no test.
 */
export class StripeStandIn {
  readonly asked: Asked[] = [];
  readonly sessions = new Map<string, Session>();
  isDown = false;
  private readonly byKey = new Map<string, { body: string; session: Session }>();
  private readonly stripe = new Stripe(SECRET_KEY);
  private events = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<StripeStandIn> {
    const server = createServer((request, response) => {
      void standIn.answer(request).then(({ status, type = 'application/json', body, location }) => {
        response.writeHead(status, { 'Content-Type': type, ...(location && { Location: location }) }).end(body);
      });
    });
    const standIn = new StripeStandIn(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What switches Stripe on. */
  get env(): Record<string, string> {
    return { STRIPE_SECRET_KEY: SECRET_KEY, STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET, STRIPE_API_URL: this.url };
  }

  stop(): Promise<void> {
    return new Promise((done) => {
      this.server.close(() => done());
      this.server.closeAllConnections();
    });
  }

  private async answer(
    request: IncomingMessage,
  ): Promise<{ status: number; body: string; type?: string; location?: string }> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString('utf8');
    const [path = ''] = (request.url ?? '').split('?');
    const { method = '' } = request;
    if (path.startsWith('/checkout/')) return this.page(method, path);
    this.asked.push({ method, path, headers: request.headers, fields: Object.fromEntries(new URLSearchParams(body)) });
    if (this.isDown) return error(500, 'api_error');
    if (request.headers.authorization !== `Bearer ${SECRET_KEY}`) return error(401, 'invalid_request_error');
    if (method === 'POST' && path === '/v1/checkout/sessions') return this.create(request, body);
    const [, id = '', verb] = /^\/v1\/checkout\/sessions\/(\w+)(?:\/(\w+))?$/.exec(path) ?? [];
    const session = this.sessions.get(id);
    if (!session) return error(404, 'invalid_request_error');
    if (verb === 'expire') {
      if (session.status !== 'open') return error(400, 'invalid_request_error');
      session.status = 'expired';
    }
    return { status: 200, body: JSON.stringify(session) };
  }

  private create(request: IncomingMessage, body: string) {
    const key = request.headers['idempotency-key'] as string;
    const before = this.byKey.get(key);
    if (before && before.body !== body) return error(400, 'idempotency_error');
    const session = before?.session ?? this.newSession(new URLSearchParams(body));
    this.byKey.set(key, { body, session });
    this.sessions.set(session.id, session);
    return { status: 200, body: JSON.stringify(session) };
  }

  private newSession(fields: URLSearchParams): Session {
    const id = `cs_test_${this.sessions.size + 1}`;
    const metadata = [...fields].flatMap(([name, value]) => {
      const [, inside] = /^metadata\[(\w+)\]$/.exec(name) ?? [];
      return inside === undefined ? [] : [[inside, value] as const];
    });
    return {
      id,
      object: 'checkout.session',
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
      amount_total: Number(fields.get('line_items[0][price_data][unit_amount]')),
      currency: fields.get('line_items[0][price_data][currency]')!,
      metadata: Object.fromEntries(metadata),
      url: `${this.url}/checkout/${id}`,
      success_url: fields.get('success_url')!,
      cancel_url: fields.get('cancel_url')!,
      customer_details: null,
    };
  }

  /** The page on which the customer pays, and comes back from. */
  private page(method: string, path: string) {
    const session = this.sessions.get(path.split('/')[2]!)!;
    if (method === 'GET') {
      const body = `<!doctype html><title>Checkout</title><h1>Checkout</h1><form method="post"><button>Pay</button></form>
        <a href="${this.back(session.cancel_url)}">Back</a>`;
      return { status: 200, type: 'text/html', body };
    }
    this.pay(session);
    return { status: 303, body: '', location: this.back(session.success_url) };
  }

  /** Where the program listens in a test, which is not at its public address. */
  programUrl = '';
  private back(url: string): string {
    return url.replace(/^https?:\/\/[^/]+/, this.programUrl);
  }

  get latest(): Session {
    return [...this.sessions.values()].at(-1)!;
  }

  pay(session: Session = this.latest, email: string | null = null): Session {
    session.status = 'complete';
    session.payment_status = 'paid';
    session.payment_intent = `pi_of_${session.id}`;
    session.customer_details = email === null ? null : { email };
    return session;
  }

  /** An event with its signature, as Stripe would send it. */
  event(
    type: string,
    object: object,
    { id = `evt_${(this.events += 1)}`, secret = WEBHOOK_SECRET, at = Date.now() } = {},
  ) {
    const payload = JSON.stringify({
      id,
      object: 'event',
      type,
      api_version: '2026-10-28.endive',
      created: Math.floor(at / 1000),
      livemode: false,
      pending_webhooks: 1,
      request: null,
      data: { object },
    });
    const timestamp = Math.floor(at / 1000);
    return { payload, signature: this.stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }) };
  }

  /** Says it to the program, as often as one likes. */
  async say(url: string, { payload, signature }: { payload: string; signature: string }): Promise<number> {
    const response = await fetch(`${url}/api/v1/provider-events/stripe`, {
      method: 'POST',
      body: payload,
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'Stripe-Signature': signature },
    });
    await response.arrayBuffer();
    return response.status;
  }

  /** That a session was paid. */
  paid(session: Session = this.latest, more: object = {}) {
    return this.event('checkout.session.completed', { ...this.pay(session), ...more });
  }
}

const error = (status: number, type: string) => ({ status, body: JSON.stringify({ error: { type, message: 'No.' } }) });
