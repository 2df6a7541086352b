import { Link } from 'react-router-dom';
import type { Outcome } from '../../../log/events/event-catalogue.js';
import { Template, UserText } from '../../../ui/components/text.js';
import type { PageContext } from '../../../ui/page-context.js';
import { lookUp } from '../../../ui/texts/bilingual.js';
import { words } from '../../../ui/words.js';
import type { ActorName } from '../../explorer/explorer-views.js';
import { panelPaths } from '../../panel-paths.js';
import { ctx, t } from '../locale.js';

/** The log's own time: filters count days in it, and the signed bytes hold it. */
export const utc: PageContext = { ...ctx, timeZone: 'UTC' };

/** Every type of event in words, those of businesses as their owners read them. */
export const eventWords: Readonly<Record<string, string>> = { ...words(ctx).t.history.events, ...t.explorer.events };

export const EventSentence = ({ type }: { type: string }) => <>{lookUp(eventWords, type) ?? <code>{type}</code>}</>;

const BADGES = { pending: 'asked', success: 'done', denied: 'refused', failed: 'failed' } as const;

export const OutcomeBadge = ({ outcome }: { outcome: Outcome }) => (
  <span className={`badge badge-${BADGES[outcome]}`}>{t.explorer.outcomes[outcome]}</span>
);

/** A refusal's code in words. */
export const reasonWords = (code: string) => lookUp(words(ctx).t.history.refusals, code) ?? code;

export const Who = ({ actor: { type, id, name, isOriginalOwner } }: { actor: ActorName }) => {
  const { history } = words(ctx).t;
  const known = name ?? (type === 'system' ? undefined : id);
  return (
    <>
      {known === undefined ? (
        <Template text={t.explorer.results.actors[type]} values={{ id: <code>{id}</code> }} />
      ) : name === undefined ? (
        <code>{known}</code>
      ) : (
        <UserText>{name}</UserText>
      )}
      {isOriginalOwner && ` (${history.originalOwner})`}
    </>
  );
};

export const BusinessLink = ({ id, name }: { id: string; name?: string }) => (
  <Link to={panelPaths.business(id)}>{name === undefined ? <code>{id}</code> : <UserText>{name}</UserText>}</Link>
);
