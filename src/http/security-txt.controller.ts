import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '../policy/requires.decorator.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { notFound } from '../platform/kernel/app-error.js';
import { DAY_MS, later } from '../platform/kernel/clock.js';

const GOOD_FOR_MS = 90 * DAY_MS;

/** RFC 9116: where to report a weakness. There is none where SECURITY_CONTACT says nothing. */
@ApiExcludeController()
@Controller('.well-known/security.txt')
export class SecurityTxtController {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  @Get()
  @Public('whoever has found a weakness must see whom to tell')
  show(@Res() response: Response): void {
    const { securityContact, publicUrl } = this.settings;
    if (securityContact === undefined) throw notFound('page');
    const lines = [
      `Contact: ${securityContact}`,
      `Expires: ${later(GOOD_FOR_MS).toISOString()}`,
      'Preferred-Languages: fr, en',
      `Canonical: ${publicUrl}/.well-known/security.txt`,
    ];
    response.type('text/plain; charset=utf-8').send(`${lines.join('\n')}\n`);
  }
}
