import { elided } from './elision.js';

test.each([
  ['Atelier Lachance', 'd’Atelier Lachance'],
  ['Élodie et fils', 'd’Élodie et fils'],
  ['E\u0301lodie', 'd’E\u0301lodie'],
  ['ÎLE DES SŒURS', 'd’ÎLE DES SŒURS'],
  ['Œuvres', 'd’Œuvres'],
  ['Hôtel du Lac', 'd’Hôtel du Lac'],
  ['HUILES DU NORD', 'd’HUILES DU NORD'],
  ['Yvon Roy', 'd’Yvon Roy'],
  ['« Atelier »', 'd’« Atelier »'],
  ['Café Brûlerie', 'de Café Brûlerie'],
  ['Halles centrales', 'de Halles centrales'],
  ['Hockey Plus', 'de Hockey Plus'],
  ['Yoga Zen', 'de Yoga Zen'],
  ['Onze inc.', 'de Onze inc.'],
  ['123 Go', 'de 123 Go'],
  ['owner@example.test', 'de owner@example.test'],
  ['', 'de '],
])('%s: %s', (name, written) => {
  expect(elided('de', name)).toBe(written);
});

test('the same of que', () => {
  expect([elided('que', 'Atelier'), elided('que', 'Café')]).toEqual(['qu’Atelier', 'que Café']);
});
