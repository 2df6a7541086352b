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

export const businessDetailsAnswer = named(
  'BusinessDetails',
  z.object({
    address: z.string().nullable(),
    email: z.string().nullable().describe('Where its customers write to.'),
    phone: z.string().nullable(),
    taxNumbers: z.string().nullable(),
    siren: z.string().nullable().describe('In France: nine digits, by which the FEC file is named.'),
  }),
  {
    description: 'What the documents of a business say of it beside its name.',
    example: {
      address: '12, rue des Érables\nMontréal (Québec) H2X 1Y4',
      email: 'bonjour@atelier-zoe.example',
      phone: '514 555-0100',
      taxNumbers: 'TPS 123456789 RT0001, TVQ 1234567890 TQ0001',
      siren: null,
    },
  },
);

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
export const invitationAnswer = named(
  'Invitation',
  z.object({
    id,
    email: z.string(),
    role: z.enum(MEMBER_ROLES),
    invitedBy: z.string().describe('The address of who invited.'),
    sentAt: time,
    expiresAt: time.describe('Until when its link is good; it can be sent again afterwards too.'),
  }),
  {
    description: 'An address that was invited, and has not joined yet.',
    example: {
      id: SAMPLE.operation,
      email: 'comptable@example.test',
      role: 'accountant',
      invitedBy: SAMPLE.email,
      sentAt: SAMPLE.time,
      expiresAt: SAMPLE.later,
    },
  },
);
export const invitationsAnswer = pageOf('InvitationPage', invitationAnswer, 'All that wait, the newest first.');

export const addedMemberAnswer = named(
  'AddedMember',
  z.discriminatedUnion('state', [
    z.object({ state: z.literal('member'), member: memberAnswer }),
    z.object({ state: z.literal('invited'), invitation: invitationAnswer }),
  ]),
  {
    description: 'A member who has another role now, or an address that was mailed an invitation.',
    example: {
      state: 'invited',
      invitation: {
        id: SAMPLE.operation,
        email: 'comptable@example.test',
        role: 'accountant',
        invitedBy: SAMPLE.email,
        sentAt: SAMPLE.time,
        expiresAt: SAMPLE.later,
      },
    },
  },
);

export const openInvitationAnswer = named(
  'OpenInvitation',
  z.object({
    business: z.object({ id, name: z.string() }),
    email: z.string().describe('The address that was invited. Whoever holds the link may join under another.'),
    role: z.enum(MEMBER_ROLES),
    invitedBy: z.string(),
    locale: z.enum(LOCALES).describe('The language of who invited.'),
    expiresAt: time,
  }),
  {
    description: 'To what the link of an invitation invites.',
    example: {
      business: { id: SAMPLE.business, name: 'Atelier Zoé' },
      email: 'comptable@example.test',
      role: 'accountant',
      invitedBy: SAMPLE.email,
      locale: 'fr',
      expiresAt: SAMPLE.later,
    },
  },
);

export const membersAnswer = pageOf('MemberPage', memberAnswer, 'All members, in the order in which they came.');
