import { bilingual } from './bilingual.js';

export const phrases = bilingual(
  (n) => ({
    entries: (count: number) => n(count, '# écriture', '# écritures'),
    lines: (count: number) => n(count, '# ligne', '# lignes'),
    accounts: (count: number) => n(count, '# compte', '# comptes'),
    contacts: (count: number) => n(count, '# contact', '# contacts'),
    invoices: (count: number) => n(count, '# facture', '# factures'),
    items: (count: number) => n(count, '# élément', '# éléments'),
  }),
  (n) => ({
    entries: (count) => n(count, '# entry', '# entries'),
    lines: (count) => n(count, '# line', '# lines'),
    accounts: (count) => n(count, '# account', '# accounts'),
    contacts: (count) => n(count, '# contact', '# contacts'),
    invoices: (count) => n(count, '# invoice', '# invoices'),
    items: (count) => n(count, '# item', '# items'),
  }),
);
