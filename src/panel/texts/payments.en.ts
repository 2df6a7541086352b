import { plural } from '../../web/texts/plural.js';
import type { panelPaymentsFr } from './payments.fr.js';

const n = plural('en');

export const panelPaymentsEn: typeof panelPaymentsFr = {
  title: 'Payments to record',
  lead: 'What customers have paid online and businesses have not put in their books yet, oldest first.',
  caption: 'Payments that wait',
  found: (count) => n(count, '# payment on this page', '# payments on this page'),
  none: 'No payment is waiting.',
  noneHere: 'No payment of this business waits to be recorded.',
  notHere:
    'A payment that is not here was recorded by the business in its books. After a reset or a restore it may wait again: the timeline says when it was received and recorded.',
  whoTitle: 'Staff record no payment',
  byOwner:
    'Only the business records its payments, under “Payments to record”. No staff role allows it: that would be writing in somebody else’s books.',
  reference: 'Reference',
  business: 'Business',
  received: 'Received',
  amount: 'Amount',
  next: 'Next',
  first: 'Back to the oldest',
};
