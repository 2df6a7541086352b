import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Settings } from '../platform/config/settings.js';
import { isHttps } from '../platform/config/settings.js';

const HSTS_SECONDS = 365 * 24 * 60 * 60;

/** Nothing here needs a camera or the like, and a script that got in should not get one either. helmet has no such header. */
const PERMISSIONS =
  'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()';

/** What every answer has. Whatever may be kept says so itself, in place of `no-store`; pages and panel have policies of their own. */
export function securityHeaders(settings: Settings): RequestHandler[] {
  const known = helmet({
    contentSecurityPolicy: false,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    // Only the host itself: what else lives below its name is not ours to decide.
    strictTransportSecurity: isHttps(settings) && { maxAge: HSTS_SECONDS, includeSubDomains: false },
  });
  return [
    known,
    (_, response, next) => {
      response.set({ 'Cache-Control': 'no-store', 'Permissions-Policy': PERMISSIONS });
      next();
    },
  ];
}

/** Of the API, whose answers are read by programs: a browser that opens one runs and loads nothing. */
export const apiPolicy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
});

/** Of the API's description at /api/docs: Swagger's own files, and the images that are drawn in its style sheet. */
export const docsPolicy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
});
