import { OtherPerson } from '../../ui/components/other-person.js';
import type { PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export const otherPersonPage = (ctx: PageContext, view: { email: string; here: string }): string => {
  const { title } = words(ctx).t.otherPerson;
  return renderPage(
    ctx,
    title,
    <div className="narrow">
      <h1>{title}</h1>
      <OtherPerson ctx={ctx} {...view} signOut={paths.signOut} className="lead" />
    </div>,
  );
};
