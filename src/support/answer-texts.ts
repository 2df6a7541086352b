import type { Locale } from '../platform/kernel/actor.js';
import { elided } from '../platform/kernel/elision.js';

/** What somebody who calls may be told; the facts decide which of them is so. */
export const ANSWER_KINDS = [
  'locked-out',
  'restore-blocked',
  'restore-possible',
  'snapshot-gone',
  'reset-blocked',
  'reset-possible',
] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/** What the text says, in words of the customer's language already. */
export interface AnswerFacts {
  readonly business: string;
  /** Of Manage your data. */
  readonly url: string;
  /** The last reset or restore, and until when what it replaced is kept. */
  readonly at?: string;
  readonly until?: string;
  /** `Banque · Compte`, each that is still connected. */
  readonly banks: readonly string[];
  /** Those that support has asked to disconnect. */
  readonly asked: readonly string[];
}

export interface AnswerText {
  readonly subject: string;
  readonly text: string;
}

const list = (items: readonly string[]) => items.map((item) => `– ${item}`).join('\n');

type Written = Record<AnswerKind, (facts: AnswerFacts) => { subject: string; paragraphs: (string | false)[] }>;

const FRENCH: Written = {
  'locked-out': ({ business, url }) => ({
    subject: `Votre accès à ${business}`,
    paragraphs: [
      'Après plusieurs mots de passe incorrects, votre compte est bloqué un moment, pour le protéger. Le blocage tombe de lui-même, au plus tard un quart d’heure après le dernier essai.',
      `Si vous ne retrouvez pas votre mot de passe, choisissez-en un autre à partir de la page d’ouverture de session. Vous arriverez ensuite ici :\n${url}`,
    ],
  }),
  'restore-blocked': ({ business, url, at, until, banks, asked }) => ({
    subject: `Récupérer les données ${elided('de', business)}`,
    paragraphs: [
      `Les données ${elided('de', business)} ont été remplacées le ${at}. Rien n’est perdu : vous pouvez les récupérer jusqu’au ${until}.`,
      `Avant cela, il faut déconnecter chaque banque :\n${list(banks)}`,
      asked.length > 0 &&
        `Nous avons demandé la déconnexion ${asked.length === 1 ? 'de cette banque' : 'de ces banques'} pour vous; une autre personne de notre équipe doit l’approuver :\n${list(asked)}`,
      `Le bouton de déconnexion de chaque banque et « Récupérer mes données » sont sur cette page :\n${url}`,
      'Pour confirmer, tapez l’adresse courriel avec laquelle vous avez inscrit l’entreprise. Ce que vous avez entré depuis sera gardé à part : vous pourrez y revenir.',
    ],
  }),
  'restore-possible': ({ business, url, at, until }) => ({
    subject: `Récupérer les données ${elided('de', business)}`,
    paragraphs: [
      `Les données ${elided('de', business)} ont été remplacées le ${at}. Rien n’est perdu : vous pouvez les récupérer jusqu’au ${until}.`,
      `Choisissez « Récupérer mes données » sur cette page :\n${url}`,
      'Pour confirmer, tapez l’adresse courriel avec laquelle vous avez inscrit l’entreprise. Ce que vous avez entré depuis sera gardé à part : vous pourrez y revenir.',
    ],
  }),
  'snapshot-gone': ({ business, at }) => ({
    subject: `Les données ${elided('de', business)}`,
    paragraphs: [
      `Les données ${elided('de', business)} ont été remplacées le ${at}. Ce qu’elles contenaient n’est plus gardé : la durée de conservation est passée, et personne ne peut plus les récupérer.`,
      'Si vous avez téléchargé un dossier ou un fichier FEC, vous pouvez l’importer de nouveau.',
    ],
  }),
  'reset-blocked': ({ business, url, banks, asked }) => ({
    subject: `Réinitialiser les données ${elided('de', business)}`,
    paragraphs: [
      banks.length > 0
        ? `Avant une réinitialisation, il faut déconnecter chaque banque :\n${list(banks)}`
        : 'Une réinitialisation n’est pas possible en ce moment; la page dit pourquoi.',
      asked.length > 0 &&
        `Nous avons demandé cette déconnexion pour vous; une autre personne de notre équipe doit l’approuver :\n${list(asked)}`,
      `La page vous guide, et dit tout ce qui sera remplacé et gardé :\n${url}`,
    ],
  }),
  'reset-possible': ({ business, url }) => ({
    subject: `Réinitialiser les données ${elided('de', business)}`,
    paragraphs: [
      `Vous pouvez réinitialiser les données sur cette page, qui dit d’abord tout ce qui sera remplacé et gardé :\n${url}`,
      'Seule la personne qui a inscrit l’entreprise peut le faire. Les données remplacées restent récupérables pendant un temps, que la page indique.',
    ],
  }),
};

const ENGLISH: Written = {
  'locked-out': ({ business, url }) => ({
    subject: `Your access to ${business}`,
    paragraphs: [
      'After several wrong passwords your account is locked for a while, to protect it. The lock ends by itself, at the latest a quarter of an hour after the last attempt.',
      `If you cannot find your password, choose another one from the sign-in page. You will then arrive here:\n${url}`,
    ],
  }),
  'restore-blocked': ({ business, url, at, until, banks, asked }) => ({
    subject: `Recovering the data of ${business}`,
    paragraphs: [
      `The data of ${business} was replaced on ${at}. Nothing is lost: you can recover it until ${until}.`,
      `Before that, each bank must be disconnected:\n${list(banks)}`,
      asked.length > 0 &&
        `We have asked for ${asked.length === 1 ? 'this bank' : 'these banks'} to be disconnected for you; somebody else on our team must approve it:\n${list(asked)}`,
      `The button that disconnects each bank and "Recover my data" are on this page:\n${url}`,
      'To confirm, type the e-mail address with which you signed the business up. What you have entered since is kept apart: you can come back to it.',
    ],
  }),
  'restore-possible': ({ business, url, at, until }) => ({
    subject: `Recovering the data of ${business}`,
    paragraphs: [
      `The data of ${business} was replaced on ${at}. Nothing is lost: you can recover it until ${until}.`,
      `Choose "Recover my data" on this page:\n${url}`,
      'To confirm, type the e-mail address with which you signed the business up. What you have entered since is kept apart: you can come back to it.',
    ],
  }),
  'snapshot-gone': ({ business, at }) => ({
    subject: `The data of ${business}`,
    paragraphs: [
      `The data of ${business} was replaced on ${at}. What it held is no longer kept: the time for which it is kept is over, and nobody can recover it any more.`,
      'If you downloaded a pack or a FEC file, you can import it again.',
    ],
  }),
  'reset-blocked': ({ business, url, banks, asked }) => ({
    subject: `Resetting the data of ${business}`,
    paragraphs: [
      banks.length > 0
        ? `Before a reset, each bank must be disconnected:\n${list(banks)}`
        : 'A reset is not possible at this moment; the page says why.',
      asked.length > 0 &&
        `We have asked for this to be done for you; somebody else on our team must approve it:\n${list(asked)}`,
      `The page guides you, and says all that will be replaced and kept:\n${url}`,
    ],
  }),
  'reset-possible': ({ business, url }) => ({
    subject: `Resetting the data of ${business}`,
    paragraphs: [
      `You can reset the data on this page, which first says all that will be replaced and kept:\n${url}`,
      'Only the person who signed the business up can do it. The replaced data can be recovered for a time, which the page tells.',
    ],
  }),
};

const FRAMES: Record<Locale, { hello: string; end: string; texts: Written }> = {
  fr: {
    hello: 'Bonjour,',
    end: 'Personne de notre équipe ne peut réinitialiser ni récupérer vos données : vous décidez sur place.',
    texts: FRENCH,
  },
  en: {
    hello: 'Hello,',
    end: 'Nobody on our team can reset or recover your data: you decide there.',
    texts: ENGLISH,
  },
};

/** The whole text, to be mailed or copied. */
export function answerText(kind: AnswerKind, locale: Locale, facts: AnswerFacts): AnswerText {
  const { hello, end, texts } = FRAMES[locale];
  const { subject, paragraphs } = texts[kind](facts);
  return { subject, text: [hello, ...paragraphs, end].filter(Boolean).join('\n\n') };
}
