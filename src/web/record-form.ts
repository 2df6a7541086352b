import type { z } from 'zod';
import { FAULTS } from '../platform/kernel/schemas.js';
import type { Texts } from './texts.js';

/** What is wrong with a field of a form, by a word of `records.faults`. */
export type FieldFault = keyof Texts['records']['faults'];
export type FieldFaults = Readonly<Record<string, FieldFault>>;

/** What is told of a message of a schema; what is not told apart does not fit. */
export function faultOf(message: string): FieldFault {
  if (message === FAULTS.EMPTY || /expected string, received undefined|Invalid input: expected/.test(message)) {
    return 'REQUIRED';
  }
  if (message === FAULTS.LINE_BREAKS) return 'LINE_BREAKS';
  if (message === FAULTS.CONTROL_CHARACTERS) return 'CONTROL_CHARACTERS';
  if (/at most \d+ characters/.test(message)) return 'TOO_LONG';
  if (/letters, digits, points/.test(message)) return 'ACCOUNT_NUMBER';
  if (/decimal string/.test(message)) return 'AMOUNT';
  return 'OTHER';
}

/** The first fault of each field. */
export function faultsIn({ issues }: z.ZodError): Record<string, FieldFault> {
  const faults: Record<string, FieldFault> = {};
  for (const { path, message } of issues) faults[String(path[0] ?? '')] ??= faultOf(message);
  return faults;
}

/** A field as it is sent on: trimmed, its lines ended as ours are; undefined where nothing was written. */
export const typedText = (text: string | undefined): string | undefined =>
  text?.replace(/\r\n?/g, '\n').trim() || undefined;

/** "5200 – Loyer", as it is chosen from the list, or the number alone. */
export const typedAccount = (text: string | undefined): string | undefined =>
  typedText(text)
    ?.split(/\s+[–-]\s+/)[0]
    ?.trim();
