import { ApiClient } from './api-client.js';

/** Does something on a page; fails with what `problemOf` reads a code from. */
export async function postCommand<View>(page: string, command: string, given: object): Promise<View> {
  const { data } = await new ApiClient().getPage<View>({ pageName: page, data: { command, ...given } });
  return data;
}
