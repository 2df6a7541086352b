import { bilingual } from '../../ui/texts/bilingual.js';

export const recoveryCodes = bilingual(
  () => ({
    title: 'Votre compte est protégé',
    onceTitle: 'Gardez ces codes de secours maintenant',
    once: 'Ils ne seront plus jamais montrés. Chacun ouvre la session une fois, le jour où le téléphone manque.',
    codes: 'Codes de secours',
    hint: 'Imprimez-les ou rangez-les dans un gestionnaire de mots de passe, ailleurs que dans ce téléphone.',
    go: 'Je les ai gardés : continuer',
  }),
  () => ({
    title: 'Your account is protected',
    onceTitle: 'Keep these recovery codes now',
    once: 'They will never be shown again. Each of them signs you in once, on the day the phone is missing.',
    codes: 'Recovery codes',
    hint: 'Print them or put them in a password manager, somewhere else than on that phone.',
    go: 'I have kept them: continue',
  }),
);
