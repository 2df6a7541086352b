import { Notice } from '../../ui/components/notices.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { BookListHead, BookListPanel, type BookListView } from '../components/book-list.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

const BookListPage = ({ ctx, view }: { ctx: BusinessPageContext; view: BookListView }) => {
  const { t } = words(ctx);
  return (
    <>
      <BookListHead ctx={ctx} view={view} />
      {view.isGone && (
        <Notice kind="info" title={t.lists.goneTitle} role="status">
          <p>
            {t.lists.gone} <a href={paths.manageYourData(ctx.business.id)}>{t.nav.manageYourData}</a>
          </p>
        </Notice>
      )}
      <BookListPanel ctx={ctx} view={view} />
    </>
  );
};

export const bookListPage = (ctx: BusinessPageContext, view: BookListView): string =>
  renderPage(ctx, view.list.title, <BookListPage ctx={ctx} view={view} />);
