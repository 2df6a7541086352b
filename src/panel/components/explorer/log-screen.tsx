import { useEffect, useState } from 'react';
import type { LogPageView } from '../../explorer/explorer-views.js';
import { t } from '../locale.js';
import { Screen, useTitle } from '../screen.js';
import { useAnswer } from '../use-answer.js';
import { LogStatusNotice } from './log-status.js';
import { Subscribers } from './subscribers.js';
import { WholeCheck } from './whole-check.js';
import { Witnesses } from './witnesses.js';

const ASKED_AGAIN_AFTER_MS = 1_000;

/** How far the log is known to be whole, by whom, and what is kept elsewhere. */
export const LogScreen = () => {
  const [version, setVersion] = useState(0);
  const answer = useAnswer<LogPageView>(`log ${version}`, (api) => api.getPage({ pageName: 'log' }), 'log');
  const { title } = t.explorer.status;
  useTitle(title);
  const again = () => setVersion((before) => before + 1);
  const isRunning = answer.view?.check?.endedAt === null;
  useEffect(() => {
    if (!isRunning || answer.isEarlier) return undefined;
    const timer = setTimeout(again, ASKED_AGAIN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isRunning, answer.isEarlier, version]);
  return (
    <Screen title={title} answer={answer} lead={<p className="lead">{t.explorer.logPage.lead}</p>}>
      {({ status, check, subscribers, address }) => (
        <>
          <LogStatusNotice status={status} isOnItsPage />
          <WholeCheck check={check} onAsked={again} />
          <Witnesses status={status} />
          <Subscribers rows={subscribers} address={address} onChange={again} />
        </>
      )}
    </Screen>
  );
};
