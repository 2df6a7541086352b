import { Inject, Injectable } from '@nestjs/common';
import type { SwitchKind } from '../books/book.entity.js';
import { countToTell, TOLD_MAX, type BookCounts } from '../books/book-counts.js';
import { latestSwitch, switchesOf } from '../books/switch-history.js';
import { AuditReader, reasonGivenIn } from '../log/events/audit-reader.service.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import type { EntityManager } from 'typeorm';
import { formerAddressesOf, ownersOf, type Receiver } from '../people/businesses/receivers.js';
import type { Tx } from '../platform/database/transaction.js';
import type { Locale } from '../platform/kernel/actor.js';
import { languageTag } from '../platform/kernel/language-tag.js';
import { DAY_MS, later } from '../platform/kernel/clock.js';
import { elided } from '../platform/kernel/elision.js';
import type { BookId, BusinessId, EventId } from '../platform/kernel/ids.js';
import { emailKey, inOneLine } from '../platform/kernel/text.js';
import { Mailer } from '../platform/outbox/mailer.service.js';

export interface SwitchNotice {
  readonly kind: SwitchKind;
  readonly businessId: BusinessId;
  readonly at: Date;
  /** Until when it can be undone. */
  readonly until: Date;
  /** Who did it: the address that they sign in with. */
  readonly by: string;
  /** What they gave as a reason, perhaps nothing; undefined once it is erased. */
  readonly reason: string | undefined;
  /** What holds the data that were replaced. */
  readonly snapshotId: BookId;
  /** Of a restore: what the data hold that came back, where that is known. Of a reset what was set aside is counted here. */
  readonly counts?: BookCounts | undefined;
}

/** How long an address that somebody has changed still gets notices. */
const OLD_ADDRESS_MS = 30 * DAY_MS;

/** Where the original owner finds Manage your data, as a whole address for a mail. */
export const manageYourDataUrl = (publicUrl: string, businessId: BusinessId) =>
  `${publicUrl}/b/${businessId}/settings/personalisation/manage-your-data`;

/** Tells the owner and every member with full access what happened, and the way back (SPEC §3.6). */
@Injectable()
export class SwitchNotices {
  constructor(
    private readonly mailer: Mailer,
    private readonly log: AuditReader,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async queue(tx: Tx, notice: SwitchNotice): Promise<void> {
    const url = manageYourDataUrl(this.settings.publicUrl, notice.businessId);
    const counts = notice.kind === 'reset' ? await countToTell(tx, notice.snapshotId) : notice.counts;
    for (const receiver of await this.addresses(tx, notice.businessId)) {
      const { email: to, locale } = receiver;
      await this.mailer.queue(tx, { to, locale, ...noticeMail(receiver, { ...notice, counts }, url) });
    }
  }

  /** Tells of the latest one again, in the same words, from what is on record of it. */
  async again(tx: Tx, businessId: BusinessId): Promise<void> {
    const latest = (await latestSwitch(tx, businessId))!;
    const [recorded] = await switchesOf(tx, businessId, 1);
    const { by, eventId } = recorded!;
    const { kind, at, from } = latest;
    await this.queue(tx, {
      kind,
      businessId,
      at,
      until: from.expiresAt,
      by,
      reason: await this.reasonOf(tx, eventId),
      snapshotId: from.id,
      counts: kind === 'restore' ? (await this.log.find(tx, eventId))?.data.snapshot?.counts : undefined,
    });
  }

  private async reasonOf(tx: Tx, eventId: EventId): Promise<string | undefined> {
    const kept = (await this.log.personalDetailsOf([eventId], tx)).get(eventId);
    return kept && (reasonGivenIn(kept) ?? '');
  }

  /**
   * By every address that may still be read: the one to sign in with, the original owner's sign-up address, and for a month
   * the one before a change. Whoever took over an account would otherwise be the only one to be told.
   */
  async addresses(manager: EntityManager, businessId: BusinessId): Promise<Receiver[]> {
    const kept = await formerAddressesOf(manager, businessId, later(-OLD_ADDRESS_MS));
    const all = [...(await this.receivers(manager, businessId)), ...named(kept)];
    return [...new Map(all.reverse().map((receiver) => [emailKey(receiver.email), receiver])).values()].reverse();
  }

  async receivers(manager: EntityManager, businessId: BusinessId): Promise<Receiver[]> {
    return named(await ownersOf(manager, businessId));
  }
}

/** A line of its own in a mail of ours would be read as ours. */
const named = (rows: readonly Receiver[]) => rows.map((row) => ({ ...row, business: inOneLine(row.business) }));

function timesIn({ locale, timeZone }: Receiver, { at, until }: SwitchNotice): { at: string; until: string } {
  const language = languageTag(locale);
  const full = new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'long', timeStyle: 'long' });
  const day = new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'long' });
  return { at: full.format(at), until: day.format(until) };
}

const COUNTED = ['journalEntries', 'invoices', 'contacts'] as const;

function countInWords(count: number, { locale }: Receiver): string {
  const number = new Intl.NumberFormat(languageTag(locale));
  return count > TOLD_MAX ? WORDS[locale].moreThan(number.format(TOLD_MAX)) : number.format(count);
}

interface Filled {
  readonly business: string;
  readonly until: string;
  readonly url: string;
  /** A line for each: who, when, why, what holds it, until when. */
  readonly facts: string;
}

interface Words {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly noReason: string;
  readonly snapshot: string;
  readonly counted: Record<(typeof COUNTED)[number], string>;
  readonly moreThan: (count: string) => string;
  readonly until: string;
  readonly subject: Record<SwitchKind, (business: string) => string>;
  readonly text: Record<SwitchKind, (filled: Filled) => string>;
}

function noticeMail(receiver: Receiver, notice: SwitchNotice, url: string): { subject: string; text: string } {
  const { locale, business } = receiver;
  const words = WORDS[locale];
  const { at, until } = timesIn(receiver, notice);
  const facts = [
    [words.by, inOneLine(notice.by)],
    [words.at, at],
    ...(notice.reason === undefined ? [] : [[words.reason, inOneLine(notice.reason) || words.noReason]]),
    ...COUNTED.filter((name) => notice.counts?.[name] !== undefined).map((name) => [
      words.counted[name],
      countInWords(notice.counts![name]!, receiver),
    ]),
    [words.snapshot, notice.snapshotId],
    [words.until, until],
  ].map(([label, value]) => `${label}${locale === 'fr' ? ' :' : ':'} ${value}`);
  const filled = { business, until, url, facts: facts.join('\n') };
  return { subject: words.subject[notice.kind](business), text: words.text[notice.kind](filled) };
}

const WORDS: Record<Locale, Words> = {
  fr: {
    by: 'Par',
    at: 'Quand',
    reason: 'Raison donnée',
    noReason: 'aucune',
    snapshot: 'Instantané qui les garde',
    counted: { journalEntries: 'Écritures', invoices: 'Factures', contacts: 'Contacts' },
    moreThan: (count) => `plus de ${count}`,
    until: 'Récupérable jusqu’au',
    subject: {
      reset: (business) => `Les données ${elided('de', business)} ont été réinitialisées`,
      restore: (business) => `Les données ${elided('de', business)} ont été récupérées`,
    },
    text: {
      reset: ({ business, until, url, facts }) => `Bonjour,

Les données comptables ${elided('de', business)} ont été réinitialisées. Rien n’est perdu : elles sont conservées jusqu’au ${until}.

${facts}

Pour les récupérer, la personne qui a créé le compte ouvre « Gérer vos données » et choisit « Récupérer mes données ». Les liens de
paiement envoyés à vos clients restent bons.
${url}

Ce n’était pas vous, ou vous n’étiez pas au courant? Récupérez les données sans attendre, changez votre mot de passe, fermez vos autres
sessions dans « Compte », et dites-le à notre équipe de soutien.
`,
      restore: ({ business, until, url, facts }) => `Bonjour,

Les données comptables ${elided('de', business)} ont été ramenées à un état antérieur. Ce qui avait été saisi depuis n’est pas perdu :
c’est conservé jusqu’au ${until}.

${facts}

Pour y revenir, la personne qui a créé le compte ouvre « Gérer vos données » :
${url}

Ce n’était pas vous, ou vous n’étiez pas au courant? Revenez en arrière par cette page, changez votre mot de passe, fermez vos autres
sessions dans « Compte », et dites-le à notre équipe de soutien.
`,
    },
  },
  en: {
    by: 'By',
    at: 'When',
    reason: 'Reason given',
    noReason: 'none',
    snapshot: 'Snapshot that keeps them',
    counted: { journalEntries: 'Entries', invoices: 'Invoices', contacts: 'Contacts' },
    moreThan: (count) => `more than ${count}`,
    until: 'Recoverable until',
    subject: {
      reset: (business) => `The data of ${business} have been reset`,
      restore: (business) => `The data of ${business} have been recovered`,
    },
    text: {
      reset: ({ business, until, url, facts }) => `Hello,

The accounting data of ${business} were reset. Nothing is lost: they are kept until ${until}.

${facts}

To get them back, the person who signed up opens "Manage your data" and chooses "Recover my data". The pay links that your customers
were sent stay good.
${url}

It was not you, or you did not know of it? Recover the data without delay, change your password, end your other sessions under
"Account", and tell our support team.
`,
      restore: ({ business, until, url, facts }) => `Hello,

The accounting data of ${business} were taken back to an earlier state. What had been entered since is not lost: it is kept until
${until}.

${facts}

To go back to it, the person who signed up opens "Manage your data":
${url}

It was not you, or you did not know of it? Go back by this page, change your password, end your other sessions under "Account", and
tell our support team.
`,
    },
  },
};
