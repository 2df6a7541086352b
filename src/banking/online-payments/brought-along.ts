import { comesOnly, staysBehind } from '../../books/bring-along/brought-tables.js';
import { RecordedPayment } from './online-payment.entity.js';
import { recordedOf } from './recorded-sql.js';

/** What is paid needs no taking up again (SPEC §4.7). An invoice keeps its id, and with it its pay link. */
comesOnly('unpaidInvoices', (invoice) => `${invoice}.total > ${recordedOf(`${invoice}.book_id`, `${invoice}.id`)}`);
staysBehind(RecordedPayment);
