import { useEffect, type ReactNode } from 'react';
import { bringBackTyped, keepTyped } from '../../ui/assets/typed.js';
import { Notice } from '../../ui/components/notices.js';
import { panelPaths } from '../panel-paths.js';
import { t } from './locale.js';
import type { Answer } from './use-answer.js';

/** A screen: one h1, a title of its own, and what was asked for once it is there. */
export function Screen<View>({
  title,
  lead,
  answer,
  children,
}: {
  title: ReactNode;
  /** Beside the title where there is room. */
  lead?: ReactNode;
  answer: Answer<View>;
  children: (view: View) => ReactNode;
}) {
  useTypedAgain(answer.view !== undefined || answer.problem !== undefined);
  return (
    <>
      <div className="screen-head">
        <h1>{title}</h1>
        {lead}
      </div>
      {answer.problem !== undefined && <Problem code={answer.problem} />}
      {answer.view === undefined && answer.problem === undefined && (
        <p role="status" className="quiet">
          {t.loading}
        </p>
      )}
      {answer.view !== undefined && <div aria-busy={answer.isEarlier === true}>{children(answer.view)}</div>}
    </>
  );
}

/** Brings back what was typed before the language was changed, once the fields are there. */
export function useTypedAgain(isThere: boolean): void {
  useEffect(() => {
    if (isThere) bringBackTyped(document.querySelector('main')!);
  }, [isThere]);
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} – ${t.title}`;
  }, [title]);
}

/** What went wrong in words, and what to do next. */
export const Problem = ({ code }: { code: string }) => {
  const known = Object.hasOwn(t.problems, code) ? (code as keyof typeof t.problems) : 'INTERNAL';
  return (
    <Notice kind="error" title={t.problemTitle} role="alert">
      <p>{t.problems[known]}</p>
      {known === 'UNAUTHENTICATED' && (
        <p>
          <a
            href={panelPaths.signInTo(location.pathname + location.search)}
            onClick={() => keepTyped(document.querySelector('main')!)}
          >
            {t.signInAgain}
          </a>
        </p>
      )}
    </Notice>
  );
};
