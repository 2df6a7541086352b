import type { ReactNode } from 'react';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { words } from '../words.js';

/** Amounts are decimal strings in `currency`. */
export interface FiguresView {
  currency: string;
  cash: string;
  receivable: string;
  late: { count: number; amount: string };
  /** Online payments that wait to be recorded. */
  paymentsWaiting: number;
  /** Bank feeds that do not work. */
  banksInError: number;
}

/** How the business stands, each figure with the way to what it is made of. */
export const FigureTiles = ({ ctx, figures }: { ctx: BusinessPageContext; figures: FiguresView }) => {
  const { t, f } = words(ctx);
  const { id } = ctx.business;
  const { currency, late } = figures;
  const money = (amount: string) => f.money({ amount, currency });
  return (
    <dl className="tiles figures">
      <Tile label={t.home.cash} href={paths.report(id, 'balance-sheet')}>
        {money(figures.cash)}
      </Tile>
      <Tile label={t.home.receivable} href={paths.openInvoices(id)}>
        {money(figures.receivable)}
      </Tile>
      <Tile label={t.home.late(late.count)} href={paths.lateInvoices(id)} warns={late.count > 0}>
        {money(late.amount)}
      </Tile>
      <Tile label={t.home.waiting} href={paths.paymentsToRecord(id)} warns={figures.paymentsWaiting > 0}>
        {f.number(figures.paymentsWaiting)}
      </Tile>
      <Tile label={t.home.banksInError} href={paths.bankFeeds(id)} warns={figures.banksInError > 0}>
        {f.number(figures.banksInError)}
      </Tile>
    </dl>
  );
};

interface TileProps {
  label: string;
  href: string;
  /** Somebody should do something about it. */
  warns?: boolean;
  children: ReactNode;
}

const Tile = ({ label, href, warns, children }: TileProps) => (
  <div className={warns ? 'tile tile-warns' : 'tile'}>
    <dt>
      <a href={href}>{label}</a>
    </dt>
    <dd>{children}</dd>
  </div>
);
