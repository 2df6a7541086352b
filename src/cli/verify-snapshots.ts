import type { Snapshots } from '../books/snapshots.service.js';
import type { BusinessId } from '../platform/kernel/ids.js';

/** Recomputes every kept snapshot's digest; true when all match what is on record. */
export async function verifySnapshots(
  snapshots: Snapshots,
  businessId: BusinessId | undefined,
  print: (line: string) => void,
): Promise<boolean> {
  const kept = await snapshots.keptOf(businessId);
  let wrong = 0;
  for (const snapshot of kept) {
    const digest = `sha256:${(await snapshots.recompute(snapshot.id)).digest.toString('hex')}`;
    const verdict =
      snapshot.digest === undefined ? 'no digest on record yet' : digest === snapshot.digest ? 'ok' : 'DIFFERS';
    if (verdict === 'DIFFERS') wrong += 1;
    print(`${snapshot.id}  ${digest}  ${verdict}`);
  }
  print(
    wrong === 0
      ? `${kept.length} snapshots, none differs.`
      : `${wrong} of ${kept.length} snapshots differ from their record.`,
  );
  return wrong === 0;
}
