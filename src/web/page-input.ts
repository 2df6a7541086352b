import type { z } from 'zod';
import {
  afterField,
  afterQuery,
  dateSchema,
  field,
  fieldsOf,
  idempotencyKeySchema,
  idSchema,
  orAbsent,
  printable,
  secretField,
} from '../platform/kernel/schemas.js';
import { KEPT_FORM_MAX, passkeyField, TYPED_MAX } from '../ui/sign-in-form.js';

/**
 * What the pages take: every form and every query of theirs. Here a field is single, of bounded length and free of control
 * characters, or the answer is a 422 that names it; what is missing or does not fit, the handler tells on the form itself.
 */

const typed = field(TYPED_MAX);
const choice = field(50);
const passwordField = secretField(TYPED_MAX);

export const signUpForm = fieldsOf({
  email: typed,
  password: passwordField,
  businessName: typed,
  edition: choice,
  locale: choice,
});
export type SignUpForm = z.output<typeof signUpForm>;

const done = fieldsOf({ done: choice });
export const accountQuery = done;
export type AccountQuery = z.output<typeof accountQuery>;
export const membersQuery = done;
export type MembersQuery = z.output<typeof membersQuery>;
export const changeEmailForm = fieldsOf({ newEmail: typed, emailPassword: passwordField });
export type ChangeEmailForm = z.output<typeof changeEmailForm>;
export const changePasswordForm = fieldsOf({ password: passwordField, newPassword: passwordField });
export type ChangePasswordForm = z.output<typeof changePasswordForm>;
export const forgottenPasswordForm = fieldsOf({ email: typed });
export type ForgottenPasswordForm = z.output<typeof forgottenPasswordForm>;
export const newPasswordForm = fieldsOf({ newPassword: passwordField });
export type NewPasswordForm = z.output<typeof newPasswordForm>;
export const inviteForm = fieldsOf({ email: typed, role: choice });
export type InviteForm = z.output<typeof inviteForm>;
export const memberRoleForm = fieldsOf({ role: choice });
export type MemberRoleForm = z.output<typeof memberRoleForm>;
export const invitedSignUpForm = fieldsOf({ newPassword: passwordField, locale: choice });
export type InvitedSignUpForm = z.output<typeof invitedSignUpForm>;

export const codeForm = fieldsOf({ code: choice, next: typed, kept: secretField(KEPT_FORM_MAX) });
export type CodeForm = z.output<typeof codeForm>;
export const proofForm = fieldsOf({ proof: passwordField, passkey: passkeyField });
export type ProofForm = z.output<typeof proofForm>;
export const passkeyForm = fieldsOf({ name: typed, passkey: passkeyField });
export type PasskeyForm = z.output<typeof passkeyForm>;

export const signOutForm = fieldsOf({ next: typed });
export type SignOutForm = z.output<typeof signOutForm>;

export const languageForm = fieldsOf({ locale: choice, back: typed });
export type LanguageForm = z.output<typeof languageForm>;

export const importQuery = fieldsOf({ done: orAbsent(idSchema) });
export type ImportQuery = z.output<typeof importQuery>;
export const settingsQuery = fieldsOf({ saved: choice });
export type SettingsQuery = z.output<typeof settingsQuery>;
/** As long as it is typed; what does not fit is told on the form. */
export const detailsForm = fieldsOf({ address: typed, email: typed, phone: typed, taxNumbers: typed, siren: typed });
export type DetailsForm = z.output<typeof detailsForm>;
export const timeZoneForm = fieldsOf({ timeZone: field(64) });
export type TimeZoneForm = z.output<typeof timeZoneForm>;

/** Whatever was typed as the address matches or does not: it is not looked at more closely here. */
const confirmation = {
  signUpEmail: secretField(1_000),
  reason: orAbsent(printable(1_000)),
  idempotencyKey: orAbsent(idempotencyKeySchema),
  /** Asked for where the session is older than an hour. */
  password: passwordField,
  passkey: passkeyField,
  /** The books that the form was about. */
  book: orAbsent(idSchema),
};
export const resetForm = fieldsOf(confirmation);
export type ResetForm = z.output<typeof resetForm>;
export const recoverForm = fieldsOf({ ...confirmation, snapshot: orAbsent(idSchema) });
export type RecoverForm = z.output<typeof recoverForm>;
export const recoverQuery = fieldsOf({ snapshot: orAbsent(idSchema) });
export type RecoverQuery = z.output<typeof recoverQuery>;

export const packForm = fieldsOf({ book: orAbsent(idSchema) });
export type PackForm = z.output<typeof packForm>;
export const manageQuery = fieldsOf({ pack: choice });
export type ManageQuery = z.output<typeof manageQuery>;
export const snapshotQuery = fieldsOf({ after: afterField, pack: choice });
export type SnapshotQuery = z.output<typeof snapshotQuery>;

export const connectFeedForm = fieldsOf({ institution: choice, bankAccountId: choice, newAccountName: typed });
export type ConnectFeedForm = z.output<typeof connectFeedForm>;
export const disconnectFeedForm = fieldsOf({ back: typed });
export type DisconnectFeedForm = z.output<typeof disconnectFeedForm>;
export const consentForm = fieldsOf({ decision: choice });
export type ConsentForm = z.output<typeof consentForm>;

const recording = { target: choice, number: typed, bank: choice, income: choice, date: choice };
export const recordPaymentForm = fieldsOf(recording);
export type RecordPaymentForm = z.output<typeof recordPaymentForm>;
/** The same fields in an address: what would be posted is looked at before it is. */
export const recordPaymentQuery = fieldsOf(recording);
export const setAsideForm = fieldsOf({ reason: typed });
export type SetAsideForm = z.output<typeof setAsideForm>;
export const paymentsQuery = fieldsOf({
  after: afterField,
  recorded: choice,
  already: choice,
  undone: choice,
  aside: choice,
  again: choice,
});
export type PaymentsQuery = z.output<typeof paymentsQuery>;

/** Where a customer wants the receipt, and what was shown to be due when the button was pressed. */
export const payForm = fieldsOf({ email: typed, due: choice });
export type PayForm = z.output<typeof payForm>;
export const payQuery = fieldsOf({ told: choice, checkout: choice });
export type PayQuery = z.output<typeof payQuery>;
export const receiptMailForm = fieldsOf({ email: typed });
export type ReceiptMailForm = z.output<typeof receiptMailForm>;

/** `beside` is a word of ours or the id of a snapshot, `after` the key of a row. */
export const reportQuery = fieldsOf({
  from: orAbsent(dateSchema),
  until: orAbsent(dateSchema),
  format: choice,
  beside: choice,
  after: field(120),
});
export type ReportQuery = z.output<typeof reportQuery>;

export const demoAgainForm = fieldsOf({ round: choice });
export type DemoAgainForm = z.output<typeof demoAgainForm>;

/** The id under which it is added once, the version that is changed. */
const ofRecord = { id: orAbsent(idSchema), version: orAbsent(choice) };
export const contactForm = fieldsOf({
  ...ofRecord,
  kind: choice,
  name: typed,
  email: typed,
  phone: typed,
  address: typed,
  number: typed,
  locale: choice,
});
export type ContactForm = z.output<typeof contactForm>;
export const productForm = fieldsOf({
  ...ofRecord,
  name: typed,
  description: typed,
  unitPrice: typed,
  account: typed,
  taxRate: typed,
});
export type ProductForm = z.output<typeof productForm>;
export const accountForm = fieldsOf({ ...ofRecord, number: typed, name: typed });
export type AccountForm = z.output<typeof accountForm>;
export const taxRateForm = fieldsOf({
  ...ofRecord,
  known: typed,
  code: typed,
  name: typed,
  percent: typed,
  account: typed,
  secondPercent: typed,
  secondAccount: typed,
});
export type TaxRateForm = z.output<typeof taxRateForm>;
export const reversalForm = fieldsOf({ date: choice, label: typed });
export type ReversalForm = z.output<typeof reversalForm>;
export const entryQuery = fieldsOf({ after: afterField, done: orAbsent(choice) });
export type EntryQuery = z.output<typeof entryQuery>;
/** What was just done, in a word that the page knows. */
export const toldQuery = fieldsOf({ told: choice });
export type ToldQuery = z.output<typeof toldQuery>;
/** One press about what a page showed, in the books that it showed. */
export const boundForm = fieldsOf({ book: orAbsent(idSchema) });
export type BoundForm = z.output<typeof boundForm>;

/** Which button a form was sent with, for which books, under which key. */
const bound = {
  do: choice,
  book: orAbsent(idSchema),
  idempotencyKey: orAbsent(idempotencyKeySchema),
};
export const paymentForm = fieldsOf({ ...bound, amount: typed, paidOn: typed, account: choice });
export type PaymentForm = z.output<typeof paymentForm>;

export const mailForm = fieldsOf({ ...bound, to: typed, message: field(4_000) });
export type MailForm = z.output<typeof mailForm>;
export const creditUseForm = fieldsOf({ ...bound, invoice: orAbsent(idSchema), amount: typed });
export type CreditUseForm = z.output<typeof creditUseForm>;

/** What is looked for in a list, in which order, and where in it; the filters that a list does not have it does not look at. */
export const listQuery = fieldsOf({
  q: orAbsent(field(200)),
  sort: orAbsent(choice),
  kind: orAbsent(choice),
  state: orAbsent(choice),
  journal: orAbsent(choice),
  from: orAbsent(dateSchema),
  until: orAbsent(dateSchema),
  after: afterField,
  before: afterField,
  gone: orAbsent(idSchema),
  done: orAbsent(choice),
  format: orAbsent(choice),
});
export type ListQuery = z.output<typeof listQuery>;

export { afterQuery };
export type AfterQuery = z.output<typeof afterQuery>;
