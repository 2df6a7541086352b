import { z } from 'zod';
import { SAMPLE } from '../../platform/api/samples.js';
import { currency, id, named, pageOf, time } from '../../platform/api/shapes.js';
import { EDITIONS, LOCALES, MEMBER_ROLES } from '../../platform/kernel/actor.js';

export const businessAnswer = named(
  'Business',
  z.object({
    id,
    name: z.string(),
    edition: z.enum(EDITIONS),
    locale: z.enum(LOCALES).describe('The language of what is written into its books.'),
    currency,
    timeZone: z.string().describe('The IANA name of the time zone in which its days are counted.'),
    role: z.enum(MEMBER_ROLES).describe('What the caller is in it.'),
    isOriginalOwner: z.boolean().describe('Whether the caller signed up for it, and so may reset and restore.'),
    plan: z.object({ name: z.string(), trialEndsAt: time }),
    createdAt: time,
  }),
  {
    description: 'A business as one of its members sees it.',
    example: {
      id: SAMPLE.business,
      name: 'Atelier Zoé',
      edition: 'accounting',
      locale: 'fr',
      currency: 'CAD',
      timeZone: 'America/Toronto',
      role: 'owner',
      isOriginalOwner: true,
      plan: { name: 'trial', trialEndsAt: SAMPLE.later },
      createdAt: SAMPLE.time,
    },
  },
);
export const businessesAnswer = pageOf('BusinessPage', businessAnswer, 'Businesses, oldest first.');

export const memberAnswer = named(
  'Member',
  z.object({ userId: id, email: z.string(), role: z.enum(MEMBER_ROLES), isOriginalOwner: z.boolean() }),
  {
    description: 'Somebody who belongs to a business.',
    example: {
      userId: SAMPLE.otherUser,
      email: 'comptable@example.test',
      role: 'accountant',
      isOriginalOwner: false,
    },
  },
);
export const membersAnswer = pageOf('MemberPage', memberAnswer, 'All members, in the order in which they came.');
