import { bilingual } from '../../../ui/texts/bilingual.js';

export const chart = bilingual(
  (n) => ({
    title: 'Réinitialisations et récupérations, 30 jours',
    none: 'Aucune réinitialisation ni récupération depuis 30 jours, faite ou refusée.',
    summary: (resets: number, restores: number, refused: number) =>
      [
        n(resets, '# réinitialisation', '# réinitialisations'),
        n(restores, '# récupération', '# récupérations'),
        n(refused, '# refus', '# refus'),
      ].join(', ') + ' en 30 jours.',
    most: (count: number) => `Le plus en un jour : ${count}.`,
    series: { resets: 'Réinitialisations', restores: 'Récupérations', refused: 'Refusées' },
    legend: (series: string, count: string) => `${series} : ${count}`,
    table: 'Les mêmes chiffres, jour par jour',
    day: 'Jour',
    empty: 'Les jours sans rien ne sont pas dans le tableau.',
  }),
  (n) => ({
    title: 'Resets and restores, 30 days',
    none: 'No reset and no restore in the last 30 days, neither done nor refused.',
    summary: (resets, restores, refused) =>
      [n(resets, '# reset', '# resets'), n(restores, '# restore', '# restores'), `${refused} refused`].join(', ') +
      ' in 30 days.',
    most: (count) => `Most in one day: ${count}.`,
    series: { resets: 'Resets', restores: 'Restores', refused: 'Refused' },
    legend: (series, count) => `${series}: ${count}`,
    table: 'The same figures, day by day',
    day: 'Day',
    empty: 'Days with nothing are not in the table.',
  }),
);
