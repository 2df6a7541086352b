import { z } from 'zod';
import { SAMPLE } from '../../platform/api/samples.js';
import { id, named, pageOf, time } from '../../platform/api/shapes.js';
import { BANK_FEED_STATES } from './bank-feed-states.js';

const inBothLanguages = z.object({ fr: z.string(), en: z.string() });

const institutionAnswer = named(
  'Institution',
  z.object({
    id: z.string(),
    name: inBothLanguages,
    description: inBothLanguages,
    needsConsent: z.boolean().describe('Whether a person must say yes at the bank before it connects.'),
  }),
  {
    description: 'A bank that can be connected.',
    example: {
      id: 'sandbox',
      name: { fr: 'Banque d’essai', en: 'Sandbox Bank' },
      description: { fr: 'Se connecte tout de suite.', en: 'Connects at once.' },
      needsConsent: false,
    },
  },
);
export const institutionsAnswer = pageOf('InstitutionPage', institutionAnswer, 'All banks, on one page.');

export const bankFeedAnswer = named(
  'BankFeed',
  z.object({
    id,
    institution: z.string(),
    bankAccountId: id,
    bankAccountName: z.string(),
    state: z.enum(BANK_FEED_STATES).describe('All but `disconnected` stand in the way of a reset and of a restore.'),
    since: time.describe('Since when it is in this state.'),
    failure: z.string().nullable().describe('Why it is in the state `error`.'),
    consentUrl: z.string().optional().describe('In the state `consent`: the page where a person says yes.'),
  }),
  {
    description: 'The connection of a bank account to its bank.',
    example: {
      id: SAMPLE.feed,
      institution: 'sandbox',
      bankAccountId: SAMPLE.bankAccount,
      bankAccountName: 'Compte chèques',
      state: 'connected',
      since: SAMPLE.time,
      failure: null,
    },
  },
);
export const bankFeedsAnswer = pageOf('BankFeedPage', bankFeedAnswer, 'Feeds, those that are connected first.');
