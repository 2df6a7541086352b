import { bilingual } from '../../../ui/texts/bilingual.js';

export const notYours = bilingual(
  () => ({
    feeds: 'Le soutien peut demander la déconnexion d’une banque, à la demande de la ou du propriétaire.',
    members: 'Le soutien peut demander la levée du blocage d’un compte après trop d’essais de mot de passe.',
    holds: 'Seule l’équipe de la conformité met un instantané en conservation légale.',
  }),
  () => ({
    feeds: 'Support can ask for a bank to be disconnected, at the owner’s request.',
    members: 'Support can ask for the lock to be lifted that too many wrong passwords put on an account.',
    holds: 'Only the compliance team places a legal hold on a snapshot.',
  }),
);
