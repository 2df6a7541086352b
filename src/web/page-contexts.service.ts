import { Inject, Injectable } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { switchesOf } from '../books/switch-history.js';
import { memberMay } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { Businesses, type BusinessView } from '../people/businesses/businesses.service.js';
import { isHttps, SETTINGS, type Settings } from '../platform/config/settings.js';
import { sessionCookie, tokenInCookie } from '../people/identity/authentication.js';
import type { Locale, UserActor } from '../platform/kernel/actor.js';
import { DAY_MS, later, MINUTE_MS, now } from '../platform/kernel/clock.js';
import type { BusinessId } from '../platform/kernel/ids.js';
import { field } from '../platform/kernel/schemas.js';
import { assetUrls } from '../ui/assets.js';
import { LOCALE_COOKIE, localeOf } from '../ui/locale-of.js';
import { pageOwnerMark } from '../ui/page-owner.js';
import type { BusinessPageContext, PageContext, RecentSwitch } from '../ui/page-context.js';

const BUSINESSES_IN_SWITCHER_MAX = 50;
const REASON_COOKIE = 'ardoise_reason';
/** As long as the field of the form lets it be. */
const REASON_MAX = 500;
const UNDO_SHOWN_MS = 10 * MINUTE_MS;
const REASON_KEPT_MS = 10 * MINUTE_MS;

const TYPED_COOKIE = 'ardoise_typed';
/** Browsers keep four thousand bytes of a cookie. */
const TYPED_COOKIE_MAX = 3_500;
const TYPED_BYTES_MAX = 100_000;

const keptSchema = z.object({ owner: z.string(), fields: z.record(z.string(), field(2_000)) });

/** A cookie is whatever a browser says it is: anything else than what was kept is nothing. */
function keptTyped(value: string): z.output<typeof keptSchema> | undefined {
  try {
    const text = inflateRawSync(Buffer.from(value, 'base64url'), { maxOutputLength: TYPED_BYTES_MAX }).toString('utf8');
    return keptSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const pathOf = (address: string) => address.split('?')[0]!;

/** Builds what every page needs to know of the request, and keeps what a browser is told to remember. */
@Injectable()
export class PageContexts {
  constructor(
    private readonly businesses: Businesses,
    private readonly dataSource: DataSource,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Outside any business: sign-in, the choice of a business, errors. */
  page(request: Request): PageContext {
    const { actor } = request as Partial<ActingRequest>;
    const whose = actor?.type === 'user' && { user: { email: actor.email }, owner: pageOwnerMark(actor.id) };
    return { locale: localeOf(request), path: request.originalUrl, ...whose, assets: assetUrls };
  }

  /** Inside one, whose membership the guard has checked. */
  async inBusiness(request: ActingRequest, businessId: BusinessId): Promise<BusinessPageContext> {
    const actor = request.actor as UserActor;
    const { items } = await this.businesses.ofUser(actor, BUSINESSES_IN_SWITCHER_MAX);
    const current = items.find(({ id }) => id === businessId) ?? (await this.businesses.get(actor, businessId));
    return {
      ...this.page(request),
      business: { ...inContext(current), recent: await this.recentSwitch(current) },
      timeZone: current.timeZone,
      ...(items.length > 1 && { businesses: items.map(({ id, name }) => ({ id, name })) }),
    };
  }

  /** For ten minutes it can be undone from every page. */
  private async recentSwitch({ id, role }: BusinessView): Promise<RecentSwitch | undefined> {
    const [last] = await switchesOf(this.dataSource.manager, id, 1, later(-UNDO_SHOWN_MS));
    if (!last) return undefined;
    return {
      kind: last.kind,
      at: last.at.toISOString(),
      snapshotId: last.from,
      minutesLeft: Math.ceil((last.at.getTime() + UNDO_SHOWN_MS - now().getTime()) / MINUTE_MS),
      ...(memberMay(role, 'read', 'Member') && { by: last.by }),
    };
  }

  async ofUser(actor: UserActor): Promise<BusinessView[]> {
    return (await this.businesses.ofUser(actor, BUSINESSES_IN_SWITCHER_MAX)).items;
  }

  /** Of whatever session the browser has, open or waiting for its code. */
  tokenOf(request: Request): string | undefined {
    return tokenInCookie(this.sessionCookie())(request);
  }

  setSession(response: Response, token: string): void {
    response.cookie(this.sessionCookie(), token, { ...this.cookie(), maxAge: 14 * DAY_MS });
  }

  clearSession(response: Response): void {
    response.clearCookie(this.sessionCookie(), this.cookie());
  }

  setLocale(response: Response, locale: Locale): void {
    response.cookie(LOCALE_COOKIE, locale, { ...this.cookie(), maxAge: 365 * DAY_MS });
  }

  /** Keeps what was typed as a reason for the page to which one returns after signing in, and for that page alone. */
  keepReason(response: Response, page: string, reason: string): void {
    const value = Buffer.from(reason.slice(0, REASON_MAX), 'utf8').toString('base64url');
    response.cookie(REASON_COOKIE, value, { ...this.cookie(), path: pathOf(page), maxAge: REASON_KEPT_MS });
  }

  /** That reason, once. */
  takeKeptReason(request: Request, response: Response): string | undefined {
    const value = new RegExp(`(?:^|;\\s*)${REASON_COOKIE}=([\\w-]+)(?:;|$)`).exec(request.headers.cookie ?? '')?.[1];
    if (value === undefined) return undefined;
    response.clearCookie(REASON_COOKIE, { ...this.cookie(), path: pathOf(request.originalUrl) });
    return Buffer.from(value, 'base64url').toString('utf8').slice(0, REASON_MAX);
  }

  /** Keeps what was typed into a form for its page, and for the person whose page it was. */
  keepTyped(response: Response, page: string, owner: string, fields: Readonly<Record<string, string>>): void {
    const value = deflateRawSync(JSON.stringify({ owner, fields })).toString('base64url');
    if (value.length > TYPED_COOKIE_MAX) return;
    response.cookie(TYPED_COOKIE, value, { ...this.cookie(), path: pathOf(page), maxAge: REASON_KEPT_MS });
  }

  /** That again, once. */
  takeKeptTyped(request: ActingRequest, response: Response): Readonly<Record<string, string>> | undefined {
    const value = new RegExp(`(?:^|;\\s*)${TYPED_COOKIE}=([\\w-]+)(?:;|$)`).exec(request.headers.cookie ?? '')?.[1];
    if (value === undefined) return undefined;
    response.clearCookie(TYPED_COOKIE, { ...this.cookie(), path: pathOf(request.originalUrl) });
    const kept = keptTyped(value);
    return kept && kept.owner === this.page(request).owner ? kept.fields : undefined;
  }

  private sessionCookie(): string {
    return sessionCookie(this.isSecure());
  }

  private cookie(): CookieOptions {
    return { httpOnly: true, sameSite: 'lax', secure: this.isSecure(), path: '/' };
  }

  private isSecure(): boolean {
    return isHttps(this.settings);
  }
}

export const inContext = ({ id, name, edition, role, isOriginalOwner, timeZone }: BusinessView) => ({
  id,
  name,
  edition,
  role,
  isOriginalOwner,
  timeZone,
});
