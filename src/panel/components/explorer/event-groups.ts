import type { PanelTexts } from '../../texts/texts.js';

/** A type's group, by what it is about. Only the types of recorded commands have three parts: whose, what, and how it ended. */
export function groupOf(type: string): keyof PanelTexts['explorer']['filter']['groups'] {
  if (/^(business\.[a-z-]+|snapshot)\./.test(type)) return 'switches';
  if (/^(staff|staff-session)\.|-by-staff$/.test(type) && !type.startsWith('audit.')) return 'staff';
  const groups = { 'bank-feed': 'banks', books: 'books', audit: 'log', evidence: 'log', review: 'log' } as const;
  const people = ['business', 'membership', 'session', 'user'];
  const [subject = ''] = type.split('.');
  if (people.includes(subject)) return 'people';
  return Object.hasOwn(groups, subject) ? groups[subject as keyof typeof groups] : 'other';
}
