import { Inject, Injectable } from '@nestjs/common';
import type { Receiver } from '../people/businesses/receivers.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import type { Tx } from '../platform/database/transaction.js';
import type { Locale } from '../platform/kernel/actor.js';
import { elided } from '../platform/kernel/elision.js';
import type { BusinessId } from '../platform/kernel/ids.js';
import { Mailer } from '../platform/outbox/mailer.service.js';
import { manageYourDataUrl } from '../resets/switch-notices.service.js';

/** Shows the original owner the way to Manage your data. The link opens nothing by itself: it leads to the sign-in. */
@Injectable()
export class ManageDataLink {
  constructor(
    private readonly mailer: Mailer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  queue(tx: Tx, businessId: BusinessId, { email, locale, business }: Receiver): Promise<void> {
    const words = TEXTS[locale];
    return this.mailer.queue(tx, {
      to: email,
      locale,
      subject: words.subject(business),
      text: words.text(business, manageYourDataUrl(this.settings.publicUrl, businessId)),
    });
  }
}

interface Words {
  subject(business: string): string;
  text(business: string, url: string): string;
}

const TEXTS: Record<Locale, Words> = {
  fr: {
    subject: (business) => `Gérer les données ${elided('de', business)}`,
    text: (business, url) => `Bonjour,

Notre équipe de soutien vous envoie, comme vous l’avez demandé, le lien vers « Gérer vos données » ${elided('de', business)} :
${url}

Le lien demande d’abord d’ouvrir votre session. Il ne change rien par lui-même : c’est vous qui décidez sur place, et
personne de notre équipe ne peut réinitialiser ni récupérer vos données.

Vous n’avez rien demandé? Vous n’avez rien à faire. Dites-le toutefois à notre équipe de soutien.
`,
  },
  en: {
    subject: (business) => `Manage the data of ${business}`,
    text: (business, url) => `Hello,

Our support team sends you, as you asked, the link to "Manage your data" of ${business}:
${url}

The link asks you to sign in first. It changes nothing by itself: you decide there, and nobody on our team can reset or
recover your data.

You did not ask for this? There is nothing you need to do. Please tell our support team, though.
`,
  },
};
