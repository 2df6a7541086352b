import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { AuditEventView } from '../../../log/events/audit-reader.service.js';
import { bytesOfBase64, hexOf, type Bytes } from '../../../platform/tlog/note-text.js';
import { Icon } from '../../../ui/components/icon.js';
import { Notice } from '../../../ui/components/notices.js';
import { Facts, Panel } from '../../../ui/components/panel.js';
import { Template } from '../../../ui/components/text.js';
import { formatsFor } from '../../../ui/format.js';
import { lookUp } from '../../../ui/texts/bilingual.js';
import type { EventView } from '../../explorer/explorer-views.js';
import { ctx, locale, t } from '../locale.js';
import { Screen, useTitle } from '../screen.js';
import { useAnswer } from '../use-answer.js';
import { SheetLink } from '../evidence/sheet-link.js';
import { Evidence } from './event-evidence.js';
import { EventFacts } from './event-facts.js';
import { EventSentence, eventWords } from './event-words.js';
import { Verification } from './verification.js';
import { leafHashOf } from './verify-event.js';

const { number } = formatsFor(ctx);

/** One event. Everything said of it is read from the very bytes that were signed, and that the reader can verify here. */
export const EventScreen = () => {
  const id = useSearchParams()[0].get('id') ?? '';
  const answer = useAnswer<EventView>(id, (api) => api.getPage({ pageName: 'event', params: { id, locale } }));
  const bytes = answer.view && (bytesOfBase64(answer.view.bytes) ?? new Uint8Array());
  const text = bytes && new TextDecoder().decode(bytes);
  const event = text === undefined ? undefined : eventIn(text);
  useTitle((event && lookUp(eventWords, event.type)) ?? t.explorer.event.title);
  return (
    <Screen title={event ? <EventSentence type={event.type} /> : t.explorer.event.title} answer={answer}>
      {(view) => (
        <>
          {event ? (
            <>
              {view.hasSheet && (
                <p>
                  <SheetLink eventId={view.id} isCertificate={event.type === 'snapshot.purged'} />
                </p>
              )}
              <Evidence event={event} names={view.names} />
              <EventFacts event={event} view={view} />
            </>
          ) : (
            <Notice kind="error" role="alert">
              <p>{t.explorer.event.unreadable}</p>
            </Notice>
          )}
          <Verification key={view.id} view={view} />
          <SignedBytes view={view} bytes={bytes!} text={text!} />
          <Place view={view} />
        </>
      )}
    </Screen>
  );
};

/** Undefined for bytes that are no event any more; what they are is shown all the same. */
function eventIn(text: string): AuditEventView | undefined {
  try {
    return JSON.parse(text) as AuditEventView;
  } catch {
    return undefined;
  }
}

const SignedBytes = ({ view, bytes, text }: { view: EventView; bytes: Bytes; text: string }) => {
  const texts = t.explorer.event;
  const [hash, setHash] = useState('');
  useEffect(() => void leafHashOf(bytes).then((leaf) => setHash(hexOf(leaf))), [view]);
  return (
    <Panel id="bytes" title={texts.bytes}>
      <p>
        <Template text={texts.bytesText} values={{ n: number(bytes.length) }} />
      </p>
      <Facts facts={[[texts.leafHash, <code key="hash">{hash}</code>]]} />
      <pre className="raw" tabIndex={0} aria-label={texts.bytes}>
        {text}
      </pre>
      <p className="actions">
        <Download name={`${view.id}.json`} base64={view.bytes} text={texts.download} />
      </p>
    </Panel>
  );
};

const Place = ({ view: { id, leafIndex, proof } }: { view: EventView }) => {
  const texts = t.explorer.event;
  return (
    <Panel id="place" title={texts.place}>
      {leafIndex === null || proof === null ? (
        <Notice kind="info">
          <p>{texts.waits}</p>
        </Notice>
      ) : (
        <>
          <Facts
            facts={[
              [
                texts.leaf,
                <Template
                  key="leaf"
                  text={texts.leafOf}
                  values={{ index: number(leafIndex), size: number(proof.size) }}
                />,
              ],
            ]}
          />
          <h3>{texts.path}</h3>
          <p>{proof.hashes.length === 0 ? texts.noPath : texts.pathText(proof.hashes.length)}</p>
          <ol className="hashes">
            {proof.hashes.map((hash) => (
              <li key={hash}>
                <code>{hash}</code>
              </li>
            ))}
          </ol>
          <h3>{texts.checkpoint}</h3>
          <pre className="raw" tabIndex={0} aria-label={texts.checkpoint}>
            {proof.checkpoint}
          </pre>
          <p className="actions">
            <Download name={`${id}.tlog-proof`} base64={base64Of(proof.text)} text={texts.downloadProof} />
          </p>
        </>
      )}
    </Panel>
  );
};

const base64Of = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** The bytes that are on the page already: nothing is asked for again. */
const Download = ({ name, base64, text }: { name: string; base64: string; text: string }) => (
  <a className="button button-secondary" href={`data:application/octet-stream;base64,${base64}`} download={name}>
    <Icon name="download" />
    <span>{text}</span>
  </a>
);
