import type { Response } from 'express';

export function sendPage(response: Response, status: number, page: string): void {
  response.status(status).type('html').send(page);
}
