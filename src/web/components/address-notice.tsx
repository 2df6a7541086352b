import { PostButton } from '../../ui/components/buttons.js';
import { Notice } from '../../ui/components/notices.js';
import { Template, UserText } from '../../ui/components/text.js';
import type { PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { words } from '../words.js';

/** Until the address of the sign-up is confirmed; nothing of one's own work waits for it. */
export const AddressNotice = ({ ctx }: { ctx: PageContext }) => {
  const { t } = words(ctx);
  const email = ctx.user?.email ?? '';
  return (
    <Notice kind="info" title={t.account.unconfirmedTitle}>
      <p>
        <Template text={t.account.unconfirmedText} values={{ email: <UserText>{email}</UserText> }} />
      </p>
      <PostButton action={paths.confirmationAgain} working={t.common.working}>
        {t.account.sendAgain}
      </PostButton>
    </Notice>
  );
};
