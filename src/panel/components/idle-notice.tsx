import { useEffect, useState } from 'react';
import { keepTyped } from '../../ui/assets/typed.js';
import { Notice } from '../../ui/components/notices.js';
import { panelPaths } from '../panel-paths.js';
import { ApiClient, onAnswer } from './api-client.js';
import { t } from './locale.js';
import { state } from './state.js';

const MINUTE_MS = 60_000;
/** So long before the end it is said. */
const NOTICE_MS = 2 * MINUTE_MS;

type IdleState = 'in' | 'soon' | 'over';

/** Says that the session is about to end for want of use, in time to do something about it; and then that it has. */
export const IdleNotice = () => {
  const idleState = useIdleState();
  if (idleState === 'in') return null;
  const here = location.pathname + location.search;
  return (
    <div className="idle">
      <Notice kind="warning" role="alert" title={idleState === 'soon' ? t.idle.soonTitle : t.idle.overTitle}>
        <p>{idleState === 'soon' ? t.idle.soon : t.idle.over}</p>
        <p className="actions">
          {idleState === 'soon' ? (
            <button
              type="button"
              className="button button-primary"
              onClick={() => void new ApiClient().stay().catch(() => undefined)}
            >
              {t.idle.stay}
            </button>
          ) : (
            <a
              className="button button-primary"
              href={panelPaths.signInTo(here)}
              onClick={() => keepTyped(document.querySelector('main')!)}
            >
              {t.signInAgain}
            </a>
          )}
        </p>
      </Notice>
    </div>
  );
};

/** Every answer to any tab of this browser starts the time anew: they share one session. */
function useIdleState(): IdleState {
  const [idleState, setIdleState] = useState<IdleState>('in');
  useEffect(() => {
    const tabs = new BroadcastChannel('ardoise panel answers');
    let timers: ReturnType<typeof setTimeout>[] = [];
    const begin = () => {
      timers.forEach(clearTimeout);
      setIdleState('in');
      timers = [
        setTimeout(() => setIdleState('soon'), state.idleMs - NOTICE_MS),
        setTimeout(() => setIdleState('over'), state.idleMs),
      ];
    };
    begin();
    tabs.onmessage = begin;
    const stop = onAnswer(() => {
      begin();
      tabs.postMessage('answered');
    });
    return () => {
      timers.forEach(clearTimeout);
      stop();
      tabs.close();
    };
  }, []);
  return idleState;
}
