import { OtherPerson } from '../../ui/components/other-person.js';
import type { PageContext } from '../../ui/page-context.js';
import { renderFrame } from '../../ui/render-page.js';
import { words } from '../../ui/words.js';
import { panelPaths } from '../panel-paths.js';

/** What is said to whoever sent a form of the panel from somebody else's page. */
export const panelOtherPersonPage = (ctx: PageContext, view: { email: string; here: string }): string => {
  const { title } = words(ctx).t.otherPerson;
  return renderFrame(
    ctx,
    title,
    <div className="narrow">
      <h1>{title}</h1>
      <OtherPerson ctx={ctx} {...view} signOut={panelPaths.signOut} className="lead" />
    </div>,
  );
};
