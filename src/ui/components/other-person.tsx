import type { PageContext } from '../page-context.js';
import { words } from '../words.js';
import { ButtonLink, SubmitButton } from './buttons.js';
import { PostForm } from './post-form.js';
import { Template, UserText } from './text.js';

interface OtherPersonProps {
  ctx: PageContext;
  /** Who is signed in now. */
  email: string;
  /** The page to which either way leads back. */
  here: string;
  signOut: string;
  className?: string;
}

/** Said of what was sent from the page of somebody who is not signed in any more: who is, and the two ways on. */
export const OtherPerson = ({ ctx, email, here, signOut, className }: OtherPersonProps) => {
  const { otherPerson } = words(ctx).t;
  return (
    <>
      <p className={className}>
        <Template text={otherPerson.text} values={{ email: <UserText>{email}</UserText> }} />
      </p>
      <div className="actions">
        <ButtonLink look="primary" href={here}>
          {otherPerson.goOn}
        </ButtonLink>
        <PostForm action={signOut} className="one-button" isForAnybody>
          <input type="hidden" name="next" value={here} />
          <SubmitButton look="secondary">{otherPerson.signIn}</SubmitButton>
        </PostForm>
      </div>
    </>
  );
};
