import type { ContactRequest, JournalEntryRequest } from '../accounting/accounting.schemas.js';
import type { Cents } from '../platform/kernel/money.js';
import {
  cents,
  counterSales,
  credit,
  debit,
  expense,
  inOrder,
  transfer,
  type BooksPlan,
  type Fate,
  type PlannedInvoice,
} from './books-plan.js';
import type { DemoCalendar } from './demo-calendar.js';

/** Fourteen months of a cabinetmaker's workshop: what there is to lose, and to get back. */
const MONTHS = 14;
const INVOICES = 40;
const BANK = '1010';
const PAYABLES = '2000';

const customer = (name: string, email: string, phone: string): ContactRequest => ({
  name,
  kind: 'customer',
  email,
  phone,
});
const supplier = (name: string, email: string, phone: string): ContactRequest => ({
  name,
  kind: 'supplier',
  email,
  phone,
});

const CUSTOMERS = [
  customer('Hôtel du Vieux-Quai', 'achats@vieux-quai.example', '418 555-0134'),
  customer('Résidence Les Érables', 'direction@residence-erables.example', '450 555-0117'),
  customer('Élise Therrien', 'elise.therrien@courriel.example', '514 555-0172'),
  customer('Brasserie du Canal', 'gerance@brasserie-canal.example', '514 555-0190'),
  customer('Cabinet Gagnon Bouchard', 'administration@gagnon-bouchard.example', '418 555-0108'),
  customer('École Notre-Dame-des-Prairies', 'secretariat@ecole-ndp.example', '450 555-0143'),
  customer('Restaurant Chez Théodule', 'bonjour@chez-theodule.example', '819 555-0155'),
  customer('Clinique dentaire Maisonneuve', 'clinique@dentaire-maisonneuve.example', '514 555-0126'),
  customer('Théâtre de la Marée haute', 'regie@maree-haute.example', '418 555-0181'),
  customer('Jean-François Côté', 'jf.cote@courriel.example', '450 555-0164'),
  customer('Librairie Le Port de tête', 'commandes@port-de-tete.example', '514 555-0101'),
  customer('Auberge de l’Anse-à-Beaufils', 'auberge@anse-beaufils.example', '418 555-0149'),
  customer('Municipalité de Saint-Élie', 'travaux@saint-elie.example', '819 555-0138'),
  customer('Boutique Fil & Aiguille', 'boutique@fil-aiguille.example', '450 555-0187'),
  customer('Geneviève Lévesque', 'g.levesque@courriel.example', '418 555-0113'),
];

const SUPPLIERS = [
  supplier('Scierie Beauce-Nord', 'ventes@scierie-beauce.example', '418 555-0122'),
  supplier('Quincaillerie Bélanger', 'comptoir@quincaillerie-belanger.example', '514 555-0175'),
  supplier('Vernis et Peintures Dubuc', 'commandes@peintures-dubuc.example', '450 555-0196'),
  supplier('Ferronnerie d’art Lachine', 'atelier@ferronnerie-lachine.example', '514 555-0168'),
  supplier('Transport Rive-Sud', 'repartition@transport-rs.example', '450 555-0131'),
  supplier('Immeubles Saint-Ambroise', 'location@saint-ambroise.example', '514 555-0104'),
  supplier('Télécom Boréal', 'facturation@telecom-boreal.example', '1 800 555-0199'),
  supplier('Assurances Laurentides', 'courtage@assurances-laurentides.example', '450 555-0159'),
  supplier('Imprimerie Nadeau', 'devis@imprimerie-nadeau.example', '819 555-0120'),
  supplier('Dion Pelletier, CPA', 'bureau@dion-pelletier.example', '418 555-0146'),
];

const PIECES = [
  ['Table de salle à manger en merisier', '2450.00', '1'],
  ['Chaise en frêne, assise tressée', '385.00', '6'],
  ['Bibliothèque sur mesure, pin blanc', '3120.00', '1'],
  ['Comptoir d’accueil en chêne', '4875.00', '1'],
  ['Banquette rembourrée, le mètre', '412.50', '5.5'],
  ['Restauration d’une armoire à pointes de diamant', '1180.00', '1'],
  ['Îlot de cuisine en érable', '2890.00', '1'],
  ['Tabouret de bar tourné', '265.00', '8'],
  ['Cadre de lit, noyer noir', '1975.00', '1'],
  ['Étagère murale, paire', '340.00', '4'],
] as const;

/** The invoices that are not simply paid: by how many they come before the newest. */
const FATES: Readonly<Record<number, Fate>> = {
  0: 'due',
  1: 'linked',
  2: 'linked',
  3: 'waits',
  4: 'linked',
  5: 'due',
  7: 'due',
  10: 'due',
  13: 'due',
};

/** One every ten days, the newest of two days ago; due in thirty days. No two have the same total. */
function invoices(calendar: DemoCalendar): PlannedInvoice[] {
  return Array.from({ length: INVOICES }, (_, i) => {
    const before = INVOICES - 1 - i;
    const age = 2 + Math.round(before * 10.4);
    const [description, unitPrice, quantity] = PIECES[(i * 7) % PIECES.length]!;
    const installed = { description: 'Livraison et installation', quantity: '1', unitPrice: `${120 + i * 5}.00` };
    const fate = FATES[before] ?? 'paid';
    return {
      customer: CUSTOMERS[(i * 4) % CUSTOMERS.length]!.name,
      issuedOn: calendar.daysAgo(age),
      dueOn: calendar.daysAgo(age - 30),
      lines: [{ description, quantity, unitPrice }, installed],
      revenue: description.startsWith('Restauration') ? '4100' : '4000',
      fate,
      ...(fate === 'paid' && { paidOn: calendar.daysAgo(Math.max(1, age - 12 - ((i * 5) % 25))) }),
    };
  });
}

const PURCHASES: readonly (readonly [day: number, label: string, account: string, net: number])[] = [
  [3, 'Scierie Beauce-Nord, bois d’œuvre', '5000', 1_640],
  [9, 'Quincaillerie Bélanger, quincaillerie', '5000', 312],
  [17, 'Vernis et Peintures Dubuc, finition', '5000', 428],
  [22, 'Ferronnerie d’art Lachine, ferrures', '5000', 265],
];

/** Amounts move a little from month to month, always in the same way. */
const varied = (base: number, month: number, step: number): Cents =>
  cents(`${base + ((month * 37) % 11) * step}.${String((month * 13) % 100).padStart(2, '0')}`);

function monthOf(calendar: DemoCalendar, month: number): JournalEntryRequest[] {
  const on = (day: number, make: (date: string) => JournalEntryRequest) => {
    const date = calendar.inMonth(month, day);
    return date === undefined ? [] : [make(date)];
  };
  return [
    ...on(1, (date) => expense(date, 'Immeubles Saint-Ambroise, loyer', '5200', cents('1850.00'), BANK)),
    ...on(2, (date) => transfer(date, 'Remboursement de l’emprunt', '2500', BANK, cents('310.00'))),
    ...PURCHASES.flatMap(([day, label, account, net]) =>
      on(day, (date) => expense(date, label, account, varied(net, month + day, 19), PAYABLES)),
    ),
    ...PURCHASES.slice(0, 3).flatMap(([day, label, , net]) =>
      on(day + 8, (date) => {
        const owed = expense(date, label, '5000', varied(net, month + day, 19), PAYABLES).lines.at(-1)!.credit;
        return transfer(date, `Paiement, ${label}`, PAYABLES, BANK, cents(owed));
      }),
    ),
    ...on(5, (date) => expense(date, 'Télécom Boréal', '5400', varied(124, month, 1), BANK)),
    ...on(12, (date) => expense(date, 'Transport Rive-Sud, livraisons', '5050', varied(210, month, 14), BANK)),
    ...on(14, (date) => counterSales(date, 'Ventes au comptoir, première quinzaine', varied(1_140, month, 62))),
    ...on(15, (date) => payDay(date, varied(1_690, month, 12))),
    ...on(20, (date) => expense(date, 'Électricité de l’atelier', '5250', varied(290, month * 3, 27), BANK)),
    ...on(26, (date) => expense(date, 'Fournitures de bureau', '5300', varied(64, month, 6), '2050')),
    ...on(27, (date) => transfer(date, 'Paiement de la carte de crédit', '2050', BANK, cents('70.00'))),
    ...on(28, (date) => counterSales(date, 'Ventes au comptoir, seconde quinzaine', varied(1_260, month + 5, 58))),
    ...on(28, (date) => payDay(date, varied(1_690, month + 3, 12))),
    ...on(28, (date) => transfer(date, 'Frais bancaires', '5500', BANK, cents('18.95'))),
    ...on(28, (date) => transfer(date, 'Prélèvement de la propriétaire', '3100', BANK, cents('700.00'))),
    ...on(16, (date) => transfer(date, 'Remise des retenues à la source', '2200', BANK, cents('690.00'))),
    ...(month % 3 === 0 ? quarterOf(on, month) : []),
  ];
}

type OnDay = (day: number, make: (date: string) => JournalEntryRequest) => JournalEntryRequest[];

function quarterOf(on: OnDay, month: number): JournalEntryRequest[] {
  return [
    ...on(10, (date) => expense(date, 'Imprimerie Nadeau, dépliants', '5600', varied(180, month, 12), BANK)),
    ...on(18, (date) => transfer(date, 'Assurances Laurentides, prime', '5350', BANK, cents('645.00'))),
    ...on(21, (date) => expense(date, 'Dion Pelletier, CPA, honoraires', '5700', cents('875.00'), BANK)),
    ...on(25, (date) => transfer(date, 'Amortissement du trimestre', '5800', '1590', cents('1200.00'), 'OD')),
    ...on(28, (date) => ({
      date,
      journal: 'OD',
      label: 'Remise de la TPS et de la TVQ du trimestre',
      lines: [
        debit('2100', cents('1100.00')),
        debit('2110', cents('2194.50')),
        credit('1150', cents('520.00')),
        credit('1160', cents('1037.40')),
        credit(BANK, cents('1737.10')),
      ],
    })),
  ];
}

function payDay(date: string, gross: Cents): JournalEntryRequest {
  const withheld = gross / 5n;
  return {
    date,
    journal: 'OD',
    label: 'Paie de l’atelier',
    lines: [debit('5100', gross), credit('2200', withheld), credit(BANK, gross - withheld)],
  };
}

function opening(date: string): JournalEntryRequest {
  return {
    date,
    journal: 'OD',
    label: 'Soldes d’ouverture',
    lines: [
      debit(BANK, cents('38420.55')),
      debit('1200', cents('6150.00')),
      debit('1500', cents('48000.00')),
      credit('2500', cents('15500.00')),
      credit('3000', cents('77070.55')),
    ],
  };
}

export function atelierBooks(calendar: DemoCalendar): BooksPlan {
  const months = Array.from({ length: MONTHS }, (_, i) => MONTHS - 1 - i);
  return {
    bankAccounts: ['Compte d’exploitation', 'Compte d’épargne'],
    ledgerAccounts: [
      { number: '5050', name: 'Transport et livraison' },
      { number: '5250', name: 'Électricité et chauffage' },
      { number: '5350', name: 'Assurances' },
    ],
    contacts: [...CUSTOMERS, ...SUPPLIERS],
    invoices: invoices(calendar),
    entries: inOrder([opening(calendar.daysAgo(425)), ...months.flatMap((month) => monthOf(calendar, month))]),
  };
}
