import type { Request } from 'express';
import { z } from 'zod';
import { localPath } from '../ui/posted-form.js';

/** The hidden field of a form whose typed words outlive the session: long ones, that nobody wants to type twice. */
export const KEEP_TYPED = 'keepTyped';

/** The button that such a form was sent with, and that it is sent with again: it shows the form, and does nothing. */
export const SHOW_AGAIN = { do: 'compute' } as const;

const fieldsSchema = z.record(z.string().max(60), z.string().max(4_000));
const keptSchema = z.object({ action: z.string().max(500), fields: fieldsSchema });
export type KeptForm = z.output<typeof keptSchema>;

/** What was typed in a form that came after the session's end, to be carried through the sign-in; undefined where nothing is to be kept. */
export function keptText(request: Request): string | undefined {
  const body: unknown = request.body;
  const fields = fieldsSchema.safeParse(body);
  if (!fields.success || fields.data[KEEP_TYPED] !== '1') return undefined;
  return JSON.stringify({ action: request.path, fields: { ...fields.data, ...SHOW_AGAIN } } satisfies KeptForm);
}

/** That form again; undefined for what is none of this site. */
export function readKept(text: string | undefined): KeptForm | undefined {
  if (!text) return undefined;
  try {
    const kept = keptSchema.parse(JSON.parse(text));
    return localPath(kept.action) === undefined ? undefined : { ...kept, fields: { ...kept.fields, ...SHOW_AGAIN } };
  } catch {
    return undefined;
  }
}
