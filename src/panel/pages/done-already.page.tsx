import { ButtonLink } from '../../ui/components/buttons.js';
import type { PageContext } from '../../ui/page-context.js';
import { renderFrame } from '../../ui/render-page.js';
import { panelPaths } from '../panel-paths.js';
import { panelTextsFor } from '../texts/texts.js';

export type DoneAlready = 'enrolment' | 'choosePassword';

function textsOf(ctx: PageContext, what: DoneAlready): { title: string; text: string; go: string } {
  const t = panelTextsFor(ctx.locale);
  const { doneTitle: title, doneText: text } = what === 'enrolment' ? t.enrolment : t.operators.choosePassword;
  return { title, text, go: t.errorPages.home };
}

/** A form on the way in that has nothing left to do: what is so now, and the way on. */
export const doneAlreadyPage = (ctx: PageContext, what: DoneAlready): string => {
  const { title, text, go } = textsOf(ctx, what);
  return renderFrame(
    ctx,
    title,
    <div className="narrow">
      <h1>{title}</h1>
      <p className="lead" role="status">
        {text}
      </p>
      <ButtonLink href={panelPaths.home} look="primary">
        {go}
      </ButtonLink>
    </div>,
  );
};
