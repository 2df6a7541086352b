import { dateIn } from '../platform/kernel/time-zone.js';
import type { BusinessInContext } from '../ui/page-context.js';

const NAME_IN_FILE_MAX = 60;

/** `atelier-zoe-contacts-2026-01-31.csv`: found again among the files of several businesses and days. */
export function fileName(
  { business }: { readonly business: Pick<BusinessInContext, 'name' | 'timeZone'> },
  what: string,
  ending: string,
): string {
  const plain = business.name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-');
  const name = [...plain].slice(0, NAME_IN_FILE_MAX).join('').replace(/^-|-$/g, '');
  return `${[name, what, dateIn(business.timeZone)].filter(Boolean).join('-')}.${ending}`;
}
