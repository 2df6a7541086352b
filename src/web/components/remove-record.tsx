import { PostButton } from '../../ui/components/buttons.js';
import { UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths, type ListName } from '../paths.js';
import { words } from '../words.js';

/** Two presses away, as what is deleted does not come back. */
export const RemoveRecord = ({
  ctx,
  list,
  id,
  name,
}: {
  ctx: BusinessPageContext;
  list: ListName;
  id: string;
  name: string;
}) => {
  const { t } = words(ctx);
  return (
    <details className="more-detail">
      <summary>{t.records.remove}</summary>
      <p>{t.records.removeWhy}</p>
      <PostButton
        action={paths.removeRecord(ctx.business.id, list, id)}
        about={<UserText>{name}</UserText>}
        working={t.common.working}
      >
        {t.records.remove}
      </PostButton>
    </details>
  );
};
