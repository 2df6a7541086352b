import { useEffect, useState } from 'react';
import type { FieldFault, PanelProblem } from '../panel-api.js';
import { ApiClient } from './api-client.js';

/** What the API answered, or the code of its problem; neither while it is under way. */
export interface Answer<View> {
  readonly view?: View;
  readonly problem?: string;
  /** Of VALIDATION: what is wrong, field by field. */
  readonly faults?: readonly FieldFault[];
}

interface ClientError {
  readonly response?: { readonly data?: Partial<PanelProblem> };
}

/** What the API said was wrong; INTERNAL where it said nothing. */
export const refusalOf = (error: unknown): Pick<PanelProblem, 'code' | 'errors'> => ({
  code: 'INTERNAL',
  ...(error as ClientError).response?.data,
});

export const problemOf = (error: unknown): string => refusalOf(error).code;

/** Asks again whenever `key` changes; a late answer to an earlier question is dropped. */
export function useAnswer<View>(key: string, ask: (api: ApiClient) => Promise<{ data: unknown }>): Answer<View> {
  const [answer, setAnswer] = useState<Answer<View>>({});
  useEffect(() => {
    let isCurrent = true;
    setAnswer({});
    ask(new ApiClient()).then(
      ({ data }) => isCurrent && setAnswer({ view: data as View }),
      (error: unknown) => {
        const { code, errors } = refusalOf(error);
        if (isCurrent) setAnswer({ problem: code, faults: errors });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [key]);
  return answer;
}
