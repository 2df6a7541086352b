import type { ComparedRow } from '../../evidence/evidence-views.js';
import { t } from '../locale.js';
import { CopyButton } from '../copy-button.js';

const LOOKS = { same: 'done', differs: 'failed', 'not-digested': 'asked', 'not-comparable': 'failed' } as const;

/** A digest to be recognised, and the whole of it to be copied. */
const Digest = ({ digest }: { digest: string | null }) =>
  digest === null ? (
    <span className="quiet">{t.evidence.compare.noDigest}</span>
  ) : (
    <span className="digest">
      <code title={digest}>{shortened(digest)}</code>
      <CopyButton text={digest} label={t.evidence.compare.copy} />
    </span>
  );

const shortened = (digest: string) => `${digest.replace('sha256:', '').slice(0, 10)}…`;

/** What row and log say of a snapshot. Of one that is not digested nothing is said. */
export const Compared = ({ compared }: { compared: ComparedRow }) => (
  <div className="compared">
    <Digest digest={compared.digest} />
    <span className={`badge badge-${LOOKS[compared.verdict]}`}>{t.evidence.compare.short[compared.verdict]}</span>
    <Faults faults={compared.faults} />
  </div>
);

export const Faults = ({ faults }: Pick<ComparedRow, 'faults'>) =>
  faults.length > 0 && (
    <ul className="faults">
      {faults.map((fault) => (
        <li key={fault}>{t.evidence.compare.faults[fault]}</li>
      ))}
    </ul>
  );
