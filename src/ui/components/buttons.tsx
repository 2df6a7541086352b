import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.js';
import { PostForm } from './post-form.js';
import { Hidden } from './text.js';

export type ButtonLook = 'primary' | 'secondary' | 'danger' | 'quiet';

interface ButtonProps {
  look?: ButtonLook;
  icon?: IconName;
  /** Said after the label to those who do not see what the button stands beside. */
  about?: ReactNode;
  children: ReactNode;
}

const Inside = ({ icon, about, children }: Omit<ButtonProps, 'look'>) => (
  <>
    {icon && <Icon name={icon} />}
    <span>
      {children}
      {about !== undefined && <Hidden> {about}</Hidden>}
    </span>
  </>
);

const className = (look: ButtonLook) => `button button-${look}`;

export const ButtonLink = ({
  href,
  look = 'secondary',
  download,
  ...inside
}: ButtonProps & { href: string; download?: boolean }) => (
  <a className={className(look)} href={href} download={download}>
    <Inside {...inside} />
  </a>
);

/** The button of a form; `working` is shown by the script while the form is on its way. */
export const SubmitButton = ({
  look = 'primary',
  name,
  value,
  working,
  formMethod,
  ...inside
}: ButtonProps & { name?: string; value?: string; working?: string; formMethod?: 'get' }) => (
  <button
    type="submit"
    className={className(look)}
    name={name}
    value={value}
    data-working={working}
    formMethod={formMethod}
    formNoValidate={formMethod === undefined ? undefined : true}
  >
    <Inside {...inside} />
  </button>
);

/** A button that is a whole form: one act, by POST. */
export const PostButton = ({
  action,
  fields = {},
  ...button
}: ButtonProps & { action: string; fields?: Record<string, string>; working?: string }) => (
  <PostForm action={action} className="one-button">
    {Object.entries(fields).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
    <SubmitButton look="secondary" {...button} />
  </PostForm>
);
