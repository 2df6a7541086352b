import type { PageContext } from '../page-context.js';
import { Icon } from './icon.js';

/** Stands in a form, which it sends with what the device has answered; the script shows it where the browser can do it. */
export const PasskeyButton = ({
  ctx,
  what,
  options,
  failed,
  children,
}: {
  ctx: PageContext;
  what: 'get' | 'create';
  /** The address that says what the device is to sign. */
  options: string;
  /** What is said where the device, or the person, called it off. */
  failed: string;
  children: string;
}) => (
  <>
    <input type="hidden" name="passkey" value="" />
    <button
      type="button"
      className="button button-secondary"
      hidden
      data-passkey={what}
      data-options={options}
      data-script={ctx.assets?.passkeys}
    >
      <Icon name="lock" />
      <span>{children}</span>
    </button>
    <p className="problem" role="alert" data-passkey-failed="" hidden>
      {failed}
    </p>
  </>
);
