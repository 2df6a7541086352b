import type { RequestHandler } from 'express';
import { staffMay } from '../../policy/ability.js';
import type { PolicySubject } from '../../policy/policy.js';
import { AppError } from '../../platform/kernel/app-error.js';
import { localsOf } from '../panel-session.js';

/** Before the body is read. Throws FORBIDDEN. */
export const mayExport =
  (subject: PolicySubject): RequestHandler =>
  (_, response, next) => {
    if (staffMay(localsOf(response).staff!.actor.role, 'export', subject)) next();
    else next(new AppError('FORBIDDEN', 'The log is exported by compliance alone.'));
  };
