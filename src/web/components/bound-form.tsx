import { Notice } from '../../ui/components/notices.js';
import type { PageContext } from '../../ui/page-context.js';
import { KEEP_TYPED } from '../kept-form.js';
import { words } from '../words.js';

/** What a form is about and once for: the books that it shows, its key, and that what is typed outlives the session. */
export interface BoundView {
  readonly bookId: string;
  readonly idempotencyKey: string;
}

export const BoundFields = ({ view }: { view: BoundView }) => (
  <>
    {/* Enter in a field shows the form again, computed; what it does is pressed. */}
    <button type="submit" name="do" value="compute" className="visually-hidden" tabIndex={-1} aria-hidden="true" />
    <input type="hidden" name={KEEP_TYPED} value="1" />
    <input type="hidden" name="book" value={view.bookId} />
    <input type="hidden" name="idempotencyKey" value={view.idempotencyKey} />
  </>
);

/** The books were replaced since the form was shown: nothing was done, and nothing typed is lost. */
export const BookChangedNotice = ({ ctx }: { ctx: PageContext }) => {
  const { documentForm } = words(ctx).t;
  return (
    <Notice kind="warning" title={documentForm.bookChangedTitle} role="alert">
      <p>{documentForm.bookChanged}</p>
    </Notice>
  );
};
