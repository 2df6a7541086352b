import { Inject, Injectable, Logger } from '@nestjs/common';
import { createRemoteJWKSet, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import * as client from 'openid-client';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import type { SignOnSettings } from '../../platform/config/staff-access.js';
import type { Origin } from '../../platform/kernel/actor.js';
import { MINUTE_MS, now, SECOND_MS } from '../../platform/kernel/clock.js';
import { StaffSecretBox } from '../identity/staff-secret-box.js';
import { StaffSessions } from '../identity/staff-sessions.service.js';
import { keyOf, vouchedFor, type Claims, type VouchedFor } from './provider-claims.js';
import { SignOnAccounts } from './sign-on-accounts.service.js';
import { SignOnRefused } from './sign-on-refused.js';

/** How long somebody may be away at the provider. */
export const SIGN_ON_MS = 10 * MINUTE_MS;
/** How long a provider's word that a session has ended is taken, from when it was given. */
const LOGOUT_TOKEN_MS = 2 * MINUTE_MS;
const PROVIDER_TIMEOUT_SECONDS = 10;
/** A minute or so between two clocks. */
const CLOCK_TOLERANCE_SECONDS = 60;
/** OpenID Connect Back-Channel Logout 1.0, 2.4. */
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** What the box is closed for. */
const ATTEMPT = 'sign-on attempt';

/** What is remembered of somebody who is away at the provider; closed, in a cookie of the browser that went. */
interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly until: number;
  /** Where to go on to. */
  readonly next?: string;
}

export interface SignOnBegun {
  /** The provider's page. */
  readonly url: string;
  /** Which attempt it is, as the provider says it back in `state`. */
  readonly state: string;
  readonly cookie: string;
}

/** Staff sign in at a provider: OpenID Connect, authorization code with PKCE. The package speaks it; here is what is asked and taken. */
@Injectable()
export class SignOn {
  private readonly logger = new Logger('Sign-on');
  private provider?: Promise<client.Configuration>;
  private logoutKeys?: JWTVerifyGetKey;

  constructor(
    private readonly accounts: SignOnAccounts,
    private readonly sessions: StaffSessions,
    private readonly box: StaffSecretBox,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  get isOn(): boolean {
    return this.settings.signOn !== undefined;
  }

  /** `callback`: our address to which the provider sends the browser back. Throws SignOnRefused UNAVAILABLE. */
  async begin(callback: string, next?: string): Promise<SignOnBegun> {
    const provider = await this.discovered();
    const { scopes, strongAcr } = this.signOn;
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const url = client.buildAuthorizationUrl(provider, {
      redirect_uri: this.settings.publicUrl + callback,
      scope: ['openid', ...scopes].join(' '),
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...(strongAcr.length > 0 && { acr_values: strongAcr.join(' ') }),
    });
    const attempt: Attempt = { state, nonce, verifier, until: now().getTime() + SIGN_ON_MS, next };
    const cookie = this.box.close(Buffer.from(JSON.stringify(attempt), 'utf8'), ATTEMPT).toString('base64url');
    return { url: url.href, state, cookie };
  }

  /**
   * `path`: the address to which the provider sent the browser back, with its query; `cookie`: what `begin` gave for it. Opens
   * a session. Throws SignOnRefused.
   */
  async finish(
    origin: Origin,
    { path, cookie, tokenBefore }: { path: string; cookie?: string; tokenBefore?: string },
  ): Promise<{ token: string; next?: string }> {
    const attempt = this.attemptIn(cookie);
    if (!attempt) throw new SignOnRefused('EXPIRED');
    const claims = await this.claimsFor(new URL(this.settings.publicUrl + path), attempt);
    try {
      const who = this.taken(claims);
      return { token: await this.accounts.open(origin, who, tokenBefore), next: attempt.next };
    } catch (error) {
      if (error instanceof SignOnRefused) await this.recordRefusal(origin, claims, error);
      throw error;
    }
  }

  /**
   * The provider says that somebody has signed out there, or was signed out. Throws an Error for a token that is not one of
   * the provider's, of now (OpenID Connect Back-Channel Logout 1.0, 2.6).
   */
  async endByProvider(logoutToken: string): Promise<void> {
    const { issuer, jwks_uri: keys } = (await this.discovered()).serverMetadata();
    this.logoutKeys ??= createRemoteJWKSet(new URL(keys!));
    const { payload } = await jwtVerify(logoutToken, this.logoutKeys, {
      issuer,
      audience: this.signOn.clientId,
      requiredClaims: ['iat', 'jti', 'events'],
      maxTokenAge: LOGOUT_TOKEN_MS / SECOND_MS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    });
    assertIsLogout(payload);
    const { sub, sid, iat = 0 } = payload;
    await this.accounts.end({
      ...(typeof sid === 'string' && { session: keyOf(issuer, sid) }),
      ...(sub !== undefined && { person: keyOf(issuer, sub) }),
      before: new Date((iat + 1) * SECOND_MS),
    });
  }

  private get signOn(): SignOnSettings {
    return this.settings.signOn!;
  }

  /** Read once; again where that failed. */
  private async discovered(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.signOn;
    const isPlain = issuer.startsWith('http:');
    this.provider ??= client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      timeout: PROVIDER_TIMEOUT_SECONDS,
      // The signature counts too, not only that the answer came from the provider's address.
      execute: [client.enableNonRepudiationChecks, ...(isPlain ? [client.allowInsecureRequests] : [])],
    });
    try {
      return await this.provider;
    } catch (error) {
      this.provider = undefined;
      throw this.unavailable(error);
    }
  }

  private async claimsFor(back: URL, { state, nonce, verifier }: Attempt): Promise<Claims> {
    const provider = await this.discovered();
    try {
      const tokens = await client.authorizationCodeGrant(provider, back, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      const isTold = claims['email'] !== undefined && claims[this.signOn.rolesClaim] !== undefined;
      if (isTold || provider.serverMetadata().userinfo_endpoint === undefined) return claims;
      return { ...(await client.fetchUserInfo(provider, tokens.access_token, claims.sub)), ...claims };
    } catch (error) {
      if (error instanceof client.AuthorizationResponseError) throw new SignOnRefused('REFUSED_THERE');
      throw this.unavailable(error);
    }
  }

  private taken(claims: Claims): VouchedFor {
    const who = vouchedFor(claims, this.signOn);
    if (this.settings.isSecondFactorRequired && !who.hasSecondFactor) throw new SignOnRefused('NO_SECOND_FACTOR');
    return who;
  }

  private attemptIn(cookie: string | undefined): Attempt | undefined {
    if (cookie === undefined) return undefined;
    try {
      const attempt = JSON.parse(this.box.open(Buffer.from(cookie, 'base64url'), ATTEMPT).toString('utf8')) as Attempt;
      return attempt.until > now().getTime() ? attempt : undefined;
    } catch {
      return undefined;
    }
  }

  /** Whoever runs the service is told more than whoever wanted to sign in. */
  private unavailable(cause: unknown): SignOnRefused {
    const said =
      cause instanceof Error
        ? `${cause.message}${cause.cause instanceof Error ? ` (${cause.cause.message})` : ''}`
        : cause;
    this.logger.warn(`The provider could not be used: ${String(said)}`);
    return new SignOnRefused('UNAVAILABLE', { cause });
  }

  private recordRefusal(origin: Origin, { email }: Claims, { refusal }: SignOnRefused): Promise<void> {
    const tried = typeof email === 'string' ? email : '';
    return this.sessions.recordDenied({ type: 'anonymous', origin }, tried, refusal);
  }
}

function assertIsLogout({ events, nonce, sub, sid }: JWTPayload): void {
  const isOne = typeof events === 'object' && events !== null && Object.hasOwn(events, LOGOUT_EVENT);
  if (!isOne || nonce !== undefined || (sub === undefined && sid === undefined)) {
    throw new Error('This is no logout token.');
  }
}
