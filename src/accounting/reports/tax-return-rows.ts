import type { EntityManager } from 'typeorm';
import { formatCents, type Cents } from '../../platform/kernel/money.js';
import type { TaxKind } from '../known-tax-rates.js';
import {
  compared,
  heading,
  line,
  total,
  type Beside,
  type ReportAsk,
  type ReportRow,
  type ReportWords,
} from './report.js';
import { taxReturn, type TaxReturn, type TaxSide } from './tax-return.js';

/** The lines of form FPZ-500 of Revenu Québec in which each tax is told: those of GST are the ones of the federal form GST34 too. */
const FORM = {
  gst: { sales: '101', collected: '103', allCollected: '105', paid: '106', allPaid: '108', net: '109' },
  qst: { sales: '201', collected: '203', allCollected: '205', paid: '206', allPaid: '208', net: '209' },
} as const satisfies Readonly<Record<TaxKind, object>>;

/** What is told of one thing: the line of the form if it has one, its base if it has one, and the amount. */
interface Told {
  readonly key: string;
  readonly form: string;
  readonly name: string;
  readonly base?: Cents;
  readonly amount: Cents;
}

/** The return of GST and QST of a period, by rate and by the lines of the form. */
export async function taxReturnRows(
  manager: EntityManager,
  { bookId, period, beside, locale }: ReportAsk,
  words: ReportWords,
): Promise<ReportRow[]> {
  const of = ({ bookId: book, period: { from, until } }: Beside) =>
    taxReturn(manager, book, { from: from ?? FIRST_DAY, until }, locale);
  const now = await of({ bookId, period });
  const then = beside && (await of(beside));
  return (['gst', 'qst'] as const).flatMap((kind) => sideRows(kind, now, then, words));
}

const FIRST_DAY = '0001-01-01';

function sideRows(kind: TaxKind, now: TaxReturn, then: TaxReturn | undefined, words: ReportWords): ReportRow[] {
  const before = new Map(then && toldOf(kind, then[kind], words).map((each) => [each.key, each]));
  const told = merged(toldOf(kind, now[kind], words), [...before.values()]);
  return [
    heading(words.taxes[kind], then ? 6 : 4),
    ...told.map(({ key, form, name, base, amount }) => {
      const cells = [form, name, base === undefined ? '' : formatCents(base)];
      const row = form === FORM[kind].net ? total : line;
      return row(...cells, ...compared(amount, then && (before.get(key)?.amount ?? 0n)));
    }),
  ];
}

/** What is told only of the books beside comes in before the lines of the form, with nothing here. */
function merged(now: readonly Told[], then: readonly Told[]): Told[] {
  const missing = then.filter(({ key }) => !now.some((each) => each.key === key));
  const atZero = missing.map((each): Told => ({ ...each, amount: 0n, ...(each.base !== undefined && { base: 0n }) }));
  const isDetail = ({ form }: Told) => form === '';
  const first = now.findIndex((each) => !isDetail(each));
  return [...now.slice(0, first), ...atZero, ...now.slice(first)];
}

function toldOf(kind: TaxKind, { rates, byHand, paid, notCounted }: TaxSide, { taxes }: ReportWords): Told[] {
  const sales = rates.reduce((sum, { base }) => sum + base, byHand.base);
  const collected = rates.reduce((sum, { tax }) => sum + tax, byHand.tax);
  const ofForm = (line: keyof (typeof FORM)[TaxKind], amount: Cents): Told => {
    const form = FORM[kind][line];
    return { key: form, form, name: taxes.lines[line], amount };
  };
  return [
    ...rates.map(({ name, percent, rate, base, tax }): Told => {
      return { key: `${rate} ${name}`, form: '', name: taxes.ofRate(name, percent, rate), base, amount: tax };
    }),
    ...(byHand.tax === 0n && byHand.base === 0n
      ? []
      : [{ key: 'by hand', form: '', name: taxes.byHand, base: byHand.base, amount: byHand.tax }]),
    ofForm('sales', sales),
    ofForm('collected', collected),
    ofForm('allCollected', collected),
    ofForm('paid', paid),
    ofForm('allPaid', paid),
    ofForm('net', collected - paid),
    ...(notCounted === 0n ? [] : [{ key: 'not counted', form: '', name: taxes.notCounted, amount: notCounted }]),
  ];
}
