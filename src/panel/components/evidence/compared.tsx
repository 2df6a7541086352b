import { Icon } from '../../../ui/components/icon.js';
import type { ComparedRow } from '../../evidence/evidence-views.js';
import { t } from '../locale.js';
import { CopyButton } from './copy-button.js';

const LOOKS = { same: 'done', differs: 'failed', 'not-digested': 'asked' } as const;

/** A digest to be recognised, and the whole of it to be copied. */
export const Digest = ({ digest }: { digest: string | null }) =>
  digest === null ? (
    <span className="quiet">{t.evidence.compare.noDigest}</span>
  ) : (
    <span className="digest">
      <code title={digest}>{shortened(digest)}</code>
      <CopyButton text={digest} label={t.evidence.compare.copy} />
    </span>
  );

const shortened = (digest: string) => `${digest.replace('sha256:', '').slice(0, 12)}…`;

/** What row and log say of a snapshot. Of one that is not digested nothing is said. */
export const Verdict = ({ compared: { verdict, faults } }: { compared: ComparedRow }) => (
  <>
    <span className={`badge badge-${LOOKS[verdict]}`}>{t.evidence.compare.short[verdict]}</span>
    {faults.length > 0 && <Faults faults={faults} />}
  </>
);

export const Faults = ({ faults }: Pick<ComparedRow, 'faults'>) => (
  <ul className="faults">
    {faults.map((fault) => (
      <li key={fault}>
        <Icon name="warning" /> {t.evidence.compare.faults[fault]}
      </li>
    ))}
  </ul>
);
