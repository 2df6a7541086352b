import { createContext, useContext, type ComponentProps } from 'react';

/** The hidden field, or the part of an upload's address, that says whose page a form stood on. */
export const PAGE_OWNER = 'pageOwner';

/** What a form has whose page shows again what was typed, should the session have ended. */
export const KEEP_TYPED = 'keptForPage';

/** How a script says the same of what it asks for. */
export const PAGE_OWNER_HEADER = 'X-Page-Owner';

/** The mark of the person to whom the page is shown; undefined on a page of nobody. What draws a page provides it. */
export const PageOwner = createContext<string | undefined>(undefined);

interface PostFormProps extends ComponentProps<'form'> {
  action: string;
  /** What it does is done for nobody in particular, whoever is signed in: signing in, paying. */
  isForAnybody?: boolean;
}

/** Every form that is posted: it says whose page it stood on, so that it does nothing once somebody else is signed in. */
export const PostForm = ({ action, isForAnybody = false, children, ...form }: PostFormProps) => {
  const mark = useContext(PageOwner);
  const owner = isForAnybody ? undefined : mark;
  // An upload is judged before its body is read, so its address says it.
  const isUpload = form.encType === 'multipart/form-data';
  return (
    <form
      {...form}
      method="post"
      action={isUpload && owner !== undefined ? `${action}?${PAGE_OWNER}=${owner}` : action}
    >
      {!isUpload && owner !== undefined && <input type="hidden" name={PAGE_OWNER} value={owner} />}
      {children}
    </form>
  );
};
