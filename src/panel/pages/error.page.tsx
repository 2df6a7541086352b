import type { ReactNode } from 'react';
import { ButtonLink } from '../../ui/components/buttons.js';
import type { PageContext } from '../../ui/page-context.js';
import { renderFrame } from '../../ui/render-page.js';
import type { FrameView } from '../components/frame.js';
import { panelPlainPage } from '../panel-document.js';
import { panelPaths } from '../panel-paths.js';
import { panelTextsFor } from '../texts/texts.js';
import type { PanelTexts } from '../texts/texts.js';

interface PanelErrorView {
  /** Of HTTP. One without a text of its own is told like its hundred. */
  status: number;
  /** The id of the request. */
  reference?: string;
}

function textOf({ errorPages }: PanelTexts, status: number): { title: string; text: string } {
  if (status === 403 || status === 404) return errorPages[status];
  return errorPages[status >= 500 ? 500 : 400];
}

const ErrorPage = ({ t, view, children }: { t: PanelTexts; view: PanelErrorView; children: ReactNode }) => {
  const { title, text } = textOf(t, view.status);
  return (
    <div className="narrow">
      <p className="error-status">{view.status}</p>
      <h1>{title}</h1>
      <p className="lead">{text}</p>
      <p className="actions">{children}</p>
      {view.reference !== undefined && (
        <p className="quiet">
          {t.errorPages.reference} <code>{view.reference}</code>
        </p>
      )}
    </div>
  );
};

/** For somebody who is signed in: inside the panel's frame, with its menu. */
export function panelErrorPage(frame: FrameView, view: PanelErrorView): string {
  const { t } = frame;
  return panelPlainPage(
    frame,
    textOf(t, view.status).title,
    <ErrorPage t={t} view={view}>
      <ButtonLink look="primary" href={panelPaths.home}>
        {t.errorPages.home}
      </ButtonLink>
      {view.status === 403 && <ButtonLink href={panelPaths.page('permissions')}>{t.errorPages.permissions}</ButtonLink>}
      {view.status === 404 && frame.state.pages.includes('search') && (
        <ButtonLink href={panelPaths.search()}>{t.errorPages.search}</ButtonLink>
      )}
    </ErrorPage>,
  );
}

/** For whoever is not: like the sign-in, to which it leads. */
export function strangersErrorPage(ctx: PageContext, view: PanelErrorView): string {
  const t = panelTextsFor(ctx.locale);
  return renderFrame(
    ctx,
    textOf(t, view.status).title,
    <ErrorPage t={t} view={view}>
      <ButtonLink look="primary" href={panelPaths.signIn}>
        {t.signInAgain}
      </ButtonLink>
    </ErrorPage>,
  );
}

/** For whoever comes from where the settings let no staff in. */
export function elsewherePage(
  ctx: PageContext,
  { address, reference }: { address?: string; reference: string },
): string {
  const { elsewhere, reference: referenceWord } = panelTextsFor(ctx.locale).errorPages;
  return renderFrame(
    ctx,
    elsewhere.title,
    <div className="narrow">
      <p className="error-status">403</p>
      <h1>{elsewhere.title}</h1>
      <p className="lead">{elsewhere.text}</p>
      {address !== undefined && (
        <p>
          {elsewhere.address} <code>{address}</code>
        </p>
      )}
      <p className="quiet">
        {referenceWord} <code>{reference}</code>
      </p>
    </div>,
  );
}
