import type { ReactNode } from 'react';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { words } from '../words.js';
import { ButtonLink, PostButton } from '../../ui/components/buttons.js';
import { Icon } from '../../ui/components/icon.js';
import { Template, UserText } from '../../ui/components/text.js';

/** How far one has come in the demo; every part of it is what is so. */
export interface DemoWalkView {
  round: number;
  isReady: boolean;
  hasLooked: boolean;
  banks: readonly string[];
  isReset: boolean;
  isRecovered: boolean;
}

interface Props {
  ctx: BusinessPageContext;
  walk: DemoWalkView;
}

/** The three steps of the demo, at the top of its owner's home page. */
export const DemoWalkPanel = ({ ctx, walk }: Props) => {
  const { t } = words(ctx);
  return (
    <section className="demo" aria-labelledby="demo-title">
      <h2 id="demo-title">{t.demo.title}</h2>
      {walk.isReady ? (
        <>
          <p>{walk.isRecovered ? t.demo.finished : t.demo.lead}</p>
          <Steps ctx={ctx} walk={walk} />
        </>
      ) : (
        <p>{t.demo.being}</p>
      )}
      <div className="demo-foot">
        <p className="quiet">{t.demo.dates}</p>
        <div className="actions">
          {walk.isRecovered && <ButtonLink href={paths.history(ctx.business.id)}>{t.demo.seeHistory}</ButtonLink>}
          <PostButton
            look="quiet"
            icon="refresh"
            action={paths.demoAgain(ctx.business.id)}
            fields={{ round: String(walk.round) }}
            about={t.demo.againHint}
            working={t.common.working}
          >
            {t.demo.again}
          </PostButton>
        </div>
      </div>
    </section>
  );
};

const Steps = ({ ctx, walk }: Props) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  const { hasLooked, isReset, isRecovered, banks } = walk;
  const next = isRecovered ? undefined : isReset ? 'recover' : hasLooked ? 'reset' : 'look';
  const bank = banks[0];
  return (
    <ol className="demo-steps">
      <Step ctx={ctx} title={t.demo.look} isDone={hasLooked} isNext={next === 'look'}>
        <p>{isReset && !isRecovered ? t.demo.lookTextReset : t.demo.lookText}</p>
        {(!isReset || isRecovered) && (
          <PostButton look={next === 'look' ? 'primary' : 'quiet'} icon="look" action={paths.demoLook(id)}>
            {t.demo.lookAct}
          </PostButton>
        )}
      </Step>
      <Step ctx={ctx} title={t.demo.reset} isDone={isReset} isNext={next === 'reset'}>
        {!isReset && <ResetStep ctx={ctx} bank={bank} isNext={next === 'reset'} />}
      </Step>
      <Step ctx={ctx} title={t.demo.recover} isDone={isRecovered} isNext={next === 'recover'}>
        <p>{t.demo.recoverText}</p>
        {next === 'recover' && (
          <ButtonLink
            look="primary"
            icon="undo"
            href={bank === undefined ? paths.recover(id) : paths.manageYourData(id)}
          >
            {t.demo.recoverAct}
          </ButtonLink>
        )}
      </Step>
    </ol>
  );
};

/** A bank that is connected stands in the way, and is named; the page that leads to the reset disconnects it. */
const ResetStep = ({ ctx, bank, isNext }: { ctx: BusinessPageContext; bank?: string; isNext: boolean }) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  return (
    <>
      <p>
        {bank === undefined ? (
          <Template text={t.demo.resetText} values={{ email: <code>{ctx.user?.email}</code> }} />
        ) : (
          <Template text={t.demo.resetBank} values={{ bank: <UserText>{bank}</UserText> }} />
        )}
      </p>
      <ButtonLink
        look={isNext ? 'primary' : 'quiet'}
        icon={bank === undefined ? undefined : 'bank'}
        href={bank === undefined ? paths.reset(id) : paths.manageYourData(id)}
      >
        {bank === undefined ? t.demo.resetActNow : t.demo.resetAct}
      </ButtonLink>
    </>
  );
};

const Step = ({
  ctx,
  title,
  isDone,
  isNext,
  children,
}: {
  ctx: BusinessPageContext;
  title: string;
  isDone: boolean;
  isNext: boolean;
  children: ReactNode;
}) => {
  const { t } = words(ctx);
  const look = isDone ? 'demo-step-done' : isNext ? 'demo-step-next' : 'demo-step-later';
  return (
    <li className={`demo-step ${look}`} aria-current={isNext ? 'step' : undefined}>
      <h3>
        {isDone && <Icon name="check" />}
        <span>{title}</span>
        {isDone && <span className="badge badge-done">{t.demo.done}</span>}
        {isNext && <span className="badge">{t.demo.now}</span>}
      </h3>
      {children}
    </li>
  );
};
