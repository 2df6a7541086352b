import type { DemoOwner } from './demo-accounts.js';
import { cents, counterSales, expense, inOrder, transfer, type BooksPlan } from './books-plan.js';
import type { DemoCalendar } from './demo-calendar.js';

/** What has happened to a business, for whoever looks businesses up. */
export type Story =
  'quiet' | 'failing' | 'refused' | 'asks' | 'approved' | 'held' | 'reset' | 'restored' | 'consent' | 'connected';

export interface OtherBusiness extends DemoOwner {
  readonly name: string;
  readonly story: Story;
  /** The names of a customer, a supplier, and what is sold: enough to make small books. */
  readonly sells: string;
  readonly customer: string;
  readonly supplier: string;
}

const business = (
  name: string,
  businessName: string,
  story: Story,
  [sells, customer, supplier]: readonly [string, string, string],
  more: Partial<Pick<DemoOwner, 'edition' | 'locale'>> = {},
): OtherBusiness => ({
  name,
  businessName,
  story,
  sells,
  customer,
  supplier,
  email: `${name}@demo.test`,
  edition: 'accounting',
  locale: 'fr',
  ...more,
});

const EXPRESS = { edition: 'express' } as const;

export const OTHER_BUSINESSES: readonly OtherBusiness[] = [
  business('boulangerie', 'Boulangerie Au Pain d’antan', 'failing', [
    'Ventes de pain',
    'Épicerie Dufresne',
    'Moulin La Milanaise du Lac',
  ]),
  business('menuiserie', 'Menuiserie Tremblay et fils', 'refused', [
    'Portes et fenêtres',
    'Construction Gendron',
    'Bois Francs de l’Estrie',
  ]),
  business('veterinaire', 'Clinique vétérinaire du Fleuve', 'asks', [
    'Consultations',
    'Refuge de la Côte-Nord',
    'Pharmavet Québec',
  ]),
  business('quincaillerie', 'Quincaillerie Saint-Anselme', 'approved', [
    'Ventes au détail',
    'Ferme Bilodeau',
    'Distribution Rona-Lévis',
  ]),
  business('librairie', 'Librairie L’Échange', 'held', [
    'Livres d’occasion',
    'Cégep de Limoilou',
    'Diffusion Dimédia-Nord',
  ]),
  business(
    'fleuriste',
    'Fleuriste Rose-Aimée',
    'reset',
    ['Bouquets', 'Salon Funérarium Roy', 'Serres du Richelieu'],
    EXPRESS,
  ),
  business('graphisme', 'Studio Épinette', 'consent', [
    'Identité visuelle',
    'Festival d’été de Gaspé',
    'Imprimerie Nadeau',
  ]),
  business(
    'traiteur',
    'Traiteur Chez Gisèle',
    'restored',
    ['Banquets', 'Mairie de Rimouski', 'Boucherie Lavoie'],
    EXPRESS,
  ),
  business('garage', 'Garage Côté et associés', 'connected', [
    'Réparations',
    'Taxi Coop Laval',
    'Pièces d’auto Boucher',
  ]),
  business('recolte', 'Coopérative La Récolte', 'quiet', [
    'Paniers de légumes',
    'Garderie Les Lutins',
    'Semences du Kamouraska',
  ]),
  business('savonnerie', 'Savonnerie du Vieux-Port', 'quiet', ['Savons', 'Spa Nordique', 'Huiles Orléans'], EXPRESS),
  business(
    'townships',
    'Townships Bicycle Works',
    'connected',
    ['Repairs and rentals', 'Lennoxville Trails Club', 'Velo Parts Sherbrooke'],
    { locale: 'en' },
  ),
];

/** Two months of small books, different for each. */
export function smallBooks({ sells, customer, supplier }: OtherBusiness, calendar: DemoCalendar, i: number): BooksPlan {
  const weeks = [56, 42, 28, 14];
  const amount = (base: number, days: number) =>
    cents(`${base + i * 37 + days * 3}.${String((i * 7 + days) % 100).padStart(2, '0')}`);
  return {
    bankAccounts: ['Compte courant'],
    ledgerAccounts: [],
    contacts: [
      { name: customer, kind: 'customer' },
      { name: supplier, kind: 'supplier' },
    ],
    invoices: [
      {
        customer,
        issuedOn: calendar.daysAgo(20 + i),
        dueOn: calendar.daysAgo(i - 10),
        lines: [{ description: sells, quantity: '1', unitPrice: `${240 + i * 55}.00` }],
        revenue: '4000',
        fate: 'due',
      },
    ],
    entries: inOrder([
      ...weeks.map((days) => counterSales(calendar.daysAgo(days), sells, amount(900, days))),
      ...weeks.map((days) => expense(calendar.daysAgo(days - 3), supplier, '5000', amount(280, days), '1010')),
      transfer(calendar.daysAgo(30), 'Loyer', '5200', '1010', amount(700, 0)),
    ]),
  };
}
