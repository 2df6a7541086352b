import { useEffect, useState } from 'react';
import { useLocation, useNavigationType } from 'react-router-dom';
import type { FieldFault, PanelProblem } from '../panel-api.js';
import { ApiClient } from './api-client.js';

/** What the API answered, or the code of its problem; neither while the first answer is under way. */
export interface Answer<View> {
  readonly view?: View;
  readonly problem?: string;
  /** Of VALIDATION: what is wrong, field by field. */
  readonly faults?: readonly FieldFault[];
  /** What is there answers the question before; the answer to this one is under way. */
  readonly isEarlier?: boolean;
}

interface Known<View> extends Answer<View> {
  /** The question that it answers. */
  readonly key: string;
  readonly about: string;
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

/** The last answers of this document by visit and question, so that Back finds at once what was there, as long as it was. */
const visits = new Map<string, unknown>();
const VISITS_MAX = 30;

function keep(visit: string, view: unknown): void {
  visits.delete(visit);
  visits.set(visit, view);
  const [oldest] = visits.keys();
  if (visits.size > VISITS_MAX) visits.delete(oldest!);
}

/**
 * Asks again whenever `key` changes; a late answer to an earlier question is dropped. Until the new answer is there the last
 * one stays, if it is `about` the same thing: a list under another filter, another part of one business. Without `about` it
 * does not. After Back what was there then stands until it is known how it is now.
 */
export function useAnswer<View>(
  key: string,
  ask: (api: ApiClient) => Promise<{ data: unknown }>,
  about = key,
): Answer<View> {
  const visit = `${useLocation().key} ${key}`;
  const isBack = String(useNavigationType()) === 'POP';
  const [known, setKnown] = useState<Known<View>>();
  useEffect(() => {
    let isCurrent = true;
    ask(new ApiClient()).then(
      ({ data }) => {
        keep(visit, data);
        if (isCurrent) setKnown({ key, about, view: data as View });
      },
      (error: unknown) => {
        const { code, errors } = refusalOf(error);
        if (isCurrent) setKnown({ key, about, problem: code, faults: errors });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [key]);
  if (known?.key === key) return known;
  if (isBack && visits.has(visit)) return { view: visits.get(visit) as View, isEarlier: true };
  return known?.view !== undefined && known.about === about ? { view: known.view, isEarlier: true } : {};
}
