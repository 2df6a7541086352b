import { ButtonLink, PostButton, SubmitButton } from '../../ui/components/buttons.js';
import { FeedStateBadge, type FeedSummary } from '../../ui/components/feed-state.js';
import { RadioField, SelectField, TextField } from '../../ui/components/forms.js';
import { Notice, ProblemSummary } from '../../ui/components/notices.js';
import { Panel } from '../../ui/components/panel.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Template, UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

type ConnectField = 'institution' | 'bankAccountId' | 'newAccountName';
type ConnectProblem = 'REQUIRED' | 'INVALID' | 'ALREADY_CONNECTED';

/** The value of `bankAccountId` that asks for a new account, named in `newAccountName`. */
export const NEW_ACCOUNT = 'new';

export interface BankFeedsView {
  feeds: FeedSummary[];
  mayConnect: boolean;
  institutions: { id: string; name: string; description: string }[];
  bankAccounts: { id: string; name: string }[];
  values?: Partial<Record<ConnectField, string>>;
  problems?: Partial<Record<ConnectField, ConnectProblem>>;
}

interface Props {
  ctx: BusinessPageContext;
  view: BankFeedsView;
}

export const BankFeedsPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  return (
    <div className="medium">
      <h1>{t.feeds.title}</h1>
      <p className="lead">{t.feeds.lead}</p>
      <ConnectProblems ctx={ctx} view={view} />
      <Panel id="feeds" title={t.feeds.caption}>
        {view.feeds.length === 0 ? (
          <p>{t.feeds.none}</p>
        ) : (
          <>
            <ul className="feeds">
              {view.feeds.map((feed) => (
                <Feed key={feed.id} ctx={ctx} feed={feed} mayConnect={view.mayConnect} />
              ))}
            </ul>
            <p className="hint">{t.feeds.disconnectHint}</p>
          </>
        )}
      </Panel>
      {view.mayConnect ? (
        <Connect ctx={ctx} view={view} />
      ) : (
        <Notice kind="info">
          <p>{t.feeds.notAllowed}</p>
        </Notice>
      )}
    </div>
  );
};

const Feed = ({ ctx, feed, mayConnect }: { ctx: BusinessPageContext; feed: FeedSummary; mayConnect: boolean }) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  const about = (
    <Template
      text={t.feeds.suffix}
      values={{ bank: <UserText>{feed.institution}</UserText>, account: <UserText>{feed.account}</UserText> }}
    />
  );
  const back = { back: paths.bankFeeds(id) };
  return (
    <li className="feed">
      <div>
        <p className="feed-name">
          <UserText>{feed.institution}</UserText> <span className="quiet">·</span> <UserText>{feed.account}</UserText>
        </p>
        <FeedStateBadge ctx={ctx} feed={feed} />
        <p className="hint">{feed.isRefused ? t.feeds.refusedHint : t.feeds.stateHints[feed.state]}</p>
      </div>
      {mayConnect && (
        <div className="actions">
          {feed.state === 'consent' && (
            <ButtonLink href={paths.feedConsent(id, feed.id)} about={about}>
              {t.feeds.giveConsent}
            </ButtonLink>
          )}
          {feed.state === 'error' && (
            <PostButton
              action={paths.reconnectFeed(id, feed.id)}
              fields={back}
              about={about}
              working={t.common.working}
            >
              {t.common.reconnect}
            </PostButton>
          )}
          {feed.state !== 'disconnected' && (
            <PostButton
              action={paths.disconnectFeed(id, feed.id)}
              fields={back}
              about={about}
              working={t.common.working}
            >
              {t.common.disconnect}
            </PostButton>
          )}
        </div>
      )}
    </li>
  );
};

const ConnectProblems = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const wrong = Object.entries(view.problems ?? {});
  if (wrong.length === 0) return null;
  return (
    <ProblemSummary
      title={t.common.problems(wrong.length)}
      problems={wrong.map(([field, code]) => ({ href: `#${field}`, text: t.feeds.problems[code] }))}
    />
  );
};

const Connect = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const problem = (field: ConnectField) => {
    const code = view.problems?.[field];
    return code && t.feeds.problems[code];
  };
  return (
    <Panel id="connect" title={t.feeds.connectTitle}>
      <PostForm action={paths.bankFeeds(ctx.business.id)} className="form" data-once="">
        <RadioField
          ctx={ctx}
          name="institution"
          label={t.feeds.institution}
          value={view.values?.institution}
          problem={problem('institution')}
          options={view.institutions.map(({ id, name, description }) => ({
            value: id,
            label: name,
            hint: description,
          }))}
        />
        <SelectField
          ctx={ctx}
          name="bankAccountId"
          label={t.feeds.account}
          value={view.values?.bankAccountId}
          problem={problem('bankAccountId')}
          options={[
            ...view.bankAccounts.map(({ id, name }) => ({ value: id, label: name })),
            { value: NEW_ACCOUNT, label: t.feeds.newAccount },
          ]}
        />
        <TextField
          ctx={ctx}
          name="newAccountName"
          label={t.feeds.newAccountName}
          hint={t.feeds.newAccountHint}
          value={view.values?.newAccountName}
          problem={problem('newAccountName')}
          optional
        />
        <p className="hint">{t.feeds.connectHint}</p>
        <SubmitButton working={t.common.working}>{t.feeds.submit}</SubmitButton>
      </PostForm>
    </Panel>
  );
};

export const bankFeedsPage = (ctx: BusinessPageContext, view: BankFeedsView): string => {
  const { t } = words(ctx);
  const title = view.problems === undefined ? t.feeds.title : `${t.common.errorPrefix} ${t.feeds.title}`;
  return renderPage(ctx, title, <BankFeedsPage ctx={ctx} view={view} />);
};
