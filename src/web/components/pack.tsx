import { ButtonLink, PostButton } from '../../ui/components/buttons.js';
import { Notice } from '../../ui/components/notices.js';
import { Instant, Template } from '../../ui/components/text.js';
import type { BusinessPageContext, PageContext } from '../../ui/page-context.js';
import type { PackView } from '../../packs/packs.service.js';
import { paths } from '../paths.js';
import { words } from '../words.js';

/** What a page shows of the packs of the books that it is about. */
export interface PackSection {
  /** The newest, and beside one that is not made the last that is. */
  packs: readonly PackView[];
  mayHave: boolean;
  bookId: string;
  /** They are a snapshot. */
  isSnapshot?: boolean;
  /** A pack of other books is being made. */
  isOther?: boolean;
}

interface Props {
  ctx: BusinessPageContext;
  section: PackSection;
}

/** Everything as one file: one button, then how far it is, then the file. */
export const PackOffer = ({ ctx, section }: Props) => {
  const { t } = words(ctx);
  const { packs, mayHave, bookId, isSnapshot, isOther } = section;
  const made = packs.find(({ state }) => state === 'made');
  const underWay = packs.find(({ state }) => state === 'waiting' || state === 'making');
  return (
    <div className="pack">
      <p>{isSnapshot ? t.pack.leadSnapshot : t.pack.lead}</p>
      {!mayHave && <p className="hint">{t.pack.notAllowed}</p>}
      {isOther && (
        <Notice kind="info" role="status">
          <p>{t.pack.other}</p>
        </Notice>
      )}
      {mayHave && packs[0]?.state === 'failed' && (
        <Notice kind="error" role="status">
          <p>{t.pack.failed}</p>
        </Notice>
      )}
      {mayHave && underWay && <UnderWay ctx={ctx} pack={underWay} />}
      {mayHave && made && <Made ctx={ctx} pack={made} section={section} />}
      {mayHave && !underWay && (
        <PostButton
          action={paths.packs(ctx.business.id)}
          fields={{ book: bookId }}
          look={made ? 'secondary' : 'primary'}
          icon={made ? 'refresh' : 'download'}
          working={t.pack.asking}
        >
          {made ? t.pack.makeAgain : t.pack.make}
        </PostButton>
      )}
    </div>
  );
};

const UnderWay = ({ ctx, pack }: { ctx: BusinessPageContext; pack: PackView }) => {
  const { t, f } = words(ctx);
  const { id } = ctx.business;
  const { total, done, state } = pack;
  const said = state === 'waiting' ? t.pack.waiting : t.pack.making0;
  return (
    <div data-running={paths.packProgress(id, pack.id)} className="pack-progress">
      <progress aria-label={t.pack.progress} max={total ?? undefined} value={total === null ? undefined : done} />
      <p role="status">
        {total === null ? (
          said
        ) : (
          <Template
            text={t.pack.making}
            values={{ done: <span data-slot="linesDone">{f.number(done)}</span>, total: f.number(total) }}
          />
        )}
      </p>
      <p className="hint">{t.pack.leave}</p>
      {/* Where there is no script, which looks by itself. */}
      <noscript>
        <p className="actions">
          <a className="button button-quiet" href={`${ctx.path.split('#')[0]}#pack`}>
            {t.pack.check}
          </a>
        </p>
      </noscript>
    </div>
  );
};

const Made = ({ ctx, pack, section }: { ctx: BusinessPageContext; pack: PackView; section: PackSection }) => {
  const { t } = words(ctx);
  const { file } = pack;
  if (!file) return null;
  return (
    <div className="pack-made">
      <p className="row-title">
        <Template text={t.pack.made} values={{ at: <Instant ctx={ctx} at={file.asOf} exact /> }} />
      </p>
      <p className="hint">{t.pack.facts(file.files, sizeInWords(ctx, file.bytes))}</p>
      <p className="actions">
        <ButtonLink look="primary" icon="download" href={paths.packFile(ctx.business.id, pack.id)} download>
          {t.pack.download}
        </ButtonLink>
      </p>
      <p className="hint">{section.isSnapshot ? t.pack.keptSnapshot : t.pack.kept}</p>
      <details className="more-detail">
        <summary>{t.pack.digest}</summary>
        <p>
          <code className="digest">{file.digest}</code>
        </p>
      </details>
    </div>
  );
};

const MEGABYTE = 1_000_000;

function sizeInWords(ctx: PageContext, bytes: number): string {
  const { t, f } = words(ctx);
  if (bytes < MEGABYTE) return t.pack.kilobytes(f.number(Math.max(1, Math.round(bytes / 1_000))));
  return t.pack.megabytes(f.number(Math.round(bytes / (MEGABYTE / 10)) / 10));
}
