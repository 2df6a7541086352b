import { bilingual } from '../../ui/texts/bilingual.js';

export const display = bilingual(
  () => ({
    title: 'Affichage',
    lead: 'Ces choix vous suivent d’un appareil à l’autre. Ils ne changent rien pour personne d’autre.',
    density: 'Densité',
    densities: { comfortable: 'Confortable', compact: 'Compacte' },
    densityHints: {
      comfortable: 'Des lettres plus grandes et de l’air.',
      compact: 'Deux fois plus de lignes sur un écran; sur un téléphone rien ne change.',
    },
    timeZone: 'Fuseau horaire',
    timeZoneHint: 'Toutes les heures du panneau. Les preuves signées restent en UTC et le disent.',
    shortcuts: 'Touches',
    shortcutChoices: { on: 'Utiliser les raccourcis d’une lettre', off: 'Ne pas les utiliser' },
    save: 'Enregistrer',
    timeZoneProblem: 'Ce n’est pas un fuseau horaire connu.',
  }),
  () => ({
    title: 'Display',
    lead: 'These choices follow you from one device to another. They change nothing for anybody else.',
    density: 'Density',
    densities: { comfortable: 'Comfortable', compact: 'Compact' },
    densityHints: {
      comfortable: 'Larger letters, and room.',
      compact: 'Twice as many rows on a screen; on a phone nothing changes.',
    },
    timeZone: 'Time zone',
    timeZoneHint: 'Every time in the panel. Signed evidence stays in UTC and says so.',
    shortcuts: 'Keys',
    shortcutChoices: { on: 'Use shortcuts of one letter', off: 'Do not use them' },
    save: 'Save',
    timeZoneProblem: 'This is no time zone that is known.',
  }),
);
