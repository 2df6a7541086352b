import { Inject, Injectable } from '@nestjs/common';
import type { SwitchKind } from '../books/book.entity.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import type { EntityManager } from 'typeorm';
import { formerAddressesOf, ownersOf, type Receiver } from '../people/businesses/receivers.js';
import type { Tx } from '../platform/database/transaction.js';
import type { Locale } from '../platform/kernel/actor.js';
import { DAY_MS, later } from '../platform/kernel/clock.js';
import { elided } from '../platform/kernel/elision.js';
import type { BusinessId } from '../platform/kernel/ids.js';
import { emailKey, inOneLine } from '../platform/kernel/text.js';
import { Mailer } from '../platform/outbox/mailer.service.js';

export interface SwitchNotice {
  readonly kind: SwitchKind;
  readonly businessId: BusinessId;
  readonly at: Date;
  /** Until when it can be undone. */
  readonly until: Date;
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

const LANGUAGES: Readonly<Record<Locale, string>> = { fr: 'fr-CA', en: 'en-CA' };

function timesIn({ locale, timeZone }: Receiver, { at, until }: SwitchNotice): { at: string; until: string } {
  const language = LANGUAGES[locale];
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
