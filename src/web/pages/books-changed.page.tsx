import { Breadcrumbs, manageCrumbs } from '../components/breadcrumbs.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface BooksChangedView {
  /**
   * `reset`, `restore`: what was done since the page was shown, other than what was asked now. `was-reset`, `is-back`: it is
   * what was asked, done already.
   */
  what: 'reset' | 'restore' | 'was-reset' | 'is-back';
  at: string;
  /** What the reset replaced, while it can be had back. */
  recoverable?: string;
}

interface Props {
  ctx: BusinessPageContext;
  view: BooksChangedView;
}

function textsOf(ctx: BusinessPageContext, { what }: BooksChangedView): { title: string; text: string } {
  const { changed } = words(ctx).t;
  if (what === 'was-reset') return { title: changed.wasResetTitle, text: changed.wasReset };
  if (what === 'is-back') return { title: changed.isBackTitle, text: changed.isBack };
  return { title: changed.title, text: changed[what] };
}

/** A confirmation of books that are no longer the open ones: what is so now, and where to go on. Nothing to confirm here. */
const BooksChangedPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { id, name } = ctx.business;
  const { title, text } = textsOf(ctx, view);
  return (
    <>
      <Breadcrumbs ctx={ctx} crumbs={manageCrumbs(ctx, t.reset.eyebrow)} />
      <h1>{title}</h1>
      <p className="lead" role="status">
        <Template
          text={text}
          values={{ business: <UserText>{name}</UserText>, at: <Instant ctx={ctx} at={view.at} exact /> }}
        />
      </p>
      <p className="actions">
        <ButtonLink look="primary" href={paths.home(id)}>
          {t.changed.home}
        </ButtonLink>
        {view.recoverable !== undefined && (
          <ButtonLink icon="undo" href={paths.recover(id, view.recoverable)}>
            {t.changed.recover}
          </ButtonLink>
        )}
        <ButtonLink href={paths.manageYourData(id)}>{t.common.backToManage}</ButtonLink>
      </p>
    </>
  );
};

export const booksChangedPage = (ctx: BusinessPageContext, view: BooksChangedView): string =>
  renderPage(ctx, textsOf(ctx, view).title, <BooksChangedPage ctx={ctx} view={view} />);
