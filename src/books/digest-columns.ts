/**
 * The columns of which every digest so far speaks, in the order in which it speaks of them (`ardoise-book-1`). Nothing is ever
 * added or taken away here: a column that comes later says its name, and nothing at all where it is NULL, so it must be nullable.
 */
export const FIRST_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  bank_accounts: ['id', 'name', 'currency', 'created_at'],
  bank_transactions: [
    'id',
    'bank_account_id',
    'feed_id',
    'external_id',
    'posted_on',
    'description',
    'amount',
    'created_at',
  ],
  contacts: ['id', 'kind', 'name', 'email', 'phone', 'created_at'],
  invoice_lines: ['invoice_id', 'line_no', 'description', 'quantity', 'unit_price', 'tax_rate_id', 'net', 'tax'],
  invoices: ['id', 'contact_id', 'number', 'issued_on', 'due_on', 'net', 'tax', 'total', 'created_at'],
  journal_entries: ['id', 'journal_id', 'number', 'entry_date', 'label', 'created_at'],
  journal_lines: [
    'entry_id',
    'line_no',
    'account_id',
    'debit',
    'credit',
    'label',
    'aux_number',
    'aux_name',
    'piece_ref',
    'piece_date',
    'lettering',
    'lettered_on',
    'validated_on',
    'foreign_amount',
    'foreign_currency',
  ],
  journals: ['id', 'code', 'name'],
  ledger_accounts: ['id', 'number', 'name', 'created_at'],
  recorded_payments: ['payment_id', 'invoice_id', 'entry_id', 'amount', 'created_at'],
  tax_rates: ['id', 'code', 'name', 'percent'],
};
