import { bilingual } from '../../ui/texts/bilingual.js';

export const signUp = bilingual(
  () => ({
    title: 'Créer un compte',
    lead: 'Vous serez propriétaire d’origine de l’entreprise : la seule personne qui peut réinitialiser et récupérer ses données.',
    email: 'Adresse courriel',
    emailHint:
      'Retenez-la : c’est elle que vous taperez pour confirmer une réinitialisation, même si vous en changez un jour.',
    password: 'Mot de passe',
    passwordHint: 'Au moins 10 caractères, et pas l’un des plus connus. Une phrase convient très bien.',
    businessName: 'Nom de l’entreprise',
    edition: 'Édition',
    editionHints: {
      accounting: 'Tout le grand livre, pour vous et votre comptable.',
      express: 'L’essentiel, pour tenir vos livres vous-même.',
    },
    language: 'Langue',
    languages: { fr: 'Français', en: 'English' },
    submit: 'Créer le compte',
    haveAccount: 'Vous avez déjà un compte?',
    problems: {
      REQUIRED: 'Remplissez ce champ.',
      INVALID: 'Vérifiez ce qui est écrit ici.',
      TOO_SHORT: 'C’est trop court.',
      TOO_LONG: 'C’est trop long.',
      COMMON: 'Ce mot de passe est l’un des premiers que l’on essaie. Choisissez-en un autre : plusieurs mots à vous.',
      OWN_ADDRESS: 'C’est votre adresse, qui n’est pas un secret.',
      TAKEN: 'Cette adresse a déjà un compte. Ouvrez une session ou choisissez-en une autre.',
    },
  }),
  () => ({
    title: 'Sign up',
    lead: 'You will be the original owner of the business: the only person who can reset and recover its data.',
    email: 'E-mail address',
    emailHint: 'Remember it: this is what you will type to confirm a reset, even if you change it one day.',
    password: 'Password',
    passwordHint: 'At least 10 characters, none of the well-known ones. A phrase works very well.',
    businessName: 'Name of the business',
    edition: 'Edition',
    editionHints: {
      accounting: 'The whole ledger, for you and your accountant.',
      express: 'The essentials, to keep your books yourself.',
    },
    language: 'Language',
    languages: { fr: 'Français', en: 'English' },
    submit: 'Create the account',
    haveAccount: 'You already have an account?',
    problems: {
      REQUIRED: 'Fill in this field.',
      INVALID: 'Check what is written here.',
      TOO_SHORT: 'This is too short.',
      TOO_LONG: 'This is too long.',
      COMMON: 'This is one of those that are tried first. Choose another: several words of your own.',
      OWN_ADDRESS: 'This is your address, which is no secret.',
      TAKEN: 'This address already has an account. Sign in, or choose another.',
    },
  }),
);
