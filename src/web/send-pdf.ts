import type { Response } from 'express';

/** A document under its own number: what stands in a file's name is letters, digits and hyphens. */
export function sendPdf(response: Response, { number, pdf }: { readonly number: string; readonly pdf: Buffer }): void {
  response.type('application/pdf').attachment(pdfName(number)).send(pdf);
}

export const pdfName = (number: string) => `${number.replace(/[^\p{L}\p{N}]+/gu, '-')}.pdf`;
