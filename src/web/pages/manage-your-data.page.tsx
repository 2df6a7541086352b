import type { ReactNode } from 'react';
import { type Blocker, Blockers, whyItWaits } from '../components/blockers.js';
import { Breadcrumbs, manageCrumbs } from '../components/breadcrumbs.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { type Counts, CountTable, inWords } from '../components/counts.js';
import { PackOffer, type PackSection } from '../components/pack.js';
import { Icon } from '../../ui/components/icon.js';
import { Notice } from '../../ui/components/notices.js';
import { Panel } from '../../ui/components/panel.js';
import { isClose, SnapshotFacts, type SnapshotSummary, SnapshotTable } from '../components/snapshots.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import type { Money } from '../../ui/format.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { mayExport } from '../may-export.js';
import { bookPaths, paths, toPrint } from '../paths.js';
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
  /** Everything as one file. */
  pack: PackSection;
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
  // Whoever comes right after a reset or a recovery comes for the way back.
  const switched = mine && view.snapshots.length > 0;
  return (
    <>
      <Breadcrumbs ctx={ctx} crumbs={manageCrumbs(ctx)} />
      <h1>{t.manage.title}</h1>
      <p className="lead">{t.manage.lead}</p>
      {!mine && <NotYours ctx={ctx} view={view} />}
      {switched && <LastSwitch ctx={ctx} view={view} />}
      <Summary ctx={ctx} view={view} />
      {switched && <Recover ctx={ctx} view={view} />}
      <section id="start-over" aria-labelledby="start-over-title">
        <h2 id="start-over-title" className="part">
          {t.manage.startTitle}
        </h2>
        <div className="steps">
          <Prepare ctx={ctx} view={view} />
          {mine && <Start ctx={ctx} view={view} />}
          {mine && <TakeUpAgain ctx={ctx} view={view} />}
        </div>
      </section>
      {!switched && <Recover ctx={ctx} view={view} />}
    </>
  );
};

/** Nothing was entered since the last reset. */
const isFresh = (view: ManageYourDataView) => view.blockers.some(({ code }) => code === 'NOTHING_TO_RESET');

/** The three steps and where each of them stands; in sight wherever one is on the page. */
const Summary = ({ ctx, view }: Props) => {
  const { t, f } = words(ctx);
  const { isOriginalOwner } = ctx.business;
  const isReset = isFresh(view) && view.snapshots[0]?.cause === 'reset';
  const isPacked = view.pack.packs.some(({ state }) => state === 'made');
  const blocking = view.blockers.length;
  const takeUp = view.snapshots.some(({ asOnSignUp }) => !asOnSignUp);
  const steps = [
    {
      href: '#prepare',
      text: t.manage.steps.prepare,
      isDone: isReset || isPacked,
      state: isPacked && !isReset ? t.manage.states.packed : inWords(ctx, view.replaces),
    },
    isOriginalOwner && {
      href: '#start',
      text: t.manage.steps.reset,
      isDone: isReset,
      state: isFresh(view) ? t.manage.states.fresh : blocking ? t.blockers.title(blocking) : t.manage.states.ready,
    },
    isOriginalOwner && {
      href: '#take-up',
      text: t.manage.steps.takeUp,
      isDone: false,
      state: takeUp ? t.manage.states.takeUp : t.manage.states.later,
    },
    view.snapshots.length > 0 && {
      href: '#recover',
      text: t.manage.jumpRecover,
      isDone: false,
      state: t.manage.states.snapshots.replace('{count}', () => f.number(view.snapshots.length)),
    },
  ].filter((step) => step !== false);
  return (
    <nav className="step-summary no-print" aria-label={t.manage.onThisPage}>
      <ol>
        {steps.map(({ href, text, isDone, state }) => (
          <li key={href}>
            <a href={href}>
              {isDone && <Icon name="check" />}
              <span>{text}</span>
            </a>
            <span className="step-state">
              {isDone && (!isPacked || href !== '#prepare' || isReset) ? t.manage.states.done : state}
            </span>
          </li>
        ))}
      </ol>
    </nav>
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

const Prepare = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  const texts = t.manage.reports;
  const hasFiles = mayExport(ctx.business);
  return (
    <Panel id="prepare" title={t.manage.steps.prepare} step={1} level={3}>
      <section id="pack" aria-labelledby="pack-title">
        <h4 id="pack-title">{t.pack.title}</h4>
        <PackOffer ctx={ctx} section={view.pack} />
      </section>
      <h4>{t.manage.keepTitle}</h4>
      <p>{t.manage.keepText}</p>
      <ul className="rows">
        <Report title={texts.trialBalance} hint={texts.trialBalanceHint}>
          <ButtonLink href={toPrint(paths.report(id, 'trial-balance'))} icon="print" about={texts.trialBalance}>
            {t.common.print}
          </ButtonLink>
          {hasFiles && (
            <ButtonLink
              href={bookPaths(ctx.business).reportFile('trial-balance', { format: 'csv' })}
              icon="download"
              about={texts.trialBalance}
              download
            >
              {t.common.downloadCsv}
            </ButtonLink>
          )}
        </Report>
        <Report title={texts.ledger} hint={texts.ledgerHint}>
          <ButtonLink href={toPrint(paths.report(id, 'ledger'))} icon="print" about={texts.ledger}>
            {t.common.print}
          </ButtonLink>
          {hasFiles && (
            <ButtonLink href={paths.ledgerFec(id)} icon="download" about={texts.ledger} download>
              {t.common.downloadFec}
            </ButtonLink>
          )}
        </Report>
      </ul>
      <Reenter ctx={ctx} view={view} />
      <ReplacedAndKept ctx={ctx} view={view} />
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
    <details className="more-detail" id="reenter">
      <summary>{t.manage.reenterTitle}</summary>
      <p>{t.manage.reenterText}</p>
      <ul className="rows">
        <Report
          title={contacts === undefined ? texts.contacts : `${texts.contacts} (${f.number(contacts)})`}
          hint={texts.contactsHint}
        >
          {mayExport(ctx.business) && (
            <ButtonLink href={paths.contactsCsv(ctx.business.id)} icon="download" download>
              {texts.contactsExport}
            </ButtonLink>
          )}
        </Report>
        <Report title={texts.accounts} hint={texts.accountsHint} />
        <Report title={texts.opening} hint={texts.openingHint} />
        <Report title={texts.invoices} hint={texts.invoicesHint} />
        <Report title={texts.banks} hint={texts.banksHint} />
      </ul>
    </details>
  );
};

const ReplacedAndKept = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  return (
    <details className="more-detail" id="scope">
      <summary>{t.manage.scopeTitle}</summary>
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
    </details>
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
  const { id } = ctx.business;
  const blocked = view.blockers.length > 0;
  if (isFresh(view)) {
    return (
      <Panel id="start" title={t.blockers.freshTitle} step={2} level={3}>
        <p>{t.manage.resetFresh}</p>
      </Panel>
    );
  }
  return (
    <Panel id="start" title={t.manage.steps.reset} step={2} level={3}>
      <div id="settle">
        {blocked ? (
          <Blockers ctx={ctx} blockers={view.blockers} back={`${paths.manageYourData(id)}#settle`} level={4} />
        ) : (
          <p className="all-clear">
            <Icon name="check" />
            <span>{t.manage.settleNone}</span>
          </p>
        )}
      </div>
      <p>
        <Template text={t.manage.resetUntil} values={{ until: <Instant ctx={ctx} at={view.undoUntil} /> }} />
      </p>
      <p className="actions">
        <a className="button button-danger" href={paths.reset(id)} aria-describedby="start-why">
          <span>{t.manage.resetButton}</span>
        </a>
      </p>
      <p className="hint" id="start-why">
        {blocked
          ? t.manage.resetWaits.replace('{why}', () => whyItWaits(ctx, view.blockers).join(' · '))
          : t.manage.resetReady}
      </p>
    </Panel>
  );
};

const TakeUpAgain = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const from = view.snapshots.find(({ asOnSignUp }) => !asOnSignUp);
  return (
    <Panel id="take-up" title={t.manage.steps.takeUp} step={3} level={3}>
      <p>{from ? t.manage.takeUpText : t.manage.takeUpLater}</p>
      {from && (
        <p className="actions">
          <ButtonLink href={paths.bringAlong(ctx.business.id, from.id)}>{t.manage.takeUpButton}</ButtonLink>
        </p>
      )}
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
