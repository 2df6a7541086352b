import { z } from 'zod';

export const vkeyAnswer = z
  .string()
  .regex(/^\S+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+\n$/)
  .meta({ examples: ['ardoise.example/log+2f7a9c01+AZk0v3xJd8mH2qYtR5wLbN7cPfUeGsVaIoKxMzQyTjWB\n'] });

export const checkpointAnswer = z.string().meta({
  examples: [
    'ardoise.example/log\n1024\n4Kd0zkQn1WcJ5bYlA2tG8vRfXoPsMuHiE7jNqBxLw3c=\n\n' +
      '— ardoise.example/log L3qcAZk0v3xJd8mH2qYtR5wLbN7cPfUeGsVaIoKxMzQyTjWB\n',
  ],
});
