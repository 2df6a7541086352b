import { Notice } from '../../ui/components/notices.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { words } from '../words.js';

/** What was done just now, or could not be. */
export const TOLD = ['saved', 'inUse'] as const;
export type Told = (typeof TOLD)[number];

export const RecordTold = ({ ctx, told }: { ctx: BusinessPageContext; told?: Told }) => {
  const { t } = words(ctx);
  return told === undefined ? null : (
    <Notice kind={told === 'saved' ? 'success' : 'warning'} role={told === 'saved' ? 'status' : 'alert'}>
      <p>{t.records[told]}</p>
    </Notice>
  );
};
