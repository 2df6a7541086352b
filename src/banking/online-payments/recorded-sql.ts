/** What is recorded against an invoice in a book, as SQL: both are columns or parameters. What is due is the total less this. */
export const recordedOf = (book: string, invoice: string) =>
  `(SELECT COALESCE(SUM(r.amount), 0) FROM recorded_payments r WHERE r.book_id = ${book} AND r.invoice_id = ${invoice})`;
