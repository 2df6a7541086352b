import type { BusinessPageContext } from '../../ui/page-context.js';
import { isUnder, sectionOf } from '../sections.js';
import { words } from '../words.js';

/** The way between the pages of a part of the menu; nothing where there is but one. */
export const SectionNav = ({ ctx }: { ctx: BusinessPageContext }) => {
  const { t } = words(ctx);
  const here = ctx.path.split(/[?#]/)[0] ?? '';
  const section = sectionOf(ctx.business, here, t);
  if (!section || section.pages.length === 0) return null;
  return (
    <nav className="section-nav no-print" aria-label={t.nav.sectionOf.replace('{name}', () => section.tab.text)}>
      <ul>
        {section.pages.map(({ href, text }) => (
          <li key={href}>
            <a href={href} aria-current={here === href ? 'page' : isUnder(here, href) ? 'true' : undefined}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
};
