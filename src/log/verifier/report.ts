import type { Finding } from './verify-path.js';

/** What was found, line by line; the last is the verdict. */
export function reportOf({ verdict, name, also }: Finding): string[] {
  const { entries, size, root, signedBy, completeness, remarks } = verdict;
  const count = entries === size ? `all ${size} entries` : `${entries} of ${size} entries`;
  return [
    `Root hash of ${size} entries: ${root}`,
    `Signed by ${signedBy.join(', ')}`,
    ...also,
    ...(completeness?.state === 'complete' ? completeness.says.map((says) => `Complete: ${says}`) : []),
    ...remarks.map((remark) => `Note: ${remark}`),
    `${trustIn(verdict)}: ${count} of ${name}.`,
  ];
}

function trustIn({ completeness, isLogKeyGiven }: Finding['verdict']): string {
  const verified = completeness?.state === 'complete' ? 'VERIFIED AND COMPLETE' : 'VERIFIED';
  const buts = [
    ...(isLogKeyGiven ? [] : ['but only with the key that the log gives for itself']),
    ...(completeness?.state === 'unknown' ? ['but not shown to be complete'] : []),
  ];
  return [verified, buts.join(', ')].filter(Boolean).join(', ');
}

export const refusalOf = (failure: Error): string => `NOT VERIFIED. ${failure.message}`;
