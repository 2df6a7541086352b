/** Small sizes and few repetitions, to see whether a benchmark works; its figures mean little. */
export const isQuick = process.argv.includes('--quick');
