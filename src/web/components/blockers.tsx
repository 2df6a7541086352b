import type { ReactNode } from 'react';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { words } from '../words.js';
import { ButtonLink, PostButton } from '../../ui/components/buttons.js';
import { FeedStateBadge, type FeedSummary } from '../../ui/components/feed-state.js';
import { Icon } from '../../ui/components/icon.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';

/** Why a reset or a restore would be refused now, as the preview finds it. */
export type Blocker =
  | { code: 'BANK_FEEDS_CONNECTED'; feeds: FeedSummary[] }
  | { code: 'WRITE_IN_PROGRESS'; since?: string }
  | { code: 'AUDIT_UNAVAILABLE' }
  | { code: 'NOT_ORIGINAL_OWNER' }
  | { code: 'NOTHING_TO_RESET' }
  | { code: 'NOTHING_TO_RESTORE' };

interface BlockersProps {
  ctx: BusinessPageContext;
  blockers: Blocker[];
  /** Where a fixing button comes back to. */
  back: string;
  level: 2 | 3 | 4;
}

/** What blocks, one short sentence each. */
export function whyItWaits(ctx: BusinessPageContext, blockers: readonly Blocker[]): string[] {
  const { blockers: texts } = words(ctx).t;
  return blockers.map((blocker) => {
    switch (blocker.code) {
      case 'BANK_FEEDS_CONNECTED':
        return texts.feedsTitle(blocker.feeds.length);
      case 'WRITE_IN_PROGRESS':
        return texts.writeTitle;
      case 'AUDIT_UNAVAILABLE':
        return texts.auditTitle;
      case 'NOT_ORIGINAL_OWNER':
        return texts.ownerTitle;
      case 'NOTHING_TO_RESET':
        return texts.freshTitle;
      case 'NOTHING_TO_RESTORE':
        return texts.nothingTitle;
    }
  });
}

/** Each thing that blocks, in plain words, with the button that fixes it. */
export const Blockers = (props: BlockersProps) => (
  <ul className="blockers">
    {props.blockers.map((blocker) => (
      <li key={blocker.code} className="blocker">
        <Icon name={blocker.code === 'BANK_FEEDS_CONNECTED' ? 'bank' : 'warning'} />
        <div className="blocker-body">
          <BlockerBody {...props} blocker={blocker} />
        </div>
      </li>
    ))}
  </ul>
);

function BlockerBody({ ctx, blocker, back, level }: BlockersProps & { blocker: Blocker }) {
  const { t } = words(ctx);
  const again = (
    <ButtonLink href={back} icon="refresh">
      {t.common.checkAgain}
    </ButtonLink>
  );
  switch (blocker.code) {
    case 'BANK_FEEDS_CONNECTED':
      return (
        <Told level={level} title={t.blockers.feedsTitle(blocker.feeds.length)} text={t.blockers.feedsText}>
          {blocker.feeds.length > 1 && (
            <PostButton
              action={paths.disconnectAllFeeds(ctx.business.id)}
              fields={{ back }}
              working={t.common.working}
              about={t.blockers.allBanks}
            >
              {t.blockers.disconnectAll}
            </PostButton>
          )}
          <FeedsToDisconnect ctx={ctx} feeds={blocker.feeds} back={back} />
        </Told>
      );
    case 'WRITE_IN_PROGRESS':
      return (
        <Told
          level={level}
          title={t.blockers.writeTitle}
          text={
            blocker.since === undefined ? (
              t.blockers.writeTextNoTime
            ) : (
              <Template text={t.blockers.writeText} values={{ since: <Instant ctx={ctx} at={blocker.since} /> }} />
            )
          }
        >
          <p className="actions">
            <ButtonLink href={paths.import(ctx.business.id)}>{t.blockers.writeSee}</ButtonLink>
            {again}
          </p>
        </Told>
      );
    case 'AUDIT_UNAVAILABLE':
      return (
        <Told level={level} title={t.blockers.auditTitle} text={t.blockers.auditText}>
          <p className="actions">{again}</p>
        </Told>
      );
    case 'NOT_ORIGINAL_OWNER':
      return <Told level={level} title={t.blockers.ownerTitle} text={t.blockers.ownerText} />;
    case 'NOTHING_TO_RESET':
      return <Told level={level} title={t.blockers.freshTitle} text={t.blockers.freshText} />;
    case 'NOTHING_TO_RESTORE':
      return <Told level={level} title={t.blockers.nothingTitle} text={t.blockers.nothingText} />;
  }
}

const Told = ({
  level,
  title,
  text,
  children,
}: {
  level: 2 | 3 | 4;
  title: string;
  text: ReactNode;
  children?: ReactNode;
}) => {
  const Heading = `h${level}` as const;
  return (
    <>
      <Heading className="blocker-title">{title}</Heading>
      <p>{text}</p>
      {children}
    </>
  );
};

const FeedsToDisconnect = ({ ctx, feeds, back }: { ctx: BusinessPageContext; feeds: FeedSummary[]; back: string }) => {
  const { t } = words(ctx);
  return (
    <ul className="feeds">
      {feeds.map((feed) => (
        <li key={feed.id} className="feed">
          <div>
            <p className="feed-name">
              <UserText>{feed.institution}</UserText> <span className="quiet">·</span>{' '}
              <UserText>{feed.account}</UserText>
            </p>
            <FeedStateBadge ctx={ctx} feed={feed} />
          </div>
          <PostButton
            action={paths.disconnectFeed(ctx.business.id, feed.id)}
            fields={{ back }}
            working={t.common.working}
            about={
              <Template
                text={t.feeds.suffix}
                values={{ bank: <UserText>{feed.institution}</UserText>, account: <UserText>{feed.account}</UserText> }}
              />
            }
          >
            {t.common.disconnect}
          </PostButton>
        </li>
      ))}
    </ul>
  );
};
