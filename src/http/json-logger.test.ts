import { withinRequest } from '../platform/kernel/request-id.js';
import { JsonLogger } from './json-logger.js';

test('a line of the log names the request it is about, also after waiting; others name none', async () => {
  const lines: Record<string, unknown>[] = [];
  const logger = new JsonLogger('info', { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) });
  logger.warn('before', 'Test');
  await new Promise<void>((resolve) => {
    withinRequest('7f3c-from-nginx', () => {
      setImmediate(() => {
        logger.error('Error: a fault', 'Pages');
        resolve();
      });
    });
  });
  expect(lines).toMatchObject([{ msg: 'before' }, { msg: 'Error: a fault', requestId: '7f3c-from-nginx' }]);
  expect(lines[0]).not.toHaveProperty('requestId');
});
