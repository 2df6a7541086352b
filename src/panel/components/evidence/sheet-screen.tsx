import { Link, useSearchParams } from 'react-router-dom';
import { PostButton } from '../../../ui/components/buttons.js';
import { Icon } from '../../../ui/components/icon.js';
import { PrintedSheet } from '../../../ui/components/printed-sheet.js';
import { UserText } from '../../../ui/components/text.js';
import type { SheetView } from '../../evidence/evidence-views.js';
import { anySheetInWords, aboutOf } from '../../evidence/certificate-in-words.js';
import { panelPaths } from '../../panel-paths.js';
import { locale, t } from '../locale.js';
import { Screen, useTitle } from '../screen.js';
import { useAnswer } from '../use-answer.js';
import { SheetLink } from './sheet-link.js';

/** The sheet of evidence of one reset or restore, or the certificate of one destruction, as it would be printed; each opening makes one anew. */
export const SheetScreen = () => {
  const event = useSearchParams()[0].get('event') ?? '';
  const answer = useAnswer<SheetView>(event, (api) => api.getPage({ pageName: 'evidence', params: { event, locale } }));
  const texts = t.evidence.sheet;
  const page = answer.view && anySheetInWords(answer.view.sheet, locale, answer.view.banks);
  useTitle(page ? `${page.title} – ${page.lead}` : texts.title);
  return (
    <Screen
      title={page ? page.title : texts.title}
      lead={
        page && (
          <p className="lead">
            <UserText>{page.lead}</UserText>
          </p>
        )
      }
      answer={answer}
    >
      {({ sheet }) => (
        <>
          <Take sheet={sheet} />
          {page && <PrintedSheet page={page} />}
        </>
      )}
    </Screen>
  );
};

const Take = ({ sheet }: Pick<SheetView, 'sheet'>) => {
  const texts = t.evidence.sheet;
  const { eventId, purgedEventId } = aboutOf(sheet);
  return (
    <div className="no-print take">
      <div className="actions">
        <button type="button" className="button button-primary" onClick={() => print()}>
          <Icon name="print" />
          <span>{texts.print}</span>
        </button>
        <Download event={eventId} format="pdf" text={texts.pdf} />
        <Download event={eventId} format="bundle" text={texts.bundle} />
      </div>
      <p className="hint">
        {texts.bundleHint} {texts.recorded}
      </p>
      <p>
        <Link to={panelPaths.event(eventId)}>{texts.backToEvent}</Link>
        {' · '}
        <Link to={panelPaths.business(sheet.business.id, 'switches')}>{texts.backToBusiness}</Link>
        {purgedEventId !== null && (
          <>
            {' · '}
            <SheetLink isCertificate eventId={purgedEventId} />
          </>
        )}
      </p>
    </div>
  );
};

/** A form of the page itself: the browser takes the answer as a file, and stays. */
const Download = ({ event, format, text }: { event: string; format: string; text: string }) => (
  <PostButton action={panelPaths.evidenceFiles} fields={{ event, format, locale }} icon="download">
    {text}
  </PostButton>
);
