import type { Locale } from '../ui/page-context.js';
import { together } from '../ui/texts/bilingual.js';
import { uiTexts } from '../ui/texts/texts.js';
import { nav } from './pages/nav.texts.js';
import { signIn } from './pages/sign-in.texts.js';
import { confirmEmail } from './pages/confirm-email.texts.js';
import { account } from './pages/account.texts.js';
import { mailedLinks } from './pages/mailed-links.texts.js';
import { members } from './pages/members.texts.js';
import { signUp } from './pages/sign-up.texts.js';
import { businesses } from './pages/businesses.texts.js';
import { demo } from './pages/demo.texts.js';
import { home } from './pages/home.texts.js';
import { entries } from './pages/entries.texts.js';
import { entry } from './pages/entry.texts.js';
import { records } from './pages/records.texts.js';
import { lists } from './pages/lists.texts.js';
import { journal } from './pages/journal.texts.js';
import { importTexts } from './pages/import.texts.js';
import { consent } from './pages/consent.texts.js';
import { documentForm } from './pages/document-form.texts.js';
import { invoice } from './pages/invoice.texts.js';
import { paymentForm } from './pages/payment-form.texts.js';
import { creditNote } from './pages/credit-note.texts.js';
import { documentMail } from './pages/document-mail.texts.js';
import { invoices } from './pages/invoices.texts.js';
import { payLink } from './pages/pay-link.texts.js';
import { toRecord } from './pages/to-record.texts.js';
import { record } from './pages/record.texts.js';
import { pay } from './pages/pay.texts.js';
import { more } from './pages/more.texts.js';
import { settings } from './pages/settings.texts.js';
import { manage } from './pages/manage.texts.js';
import { snapshot } from './pages/snapshot.texts.js';
import { blockers } from './pages/blockers.texts.js';
import { confirm } from './pages/confirm.texts.js';
import { reset } from './pages/reset.texts.js';
import { resetDone } from './pages/reset-done.texts.js';
import { recover } from './pages/recover.texts.js';
import { bringAlong } from './pages/bring-along.texts.js';
import { changed } from './pages/changed.texts.js';
import { recoverDone } from './pages/recover-done.texts.js';
import { undo } from './pages/undo.texts.js';
import { look } from './pages/look.texts.js';
import { compare } from './pages/compare.texts.js';
import { pack } from './pages/pack.texts.js';
import { reports } from './pages/report.texts.js';
import { errors } from './pages/errors.texts.js';
import { contactsFile, reportFiles } from './pages/files.texts.js';

/** The texts of the owner's pages, which lie beside them, and those that every page may say. */
export const webTexts = together(
  {
    nav,
    signIn,
    confirmEmail,
    signUp,
    account,
    mailedLinks,
    members,
    businesses,
    demo,
    home,
    entries,
    journal,
    lists,
    entry,
    records,
    import: importTexts,
    consent,
    documentForm,
    invoice,
    paymentForm,
    documentMail,
    creditNote,
    invoices,
    payLink,
    toRecord,
    record,
    pay,
    more,
    settings,
    manage,
    snapshot,
    blockers,
    confirm,
    reset,
    resetDone,
    recover,
    bringAlong,
    changed,
    recoverDone,
    undo,
    look,
    pack,
    compare,
    reports,
    errors,
    contactsFile,
    reportFiles,
  },
  uiTexts,
);

export type Texts = typeof webTexts.fr;

export const textsFor = (locale: Locale): Texts => webTexts[locale];
