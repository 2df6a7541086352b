import type { PanelProblem } from '../panel-api.js';
import { PANEL_ROOT } from '../panel-paths.js';
import { PAGE_OWNER_HEADER } from '../../ui/components/post-form.js';
import { state } from './state.js';

type Params = URLSearchParams | Readonly<Record<string, string | number | undefined>>;

type Listener = (body: Partial<PanelProblem>) => void;

const listeners = new Set<Listener>();

/** Is told of every answer to somebody who is signed in; returns what ends that. */
export function onAnswer(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the panel's API refused: its problem is in `response.data`. */
export class ApiRefusal extends Error {
  constructor(readonly response: { readonly status: number; readonly data: Partial<PanelProblem> }) {
    super(response.data.code ?? `HTTP ${response.status}`);
  }
}

/**
 * The panel's API below /admin/api, asked with what browsers have. Each answers `{ data }`; it throws ApiRefusal where the
 * answer is none, and what `fetch` throws where there is none.
 */
export class ApiClient {
  getDashboard(): Promise<{ data: unknown }> {
    return ask('/api/dashboard');
  }

  /** That the session goes on, and what waits by now. */
  stay(): Promise<{ data: { waiting: Readonly<Record<string, number>> } }> {
    return ask('/api/session');
  }

  /** With `data` it is posted, else read. */
  getPage<View = unknown>(page: { pageName: string; params?: Params; data?: object }): Promise<{ data: View }> {
    return ask(`/api/pages/${page.pageName}`, page);
  }

  listOf<View = unknown>(resourceId: string, params: Params): Promise<{ data: View }> {
    return ask(`/api/resources/${resourceId}/actions/list`, { params });
  }
}

async function ask<View>(path: string, { params = {}, data }: { params?: Params; data?: object } = {}) {
  const query = queryOf(params);
  const response = await fetch(`${PANEL_ROOT}${path}${query === '' ? '' : `?${query}`}`, {
    headers: {
      Accept: 'application/json',
      [PAGE_OWNER_HEADER]: state.owner,
      ...(data && { 'Content-Type': 'application/json' }),
    },
    credentials: 'same-origin',
    ...(data && { method: 'POST', body: JSON.stringify(data) }),
  });
  const body = (await response.json().catch(() => ({}))) as Partial<PanelProblem>;
  if (response.status !== 401) for (const listener of listeners) listener(body);
  if (!response.ok) throw new ApiRefusal({ status: response.status, data: body });
  return { data: body as View };
}

/** What is not given is not sent. */
function queryOf(params: Params): string {
  if (params instanceof URLSearchParams) return params.toString();
  const given = Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return new URLSearchParams(given).toString();
}
