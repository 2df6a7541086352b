import { resolve } from 'node:path';
import { ED25519, formatVerifierKey, parseVerifierKey, type VerifierKey } from '../../platform/tlog/signed-note.js';

export interface WitnessSettings {
  readonly logs: readonly VerifierKey[];
  readonly name: string;
  readonly dataDir: string;
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

/** A setting or an argument that cannot be used. */
export class WitnessUsageError extends Error {}

/** Throws WitnessUsageError with the first setting that is wrong; an empty one counts as missing. */
export function readWitnessSettings(env: Record<string, string | undefined>): WitnessSettings {
  return {
    logs: logsIn(env.WITNESS_LOG_VKEY?.trim() ?? ''),
    name: nameIn(env.WITNESS_NAME || 'ardoise/witness'),
    dataDir: resolve(env.WITNESS_DATA_DIR || '.witness'),
    host: env.WITNESS_HOST || '127.0.0.1',
    port: portIn(env.WITNESS_PORT || '3100'),
  };
}

function logsIn(text: string): VerifierKey[] {
  if (text === '') throw new WitnessUsageError('WITNESS_LOG_VKEY is missing.');
  const logs = text.split(/\s+/).map(logIn);
  const texts = logs.map(formatVerifierKey);
  const twice = texts.find((key, i) => texts.indexOf(key) !== i);
  if (twice !== undefined) throw new WitnessUsageError(`WITNESS_LOG_VKEY: ${twice} is there twice.`);
  return logs;
}

function logIn(text: string): VerifierKey {
  let key;
  try {
    key = parseVerifierKey(text);
  } catch (error) {
    throw new WitnessUsageError(`WITNESS_LOG_VKEY: ${(error as Error).message}`);
  }
  if (key.type !== ED25519) throw new WitnessUsageError(`WITNESS_LOG_VKEY: ${text} is a witness's key, not a log's.`);
  return key;
}

/** As long as the logs' record of cosignatures takes it. */
function nameIn(text: string): string {
  if (/^[^\s+]{1,200}$/u.test(text)) return text;
  throw new WitnessUsageError('WITNESS_NAME has 1 to 200 characters, neither spaces nor "+".');
}

function portIn(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new WitnessUsageError(`WITNESS_PORT is a number from 0 to 65535, not "${text}".`);
}
