import { bilingual } from '../../ui/texts/bilingual.js';

export const consent = bilingual(
  () => ({
    title: 'Donner votre accord à la banque',
    sandbox: 'Banque d’essai',
    lead: '{bank} demande si vous acceptez qu’Ardoise lise les opérations de ce compte.',
    account: 'Compte',
    may: 'Ardoise pourra lire',
    mayList: ['les opérations et leurs dates', 'le solde du compte'],
    mayNot: 'Ardoise ne pourra jamais',
    mayNotList: ['faire un paiement', 'voir votre mot de passe bancaire'],
    approve: 'J’accepte',
    deny: 'Je refuse',
  }),
  () => ({
    title: 'Give the bank your consent',
    sandbox: 'Test bank',
    lead: '{bank} asks whether Ardoise may read the transactions of this account.',
    account: 'Account',
    may: 'Ardoise will be able to read',
    mayList: ['transactions and their dates', 'the balance of the account'],
    mayNot: 'Ardoise will never be able to',
    mayNotList: ['make a payment', 'see your banking password'],
    approve: 'I agree',
    deny: 'I refuse',
  }),
);
