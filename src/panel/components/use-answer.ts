import { ApiClient } from 'adminjs';
import { useEffect, useState } from 'react';

/** What the API answered, or the code of its problem; neither while it is under way. */
export interface Answer<View> {
  readonly view?: View;
  readonly problem?: string;
}

interface ClientError {
  readonly response?: { readonly data?: { readonly code?: string } };
}

export const problemOf = (error: unknown): string => (error as ClientError).response?.data?.code ?? 'INTERNAL';

/** Asks again whenever `key` changes; a late answer to an earlier question is dropped. */
export function useAnswer<View>(key: string, ask: (api: ApiClient) => Promise<{ data: unknown }>): Answer<View> {
  const [answer, setAnswer] = useState<Answer<View>>({});
  useEffect(() => {
    let isCurrent = true;
    setAnswer({});
    ask(new ApiClient()).then(
      ({ data }) => isCurrent && setAnswer({ view: data as View }),
      (error: unknown) => isCurrent && setAnswer({ problem: problemOf(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [key]);
  return answer;
}
