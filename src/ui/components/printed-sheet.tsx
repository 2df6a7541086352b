import type { PrintedLine, PrintedPage, PrintedSection } from '../print/printed-page.js';
import { Icon } from './icon.js';
import { UserText } from './text.js';

const ICONS = { holds: 'check', fails: 'warning', open: 'info' } as const;

/** A printed page on the screen; the style for paper makes one or two clean pages of it. Its title is the page's own. */
export const PrintedSheet = ({ page }: { page: PrintedPage }) => (
  <article className="printed" lang={page.locale}>
    {page.sections.map((section) => (
      <section key={section.title}>
        <h2>{section.title}</h2>
        <PrintedRows {...section} />
      </section>
    ))}
    <ul className="signed-by" aria-hidden="true">
      {page.signedBy.map((label) => (
        <li key={label}>{label}</li>
      ))}
    </ul>
    <p className="printed-foot">{page.foot}</p>
  </article>
);

/** What stands below the heading of a section. */
export const PrintedRows = ({ rows, note }: Omit<PrintedSection, 'title'>) => (
  <>
    {rows.length > 0 && (
      <dl>
        {rows.map(({ label, lines }, index) => (
          <div key={index}>
            <dt>{label}</dt>
            {lines.map((line, at) => (
              <dd key={at}>
                <Line line={line} />
              </dd>
            ))}
          </div>
        ))}
      </dl>
    )}
    {note !== undefined && <p className="quiet">{note}</p>}
  </>
);

const Line = ({ line: { text, look, mark } }: { line: PrintedLine }) => {
  const words = look === 'code' ? <code>{text}</code> : <UserText>{text}</UserText>;
  if (!mark) return words;
  return (
    <span className={`marked marked-${mark}`}>
      <Icon name={ICONS[mark]} />
      {words}
    </span>
  );
};
