import type { ReactNode } from 'react';

/** A section with its heading, named by it. */
export const Panel = ({
  id,
  title,
  step,
  level = 2,
  look = 'sheet',
  children,
}: {
  id: string;
  title: ReactNode;
  /** Its place in a sequence. */
  step?: number;
  level?: 2 | 3;
  look?: 'sheet' | 'plain' | 'danger';
  children: ReactNode;
}) => {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section id={id} className={`panel panel-${look}`} aria-labelledby={`${id}-title`}>
      <Heading id={`${id}-title`}>
        {step !== undefined && (
          <span className="step" aria-hidden="true">
            {step}
          </span>
        )}
        <span>{title}</span>
      </Heading>
      {children}
    </section>
  );
};

/** Name and value, one under the other on a phone. */
export const Facts = ({ facts }: { facts: (readonly [ReactNode, ReactNode] | false | undefined)[] }) => (
  <dl className="facts">
    {facts.map(
      (fact, index) =>
        fact && (
          <div key={index}>
            <dt>{fact[0]}</dt>
            <dd>{fact[1]}</dd>
          </div>
        ),
    )}
  </dl>
);

export interface Choice {
  href: string;
  title: ReactNode;
  hint?: ReactNode;
}

/** Where to go from here: big, easy targets. */
export const Choices = ({ choices }: { choices: Choice[] }) => (
  <ul className="choices">
    {choices.map((choice) => (
      <li key={choice.href}>
        <a href={choice.href} className="choice">
          <span className="choice-title">{choice.title}</span>
          {choice.hint !== undefined && <span className="choice-hint">{choice.hint}</span>}
        </a>
      </li>
    ))}
  </ul>
);

/** Where to go on in a list that is read page by page. */
export const Pager = ({ older, newest, newer }: { older?: Choice; newest?: Choice; newer?: Choice }) =>
  older || newest || newer ? (
    <p className="pager">
      {newest && (
        <a className="button button-quiet" href={newest.href}>
          {newest.title}
        </a>
      )}
      {newer && (
        <a className="button button-secondary" href={newer.href} rel="prev">
          {newer.title}
        </a>
      )}
      {older && (
        <a className="button button-secondary" href={older.href} rel="next">
          {older.title}
        </a>
      )}
    </p>
  ) : null;
