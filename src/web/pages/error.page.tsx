import { FAULTS } from '../../platform/kernel/schemas.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import type { Fault } from '../../ui/faults.js';
import type { PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface ErrorView {
  /** Of HTTP. One without a text of its own is told like its hundred. */
  status: number;
  /** What support asks for: the id of the request. */
  reference?: string;
  retryAfterSeconds?: number;
  /** Of 422: the fields that were refused. */
  faults?: readonly Fault[];
}

const worthAnotherTry = new Set([409, 429, 500, 503]);

function textOf(ctx: PageContext, status: number) {
  const { pages } = words(ctx).t.errors;
  const key = String(status);
  if (Object.hasOwn(pages, key)) return pages[key as keyof typeof pages];
  return status >= 500 ? pages['500'] : pages['400'];
}

/** What is told of a field in the reader's language; all that is not told apart does not fit. */
function faultKey({ message }: Fault): keyof typeof FAULTS | 'TOO_LONG' | 'OTHER' {
  const [known] = Object.entries(FAULTS).find(([, text]) => text === message) ?? [];
  if (known !== undefined) return known as keyof typeof FAULTS;
  return /at most \d+ characters/.test(message) ? 'TOO_LONG' : 'OTHER';
}

export const ErrorPage = ({ ctx, view }: { ctx: PageContext; view: ErrorView }) => {
  const { t } = words(ctx);
  const { title, text } = textOf(ctx, view.status);
  return (
    <div className="narrow">
      <p className="error-status">{view.status}</p>
      <h1>{title}</h1>
      <p className="lead">{text}</p>
      {view.faults !== undefined && view.faults.length > 0 && (
        <ul>
          {view.faults.map((fault) => (
            <li key={`${fault.path} ${fault.message}`}>
              <code>{fault.path}</code> {t.errors.faults[faultKey(fault)]}
            </li>
          ))}
        </ul>
      )}
      {view.retryAfterSeconds !== undefined && <p>{t.errors.retryAfter(view.retryAfterSeconds)}</p>}
      <p className="actions">
        {worthAnotherTry.has(view.status) && (
          <ButtonLink look="primary" href={ctx.path}>
            {t.errors.actions.tryAgain}
          </ButtonLink>
        )}
        <ButtonLink href={ctx.business ? paths.home(ctx.business.id) : ctx.user ? paths.businesses : paths.signIn}>
          {ctx.user ? t.errors.actions.home : t.errors.actions.signIn}
        </ButtonLink>
      </p>
      {view.reference !== undefined && (
        <p className="quiet">
          {t.errors.reference} <code>{view.reference}</code>
        </p>
      )}
    </div>
  );
};

export const errorPage = (ctx: PageContext, view: ErrorView): string =>
  renderPage(ctx, textOf(ctx, view.status).title, <ErrorPage ctx={ctx} view={view} />);
