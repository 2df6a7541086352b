import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../policy/requires.decorator.js';
import { notFound } from '../platform/kernel/app-error.js';
import { pathText } from '../platform/kernel/path-parameter.js';
import { ASSET_ENCODINGS, assets } from '../ui/assets.js';

@ApiExcludeController()
@Controller('assets')
export class AssetsController {
  @Get(':name')
  @Public('style and script hold nothing of anybody')
  get(@Param('name', pathText('file')) name: string, @Req() request: Request, @Res() response: Response): void {
    const asset = assets.get(name);
    if (!asset) throw notFound('file');
    const accepted = request.acceptsEncodings();
    const encoding = ASSET_ENCODINGS.find((known) => accepted.includes(known));
    response.set({
      'Content-Type': asset.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
      // The name holds the content's hash; the same content in another encoding is another answer.
      ETag: `"${name}${encoding ? `.${encoding}` : ''}"`,
      Vary: 'Accept-Encoding',
      ...(encoding && { 'Content-Encoding': encoding }),
    });
    response.send(encoding ? asset.compressed[encoding] : asset.plain);
  }
}
