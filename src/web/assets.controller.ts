import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '../access/requires.decorator.js';
import { notFound } from '../kernel/app-error.js';
import { assets } from './assets.js';

@ApiExcludeController()
@Controller('assets')
export class AssetsController {
  @Get(':name')
  @Public('style and script hold nothing of anybody')
  get(@Param('name') name: string, @Res() response: Response): void {
    const asset = assets.get(name);
    if (!asset) throw notFound('file');
    response
      .set({ 'Content-Type': asset.type, 'Cache-Control': 'public, max-age=31536000, immutable' })
      .send(asset.bytes);
  }
}
