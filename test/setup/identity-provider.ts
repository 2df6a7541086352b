import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const PROGRAM = resolve(process.cwd(), 'test/setup/identity-provider.mjs');
export const CLIENT = { id: 'ardoise', secret: 'a secret of the client alone' } as const;
/** A context class in which the provider has seen two factors. */
export const TWO_FACTORS = 'urn:example:two-factors';

/** Somebody at the provider; without an id, somebody who calls it off there. */
export interface PersonThere {
  readonly id: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly acr?: string;
  readonly amr?: readonly string[];
}

/** The certified `oidc-provider`, running as a process of its own. */
export class IdentityProvider {
  private constructor(
    private readonly child: ChildProcess,
    /** `http://127.0.0.1:<port>` */
    readonly issuer: string,
  ) {}

  static async start(): Promise<IdentityProvider> {
    const child = spawn(process.execPath, [PROGRAM], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    return new Promise((done, failed) => {
      child.once('exit', (code) => failed(new Error(`The provider ended with ${code}:\n${said}`)));
      child.stdout.on('data', (text: Buffer) => {
        const ready = /ready at (\S+)\n/.exec(text.toString());
        if (ready) done(new IdentityProvider(child, ready[1]!));
      });
    });
  }

  /** What the program needs to know of it. */
  get settings(): Record<string, string> {
    return {
      STAFF_SIGN_ON_ISSUER: this.issuer,
      STAFF_SIGN_ON_CLIENT_ID: CLIENT.id,
      STAFF_SIGN_ON_CLIENT_SECRET: CLIENT.secret,
      STAFF_SIGN_ON_NAME: 'Example ID',
      STAFF_SIGN_ON_SCOPES: 'email groups',
      STAFF_SIGN_ON_ROLES: 'ardoise-support=support, ardoise-audit=compliance, ardoise-ops=operator',
    };
  }

  /** `publicUrl`: where browsers find the program; `url`: where the provider does. */
  serves(publicUrl: string, url: string): Promise<void> {
    return this.tell('/client', {
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      redirect_uris: [`${publicUrl}/admin/sign-on/callback`],
      scope: 'openid email groups',
      backchannel_logout_uri: `${url}/admin/sign-on/back-channel-logout`,
      backchannel_logout_session_required: true,
    });
  }

  /** Says who signs in there next. */
  seats(person: PersonThere): Promise<void> {
    return this.tell('/people', person);
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }

  private async tell(path: string, what: object): Promise<void> {
    const response = await fetch(this.issuer + path, { method: 'POST', body: JSON.stringify(what) });
    if (response.status !== 204) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
}
