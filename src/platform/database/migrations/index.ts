import { Foundation1763900000000 } from './0001-foundation.js';
import { TransparencyLog1763950000000 } from './0002-transparency-log.js';
import { AuditSearch1764000000000 } from './0003-audit-search.js';
import { StaffSessions1764050000000 } from './0004-staff-sessions.js';
import { Support1764100000000 } from './0005-support.js';
import { SavedViews1764150000000 } from './0006-saved-views.js';
import { Operators1764200000000 } from './0007-operators.js';
import { OnlinePayments1764250000000 } from './0008-online-payments.js';
import { AttemptCounts1764300000000 } from './0009-attempt-counts.js';
import { KnownAddresses1764350000000 } from './0010-known-addresses.js';
import { Demo1764400000000 } from './0011-demo.js';
import { TimeZones1764450000000 } from './0012-time-zones.js';
import { AnchoredSnapshots1764500000000 } from './0013-anchored-snapshots.js';
import { RecordedOperations1764550000000 } from './0014-recorded-operations.js';
import { Witnesses1764600000000 } from './0015-witnesses.js';
import { Reviews1764650000000 } from './0016-reviews.js';
import { Destruction1764700000000 } from './0017-destruction.js';
import { Postings1764800000000 } from './0019-postings.js';
import { Accounts1764850000000 } from './0020-accounts.js';
import { SecondFactors1764900000000 } from './0021-second-factors.js';
import { ContactsByName1765000000000 } from './0023-contacts-by-name.js';
import { ListOrders1765050000000 } from './0024-list-orders.js';
import { SellerAndRevocations1765100000000 } from './0025-seller-and-revocations.js';
import { DocumentMails1765150000000 } from './0026-document-mails.js';
import { PaymentProviders1765200000000 } from './0027-payment-providers.js';
import { Packs1765300000000 } from './0029-packs.js';
import { DerivedFromBooks1765400000000 } from './0031-derived-from-books.js';
import { Siren1765450000000 } from './0032-siren.js';
import { StaffPreferences1765550000000 } from './0034-staff-preferences.js';
import { SupportWork1765600000000 } from './0035-support-work.js';
import { HoldReviews1765650000000 } from './0036-hold-reviews.js';
import { SignOn1765700000000 } from './0037-sign-on.js';
import { StaffRequests1765750000000 } from './0038-staff-requests.js';
import { AccessReviews1765800000000 } from './0039-access-reviews.js';
import { CertifiedDecisions1766900000000 } from './0040-certified-decisions.js';
import { resumable } from './resumable.js';

/** In the order in which they run. A landed migration is never edited: write the next one. */
export const migrations = [
  Foundation1763900000000,
  TransparencyLog1763950000000,
  AuditSearch1764000000000,
  StaffSessions1764050000000,
  Support1764100000000,
  SavedViews1764150000000,
  Operators1764200000000,
  OnlinePayments1764250000000,
  AttemptCounts1764300000000,
  KnownAddresses1764350000000,
  Demo1764400000000,
  TimeZones1764450000000,
  AnchoredSnapshots1764500000000,
  RecordedOperations1764550000000,
  Witnesses1764600000000,
  Reviews1764650000000,
  Destruction1764700000000,
  Postings1764800000000,
  Accounts1764850000000,
  SecondFactors1764900000000,
  ContactsByName1765000000000,
  ListOrders1765050000000,
  SellerAndRevocations1765100000000,
  DocumentMails1765150000000,
  PaymentProviders1765200000000,
  Packs1765300000000,
  DerivedFromBooks1765400000000,
  Siren1765450000000,
  StaffPreferences1765550000000,
  SupportWork1765600000000,
  HoldReviews1765650000000,
  SignOn1765700000000,
  StaffRequests1765750000000,
  AccessReviews1765800000000,
  CertifiedDecisions1766900000000,
].map(resumable);
