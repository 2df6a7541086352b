import type { Device } from '../people/identity/device.js';
import type { PanelTexts } from './texts/texts.js';

/** By what somebody recognises where they are signed in. */
export function deviceWords({ ownAccount }: PanelTexts, { browser, system }: Device): string {
  if (browser === null || system === null) return browser ?? system ?? ownAccount.unknownDevice;
  return ownAccount.deviceOn.replace('{browser}', browser).replace('{system}', system);
}
