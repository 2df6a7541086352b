import type { PreconditionCheck } from '../../../log/events/event-catalogue.js';
import type { AuditEventView } from '../../../log/events/audit-reader.service.js';
import { FeedStateBadge, type FeedState } from '../../../ui/components/feed-state.js';
import { Icon } from '../../../ui/components/icon.js';
import { Facts, Panel } from '../../../ui/components/panel.js';
import { Template, UserText, Instant } from '../../../ui/components/text.js';
import { lookUp } from '../../../ui/texts/bilingual.js';
import { t } from '../locale.js';
import { utc } from './event-words.js';

interface EvidenceProps {
  event: AuditEventView;
  names: Readonly<Record<string, string>>;
}

/** First what a reviewer looks for: what was read under lock before it was done, and where the data went. */
export const Evidence = ({ event, names }: EvidenceProps) => {
  const texts = t.explorer.event;
  const { precondition = [], snapshot } = event.data;
  return (
    <Panel id="evidence" title={texts.evidence}>
      {precondition.length === 0 ? (
        <p>{texts.noEvidence}</p>
      ) : (
        <ul className="preconditions">
          {precondition.map((check) => (
            <Check key={check.name} check={check} names={names} />
          ))}
        </ul>
      )}
      <Facts
        facts={[
          [texts.snapshot, snapshot ? <code key="id">{snapshot.id}</code> : texts.noSnapshot],
          snapshot?.digest !== undefined && [texts.snapshotDigest, <code key="digest">{snapshot.digest}</code>],
        ]}
      />
    </Panel>
  );
};

const Check = ({ check, names }: { check: PreconditionCheck; names: EvidenceProps['names'] }) => {
  const texts = t.explorer.event;
  return (
    <li className={`precondition ${check.held ? 'holds' : 'fails'}`}>
      <Icon name={check.held ? 'check' : 'warning'} />
      <div>
        <p className="precondition-name">{lookUp(texts.checks, check.name) ?? <code>{check.name}</code>}</p>
        <p className="quiet">
          <strong>{check.held ? texts.held : texts.notHeld}</strong>{' '}
          <Template text={texts.readAt} values={{ at: <Instant ctx={utc} at={check.read_at} /> }} />
        </p>
        {check.feeds?.length === 0 && <p>{texts.noFeeds}</p>}
        {check.feeds && check.feeds.length > 0 && (
          <ul>
            {check.feeds.map(({ id, institution, status, since }) => (
              <li key={id}>
                <UserText>{lookUp(names, institution) ?? institution}</UserText>{' '}
                <FeedStateBadge ctx={utc} feed={{ state: status as FeedState, since }} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
};
