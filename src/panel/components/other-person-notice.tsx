import { useEffect, useState } from 'react';
import { Notice } from '../../ui/components/notices.js';
import { OtherPerson } from '../../ui/components/other-person.js';
import { words } from '../../ui/words.js';
import { panelPaths } from '../panel-paths.js';
import { onAnswer } from './api-client.js';
import { ctx } from './locale.js';

/** Says who has signed in in another tab, once something was refused to this page for it. */
export const OtherPersonNotice = () => {
  const [email, setEmail] = useState<string>();
  useEffect(() => onAnswer(({ signedInAs }) => setEmail(signedInAs)), []);
  if (email === undefined) return null;
  return (
    <div className="idle">
      <Notice kind="warning" role="alert" title={words(ctx).t.otherPerson.title}>
        <OtherPerson ctx={ctx} email={email} here={location.pathname + location.search} signOut={panelPaths.signOut} />
      </Notice>
    </div>
  );
};
