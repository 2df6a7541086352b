import { Inject, Injectable } from '@nestjs/common';
import type { SwitchKind } from '../books/book.entity.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import type { EntityManager } from 'typeorm';
import { select, type Tx } from '../platform/database/transaction.js';
import type { Locale } from '../platform/kernel/actor.js';
import { DAY_MS, later } from '../platform/kernel/clock.js';
import { elided } from '../platform/kernel/elision.js';
import { idToBytes, type BusinessId } from '../platform/kernel/ids.js';
import { emailKey, inOneLine } from '../platform/kernel/text.js';
import { Mailer } from '../platform/outbox/mailer.service.js';

export interface SwitchNotice {
  readonly kind: SwitchKind;
  readonly businessId: BusinessId;
  readonly at: Date;
  /** Until when it can be undone. */
  readonly until: Date;
}

export interface Receiver {
  readonly email: string;
  readonly locale: Locale;
  /** Its name. */
  readonly business: string;
  /** Of the business, whose times these are. */
  readonly timeZone: string;
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
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async queue(tx: Tx, notice: SwitchNotice): Promise<void> {
    const url = manageYourDataUrl(this.settings.publicUrl, notice.businessId);
    for (const receiver of await this.addresses(tx, notice.businessId)) {
      const words = TEXTS[receiver.locale][notice.kind];
      const time = timesIn(receiver, notice);
      await this.mailer.queue(tx, {
        to: receiver.email,
        subject: words.subject(receiver.business),
        text: words.text(receiver.business, time.at, time.until, url),
      });
    }
  }

  /**
   * By every address that may still be read: the one to sign in with, the original owner's sign-up address, and for a month
   * the one before a change. Whoever took over an account would otherwise be the only one to be told.
   */
  async addresses(manager: EntityManager, businessId: BusinessId): Promise<Receiver[]> {
    const kept = await select<Receiver>(
      manager,
      `SELECT u.sign_up_email AS email, u.locale, b.name AS business, b.time_zone AS timeZone FROM businesses b
       JOIN users u ON u.id = b.original_owner_id WHERE b.id = ?
       UNION ALL
       SELECT c.old_email, u.locale, b.name, b.time_zone FROM memberships m
       JOIN users u ON u.id = m.user_id JOIN businesses b ON b.id = m.business_id
       JOIN email_changes c ON c.user_id = u.id AND c.confirmed_at > ?
       WHERE m.business_id = ? AND (m.role = 'owner' OR m.user_id = b.original_owner_id)`,
      [idToBytes(businessId), later(-OLD_ADDRESS_MS), idToBytes(businessId)],
    );
    const all = [...(await this.receivers(manager, businessId)), ...named(kept)];
    return [...new Map(all.reverse().map((receiver) => [emailKey(receiver.email), receiver])).values()].reverse();
  }

  async receivers(manager: EntityManager, businessId: BusinessId): Promise<Receiver[]> {
    const rows = await select<Receiver>(
      manager,
      `SELECT u.email, u.locale, b.name AS business, b.time_zone AS timeZone FROM memberships m
       JOIN users u ON u.id = m.user_id JOIN businesses b ON b.id = m.business_id
       WHERE m.business_id = ? AND (m.role = 'owner' OR m.user_id = b.original_owner_id) ORDER BY m.created_at, u.id`,
      [idToBytes(businessId)],
    );
    return named(rows);
  }
}

/** A line of its own in a mail of ours would be read as ours. */
const named = (rows: readonly Receiver[]) => rows.map((row) => ({ ...row, business: inOneLine(row.business) }));

function timesIn({ locale, timeZone }: Receiver, { at, until }: SwitchNotice): { at: string; until: string } {
  const language = locale === 'fr' ? 'fr-CA' : 'en-CA';
  const full = new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'long', timeStyle: 'long' });
  const day = new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'long' });
  return { at: full.format(at), until: day.format(until) };
}

interface Words {
  subject(business: string): string;
  text(business: string, at: string, until: string, url: string): string;
}

const TEXTS: Record<Locale, Record<SwitchKind, Words>> = {
  fr: {
    reset: {
      subject: (business) => `Les données ${elided('de', business)} ont été réinitialisées`,
      text: (business, at, until, url) => `Bonjour,

Les données comptables ${elided('de', business)} ont été réinitialisées le ${at}.
Rien n’est perdu : elles sont conservées jusqu’au ${until}.

Pour les récupérer, la personne qui a créé le compte ouvre « Gérer vos données » et choisit « Récupérer mes données » :
${url}

Vous n’attendiez pas ce message? Parlez-en à cette personne, ou écrivez à notre équipe de soutien.
`,
    },
    restore: {
      subject: (business) => `Les données ${elided('de', business)} ont été récupérées`,
      text: (business, at, until, url) => `Bonjour,

Les données comptables ${elided('de', business)} ont été ramenées à un état antérieur le ${at}.
Ce qui avait été saisi depuis n’est pas perdu : c’est conservé jusqu’au ${until}.

Pour y revenir, la personne qui a créé le compte ouvre « Gérer vos données » :
${url}
`,
    },
  },
  en: {
    reset: {
      subject: (business) => `The data of ${business} have been reset`,
      text: (business, at, until, url) => `Hello,

The accounting data of ${business} were reset on ${at}.
Nothing is lost: they are kept until ${until}.

To get them back, the person who signed up opens "Manage your data" and chooses "Recover my data":
${url}

You did not expect this message? Talk to that person, or write to our support team.
`,
    },
    restore: {
      subject: (business) => `The data of ${business} have been recovered`,
      text: (business, at, until, url) => `Hello,

The accounting data of ${business} were taken back to an earlier state on ${at}.
What had been entered since is not lost: it is kept until ${until}.

To go back to it, the person who signed up opens "Manage your data":
${url}
`,
    },
  },
};
