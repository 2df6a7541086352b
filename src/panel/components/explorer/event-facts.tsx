import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { AuditEventView } from '../../../log/events/audit-reader.service.js';
import { Facts, Panel } from '../../../ui/components/panel.js';
import { UserText, Instant } from '../../../ui/components/text.js';
import { lookUp } from '../../../ui/texts/bilingual.js';
import { words } from '../../../ui/words.js';
import type { EventView, PersonalView } from '../../explorer/explorer-views.js';
import { panelPaths } from '../../panel-paths.js';
import { ctx, t } from '../locale.js';
import { FaultWords } from './log-status.js';
import { BusinessLink, EventSentence, OutcomeBadge, reasonWords, utc, Who } from './event-words.js';
import { Ticket } from '../ticket.js';

/** Who, what, when, where from. */
export const EventFacts = ({ event, view }: { event: AuditEventView; view: EventView }) => {
  const texts = t.explorer.event;
  const { data } = event;
  const { actor, authorization, request } = data;
  return (
    <Panel id="facts" title={texts.what}>
      <Facts
        facts={[
          [texts.who, <Actor key="who" event={event} names={view.names} />],
          actor.id !== undefined && [t.business.id, <code key="id">{actor.id}</code>],
          actor.roles.length > 0 && [texts.roles, actor.roles.map(roleWords).join(', ')],
          actor.original_owner !== undefined && [texts.ownerIs, actor.original_owner ? texts.yes : texts.no],
          [texts.type, <code key="type">{event.type}</code>],
          [texts.when, <InUtc key="when" at={event.time} />],
          [texts.outcome, <OutcomeBadge key="outcome" outcome={data.outcome} />],
          data.reason !== undefined && [
            texts.reason,
            <span key="reason">
              {reasonWords(data.reason)} <code>{data.reason}</code>
            </span>,
          ],
          data.ticket !== undefined && [texts.ticket, <Ticket key="ticket" ticket={data.ticket} />],
          [texts.subject, <Subject key="subject" event={event} names={view.names} />],
          data.business_seq !== undefined && [texts.seq, String(data.business_seq)],
          authorization && [
            texts.rule,
            <span key="rule">
              {texts.decisions[authorization.decision]} · <code>{authorization.rule}</code>
            </span>,
          ],
          ...Object.entries(data.details).map(([name, value]): [ReactNode, ReactNode] => [
            lookUp(texts.fields, name) ?? <code key={name}>{name}</code>,
            name === 'fault' ? (
              <FaultWords key={name} fault={faultIn(data.details)} />
            ) : (
              <Detail key={name} value={value} names={view.names} />
            ),
          ]),
          [texts.request, <code key="request">{request.id}</code>],
          [texts.digest, <code key="digest">{request.digest}</code>],
        ]}
      />
      <h3>{texts.personal}</h3>
      <Personal personal={view.personal} />
      {view.operation.length > 0 && (
        <>
          <h3>{texts.operation}</h3>
          <ul>
            {view.operation.map(({ id, type, at, outcome }) => (
              <li key={id}>
                <Link to={panelPaths.event(id)}>
                  <EventSentence type={type} />
                </Link>{' '}
                <OutcomeBadge outcome={outcome} />{' '}
                <span className="quiet">
                  <Instant ctx={utc} at={at} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
};

/** Of a check that failed. */
const faultIn = (details: AuditEventView['data']['details']): Parameters<typeof FaultWords>[0]['fault'] => ({
  why: String(details.verdict),
  code: String(details.fault),
  facts: details.facts as Record<string, string>,
  entry: null,
  isOfWitness: false,
});

interface NamedEvent {
  event: AuditEventView;
  names: EventView['names'];
}

const Actor = ({ event, names }: NamedEvent) => {
  const { type, id } = event.data.actor;
  return <Who actor={{ type, id, name: lookUp(names, id ?? '') }} />;
};

const roleWords = (role: string) => lookUp(t.roles, role) ?? lookUp(words(ctx).t.roles, role) ?? role;

/** To the millisecond as it was signed, beside the same in words. */
const InUtc = ({ at }: { at: string }) => (
  <>
    <Instant ctx={utc} at={at} /> <code>{at}</code>
  </>
);

const Subject = ({ event: { subject }, names }: NamedEvent) => {
  const [kind = '', id = ''] = subject.split('/');
  const name = lookUp(names, id);
  return (
    <>
      {lookUp(t.explorer.event.subjects, kind) ?? kind}{' '}
      {kind === 'business' ? <BusinessLink id={id} name={name} /> : name !== undefined && <UserText>{name}</UserText>}{' '}
      {kind !== 'log' && <code>{id}</code>}
    </>
  );
};

const Detail = ({ value, names }: { value: unknown; names: EventView['names'] }) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const name = lookUp(names, text);
  return (
    <>
      {name !== undefined && (
        <>
          <UserText>{name}</UserText>{' '}
        </>
      )}
      <code>{text}</code>
    </>
  );
};

const Personal = ({ personal }: { personal: PersonalView }) => {
  const texts = t.explorer.event;
  if (personal.state !== 'kept') return <p>{texts[personal.state]}</p>;
  const details = Object.entries(JSON.parse(personal.details) as Record<string, unknown>);
  if (details.length === 0) return <p>{texts.noPersonal}</p>;
  return (
    <Facts
      facts={details.map(([name, value]) => [
        lookUp(texts.personalFields, name) ?? <code>{name}</code>,
        <UserText key={name}>{String(value)}</UserText>,
      ])}
    />
  );
};
