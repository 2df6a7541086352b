import type { StaffRole } from '../platform/kernel/actor.js';
import { staffMay } from './ability.js';
import { ACTIONS, SUBJECTS } from './policy.js';

/** Whether somebody of one role may do something in another that they may not do now. */
export const widens = (from: StaffRole, to: StaffRole): boolean =>
  SUBJECTS.some((on) => ACTIONS.some((action) => staffMay(to, action, on) && !staffMay(from, action, on)));
