import { cents, counterSales, expense, inOrder, transfer, type BooksPlan } from './books-plan.js';
import type { DemoCalendar } from './demo-calendar.js';

/** Three months of a small café: what its owner has just wiped, and can have back. */
export function cafeBooks(calendar: DemoCalendar): BooksPlan {
  const weeks = Array.from({ length: 12 }, (_, i) => 84 - i * 7);
  return {
    bankAccounts: ['Compte du café'],
    ledgerAccounts: [],
    contacts: [
      { name: 'Coopérative Le Grain vert', kind: 'supplier', email: 'ventes@grain-vert.example' },
      { name: 'Laiterie de la Vallée', kind: 'supplier', email: 'commandes@laiterie-vallee.example' },
      { name: 'Bureau Hébert Architectes', kind: 'customer', email: 'accueil@hebert-archi.example' },
      { name: 'Festival des Arts de Limoilou', kind: 'customer', email: 'regie@arts-limoilou.example' },
      { name: 'Studio Yoga Saint-Roch', kind: 'customer', email: 'bonjour@yoga-saint-roch.example' },
    ],
    invoices: [
      bean('Bureau Hébert Architectes', 'Café de bureau, abonnement', '145.00', '1', calendar, 40, 'due'),
      bean('Festival des Arts de Limoilou', 'Service de café, trois jours', '620.00', '1', calendar, 21, 'waits'),
      bean('Studio Yoga Saint-Roch', 'Thés et infusions, caisse', '88.50', '2', calendar, 9, 'linked'),
    ],
    entries: inOrder([
      ...weeks.map((days, i) =>
        counterSales(calendar.daysAgo(days), 'Ventes de la semaine', cents(`${1480 + i * 23}.50`)),
      ),
      ...weeks.map((days, i) =>
        expense(calendar.daysAgo(days - 2), 'Coopérative Le Grain vert', '5000', cents(`${310 + i * 7}.00`), '1010'),
      ),
      ...[75, 45, 15].map((days) => transfer(calendar.daysAgo(days), 'Salaires', '5100', '1010', cents('2940.00'))),
    ]),
  };
}

function bean(
  customer: string,
  description: string,
  unitPrice: string,
  quantity: string,
  calendar: DemoCalendar,
  age: number,
  fate: 'due' | 'waits' | 'linked',
) {
  const lines = [{ description, quantity, unitPrice }];
  const [issuedOn, dueOn] = [calendar.daysAgo(age), calendar.daysAgo(age - 30)];
  return { customer, issuedOn, dueOn, lines, revenue: '4000', fate };
}
