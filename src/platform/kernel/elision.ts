/** What begins a word with an h that is not said: the others keep `de`, which is never wrong enough to stumble over. */
const SILENT_H =
  /^h(abi[lt]|aleine|alluc|armoni|ebdo|ector|elen|elic|elio|emi|enri|epat|erb|erm|eur|euris|exa|ippo|isto|iver|omm|omo|onn|onor|opita|oraire|orizon|orlog|oroscop|ortic|ospi|ote|otel|oti|uil|uit?r|umain|umanit|umid|umour|ydr|ygi|ymn|yper|ypno|ypo)/;
/** Written with a vowel, said as if with a consonant. */
const SAID_APART = /^(onz|oui|ouat|ouist|uhlan|yaourt)/;

/** `de`, `que` and the like before a name: `d’Atelier Zoé`, `d’Élodie`, `d’Hôtel du Lac`, and `de Café`, `de 3 amis`, `de Yoga`. */
export function elided(word: 'de' | 'que', name: string): string {
  return isElidedBefore(name) ? `${word.slice(0, -1)}’${name}` : `${word} ${name}`;
}

/** Whether French says `d’` before it. An e-mail address is a code, before which nothing is changed. */
export function isElidedBefore(name: string): boolean {
  if (name.includes('@')) return false;
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/Œ|œ/g, 'oe')
    .replace(/Æ|æ/g, 'ae')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .toLowerCase();
  if (SAID_APART.test(plain)) return false;
  return /^[aeiou]/.test(plain) || /^y[^aeiou]/.test(plain) || SILENT_H.test(plain);
}
