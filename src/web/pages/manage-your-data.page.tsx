import type { ReactNode } from 'react';
import { type Blocker, Blockers } from '../components/blockers.js';
import { Breadcrumbs, manageCrumbs } from '../components/breadcrumbs.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { type Counts, CountTable } from '../components/counts.js';
import { Icon } from '../../ui/components/icon.js';
import { Notice } from '../../ui/components/notices.js';
import { Panel } from '../../ui/components/panel.js';
import { isClose, SnapshotFacts, type SnapshotSummary, SnapshotTable } from '../components/snapshots.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import type { Money } from '../../ui/format.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths, toPrint } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface OpenPayLinks {
  count: number;
  amount: Money;
  /** The latest of them. */
  latest?: { invoiceNumber: string; customer: string; amount: string }[];
}

export interface ManageYourDataView {
  /** What would refuse a reset now; empty when nothing would. */
  blockers: Blocker[];
  replaces: Counts;
  openPayLinks: OpenPayLinks;
  /** Until when a reset made now could be undone. */
  undoUntil: string;
  /** Newest first. */
  snapshots: SnapshotSummary[];
  /** The one among them that a restore without a choice brings back. */
  undoes?: string;
  mayLookAtSnapshots: boolean;
  /** For the members who may not: whom to ask, if they may see who that is. */
  originalOwnerName?: string;
}

interface Props {
  ctx: BusinessPageContext;
  view: ManageYourDataView;
}

export const ManageYourDataPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const mine = ctx.business.isOriginalOwner;
  return (
    <>
      <Breadcrumbs ctx={ctx} crumbs={manageCrumbs(ctx)} />
      <h1>{t.manage.title}</h1>
      <p className="lead">{t.manage.lead}</p>
      {mine ? <LastSwitch ctx={ctx} view={view} /> : <NotYours ctx={ctx} view={view} />}
      <nav className="jumps" aria-label={t.manage.onThisPage}>
        <ul>
          <li>
            <a href="#start-over">{t.manage.jumpReset}</a>
          </li>
          <li>
            <a href="#recover">{t.manage.jumpRecover}</a>
          </li>
        </ul>
      </nav>
      <section id="start-over" aria-labelledby="start-over-title">
        <h2 id="start-over-title" className="part">
          {t.manage.startTitle}
        </h2>
        <p className="part-lead">{t.manage.startLead}</p>
        <div className="steps">
          <Keep ctx={ctx} />
          <Reenter ctx={ctx} view={view} />
          {mine && <Settle ctx={ctx} view={view} />}
          <ReplacedAndKept ctx={ctx} view={view} />
          {mine && <Start ctx={ctx} view={view} />}
        </div>
      </section>
      <Recover ctx={ctx} view={view} />
    </>
  );
};

/** The bad day: whoever comes here right after a reset sees first that nothing is lost. */
const LastSwitch = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const latest = view.snapshots[0];
  if (!latest) return null;
  const reset = latest.cause === 'reset';
  // Empty books are nothing that anybody wants to go back to.
  const hint = latest.asOnSignUp ? undefined : reset ? t.manage.lastResetHint : t.manage.lastRestoreHint;
  return (
    <Notice
      kind="info"
      title={
        <Template
          text={reset ? t.manage.lastReset : t.manage.lastRestore}
          values={{ at: <Instant ctx={ctx} at={latest.sealedAt} /> }}
        />
      }
    >
      <p>
        {hint !== undefined && (
          <>
            <Template text={hint} values={{ until: <Instant ctx={ctx} at={latest.expiresAt} /> }} />{' '}
          </>
        )}
        <a href="#recover">{t.manage.goRecover}</a>
      </p>
    </Notice>
  );
};

const NotYours = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  return (
    <Notice kind="info" title={t.manage.notYoursTitle}>
      <p>{t.manage.notYours}</p>
      <WhoIs ctx={ctx} name={view.originalOwnerName} />
      <p>{t.manage.notYoursHelp}</p>
    </Notice>
  );
};

/** Whom to ask, or who could tell. */
export const WhoIs = ({ ctx, name }: { ctx: BusinessPageContext; name?: string }) => {
  const { t } = words(ctx);
  if (name === undefined) return <p>{t.manage.notYoursAsk}</p>;
  const values = { business: <UserText>{ctx.business.name}</UserText>, name: <UserText>{name}</UserText> };
  return (
    <p>
      <Template text={t.manage.notYoursWho} values={values} />
    </p>
  );
};

const Keep = ({ ctx }: { ctx: BusinessPageContext }) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  const texts = t.manage.reports;
  return (
    <Panel id="keep" title={t.manage.keepTitle} step={1} level={3}>
      <p>{t.manage.keepText}</p>
      <ul className="rows">
        <Report title={texts.trialBalance} hint={texts.trialBalanceHint}>
          <ButtonLink href={toPrint(paths.trialBalance(id))} icon="print" about={texts.trialBalance}>
            {t.common.print}
          </ButtonLink>
          <ButtonLink href={paths.trialBalanceCsv(id)} icon="download" about={texts.trialBalance} download>
            {t.common.downloadCsv}
          </ButtonLink>
        </Report>
        <Report title={texts.ledger} hint={texts.ledgerHint}>
          <ButtonLink href={toPrint(paths.ledger(id))} icon="print" about={texts.ledger}>
            {t.common.print}
          </ButtonLink>
          <ButtonLink href={paths.ledgerFec(id)} icon="download" about={texts.ledger} download>
            {t.common.downloadFec}
          </ButtonLink>
        </Report>
      </ul>
    </Panel>
  );
};

const Report = ({ title, hint, children }: { title: string; hint: string; children?: ReactNode }) => (
  <li className="row">
    <div>
      <p className="row-title">{title}</p>
      <p className="hint">{hint}</p>
    </div>
    {children !== undefined && <div className="actions">{children}</div>}
  </li>
);

const Reenter = ({ ctx, view }: Props) => {
  const { t, f } = words(ctx);
  const texts = t.manage.reenter;
  const contacts = view.replaces['contacts'];
  return (
    <Panel id="reenter" title={t.manage.reenterTitle} step={2} level={3}>
      <p>{t.manage.reenterText}</p>
      <ul className="rows">
        <Report
          title={contacts === undefined ? texts.contacts : `${texts.contacts} (${f.number(contacts)})`}
          hint={texts.contactsHint}
        >
          <ButtonLink href={paths.contactsCsv(ctx.business.id)} icon="download" download>
            {texts.contactsExport}
          </ButtonLink>
        </Report>
        <Report title={texts.accounts} hint={texts.accountsHint} />
        <Report title={texts.opening} hint={texts.openingHint} />
        <Report title={texts.invoices} hint={texts.invoicesHint} />
        <Report title={texts.banks} hint={texts.banksHint} />
      </ul>
    </Panel>
  );
};

const Settle = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  return (
    <Panel id="settle" title={t.manage.settleTitle} step={3} level={3}>
      {view.blockers.length === 0 ? (
        <p className="all-clear">
          <Icon name="check" />
          <span>{t.manage.settleNone}</span>
        </p>
      ) : (
        <Blockers
          ctx={ctx}
          blockers={view.blockers}
          back={`${paths.manageYourData(ctx.business.id)}#settle`}
          level={4}
        />
      )}
    </Panel>
  );
};

const ReplacedAndKept = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  return (
    <Panel id="scope" title={t.manage.scopeTitle} step={ctx.business.isOriginalOwner ? 4 : 3} level={3}>
      <div className="two">
        <div>
          <h4>{t.manage.replacedTitle}</h4>
          <p>{t.manage.replacedText}</p>
          <CountTable ctx={ctx} counts={view.replaces} caption={t.manage.replacedCaption} captionHidden />
          <p className="hint">{t.manage.replacedDefaults}</p>
        </div>
        <div>
          <h4>{t.manage.keptTitle}</h4>
          <p>{t.manage.keptText}</p>
          <ul className="kept">
            {Object.entries(t.manage.kept).map(([kind, text]) => (
              <li key={kind}>
                <Icon name="check" />
                <span>{text}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
      <h4>{t.manage.payTitle}</h4>
      <PayLinks ctx={ctx} links={view.openPayLinks} />
    </Panel>
  );
};

const PayLinks = ({ ctx, links }: { ctx: BusinessPageContext; links: OpenPayLinks }) => {
  const { t, f } = words(ctx);
  if (links.count === 0) return <p>{t.manage.payNone}</p>;
  return (
    <>
      <p>
        <strong>{t.manage.payCount(links.count)}</strong>
        {t.manage.payAmount.replace('{amount}', () => f.money(links.amount))}
      </p>
      {links.latest && (
        <>
          <p>{t.manage.payLatest(links.latest.length)}</p>
          <ul className="plain pay-links">
            {links.latest.map(({ invoiceNumber, customer, amount }) => (
              <li key={invoiceNumber}>
                <UserText>{invoiceNumber}</UserText>, <UserText>{customer}</UserText>{' '}
                <span className="quiet">{f.money({ amount, currency: links.amount.currency })}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p>{t.manage.payText}</p>
    </>
  );
};

const Start = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const blocked = view.blockers.length > 0;
  if (view.blockers.some(({ code }) => code === 'NOTHING_TO_RESET')) {
    return (
      <Panel id="start" title={t.blockers.freshTitle} step={5} level={3}>
        <p>{t.manage.resetFresh}</p>
      </Panel>
    );
  }
  return (
    <Panel id="start" title={t.manage.resetTitle} step={5} level={3}>
      <p>{blocked ? t.manage.resetBlocked : t.manage.resetReady}</p>
      <p>
        <Template text={t.manage.resetUntil} values={{ until: <Instant ctx={ctx} at={view.undoUntil} /> }} />
      </p>
      <p className="actions">
        <ButtonLink look={blocked ? 'secondary' : 'primary'} href={paths.reset(ctx.business.id)}>
          {t.manage.resetButton}
        </ButtonLink>
      </p>
    </Panel>
  );
};

const Recover = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const undone = view.snapshots.find((each) => each.id === view.undoes);
  const latest = undone ?? view.snapshots[0];
  const earlier = view.snapshots.filter((each) => each !== latest);
  const { id, isOriginalOwner } = ctx.business;
  return (
    <section id="recover" aria-labelledby="recover-title">
      <h2 id="recover-title" className="part">
        {t.manage.recoverTitle}
      </h2>
      <p className="part-lead">{t.manage.recoverLead}</p>
      {latest === undefined ? (
        <Panel id="latest" title={t.blockers.nothingTitle} level={3}>
          <p>{t.manage.recoverNone}</p>
        </Panel>
      ) : (
        <Panel id="latest" title={undone ? t.manage.undoes : t.manage.latest} level={3}>
          <SnapshotFacts ctx={ctx} snapshot={latest} exact={isClose(latest, view.snapshots)} />
          {latest.counts && !latest.asOnSignUp && (
            <details className="more-detail">
              <summary>{t.snapshot.contents}</summary>
              <CountTable ctx={ctx} counts={latest.counts} caption={t.snapshot.contents} captionHidden />
            </details>
          )}
          <p className="actions">
            {isOriginalOwner && (
              <ButtonLink
                look={latest.asOnSignUp ? 'secondary' : 'primary'}
                icon="undo"
                href={paths.recover(id, latest.id)}
              >
                {latest.asOnSignUp ? t.manage.recoverEmpty : t.manage.recoverButton}
              </ButtonLink>
            )}
            {view.mayLookAtSnapshots && (
              <ButtonLink icon="look" href={paths.snapshot(id, latest.id)}>
                {t.manage.look}
              </ButtonLink>
            )}
          </p>
          {!view.mayLookAtSnapshots && <p className="hint">{t.manage.mayNotLook}</p>}
        </Panel>
      )}
      {earlier.length > 0 && (
        <Panel id="earlier" title={t.manage.earlier} level={3}>
          <SnapshotTable
            ctx={ctx}
            snapshots={earlier}
            all={view.snapshots}
            mayLook={view.mayLookAtSnapshots}
            mayRecover={isOriginalOwner}
          />
        </Panel>
      )}
    </section>
  );
};

export const manageYourDataPage = (ctx: BusinessPageContext, view: ManageYourDataView): string =>
  renderPage(ctx, words(ctx).t.manage.title, <ManageYourDataPage ctx={ctx} view={view} />);
