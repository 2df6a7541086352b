import { z } from 'zod';
import { named } from '../platform/api/shapes.js';

export const aliveAnswer = named('Alive', z.object({ status: z.literal('ok') }), {
  description: 'The process answers.',
  example: { status: 'ok' },
});

const part = z.looseObject({ status: z.enum(['up', 'down', 'degraded']) });

export const readyAnswer = named(
  'Readiness',
  z.looseObject({
    status: z.enum(['ok', 'degraded', 'error', 'stopping', 'shutting_down']),
    details: z
      .record(z.string(), part)
      .optional()
      .describe('For insiders: each part by its name; what else is told of it depends on the part.'),
  }),
  {
    description: 'Whether the service can do its work, part by part.',
    example: { status: 'ok', details: { database: { status: 'up' }, auditLog: { status: 'up' } } },
  },
);

export const metricsAnswer = z.string().meta({
  description: 'Text in the format of Prometheus: counts only, nothing of a business or a person.',
  examples: [
    '# HELP ardoise_waiting Work that waits, by kind\n# TYPE ardoise_waiting gauge\nardoise_waiting{kind="outbox_due"} 0\n',
  ],
});
