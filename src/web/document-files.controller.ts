import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { DescribeRaw } from '../platform/api/describe.decorator.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import type { MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { DocumentFiles } from './document-files.service.js';
import { sendPdf } from './send-pdf.js';

const pdfAnswer = z.string().meta({ format: 'binary', description: 'PDF/A-2b.', examples: ['%PDF-1.7'] });

/** What the API gives of documents as files: drawn with the words of the pages, which the rooms below do not have. */
@ApiTags('accounting')
@Controller('api/v1/businesses/:b')
export class DocumentFilesController {
  constructor(private readonly files: DocumentFiles) {}

  @Get('invoices/:i/pdf')
  @Requires('read', 'Accounting')
  @DescribeRaw({
    summary: 'Get an invoice as PDF',
    description: 'As the customer gets it, in the customer’s language, with its pay link where it has an open one.',
    answers: { 200: 'The file.' },
    body: pdfAnswer,
    mediaType: 'application/pdf',
  })
  async invoice(
    @Res() response: Response,
    @InMembership() { businessId }: MembershipFacts,
    @Param('i', pathId('invoice')) id: string,
  ): Promise<void> {
    sendPdf(response, await this.files.pdfOf('invoice', businessId, id));
  }

  @Get('credit-notes/:n/pdf')
  @Requires('read', 'Accounting')
  @DescribeRaw({
    summary: 'Get a credit note as PDF',
    description: 'As the customer gets it, in the customer’s language.',
    answers: { 200: 'The file.' },
    body: pdfAnswer,
    mediaType: 'application/pdf',
  })
  async creditNote(
    @Res() response: Response,
    @InMembership() { businessId }: MembershipFacts,
    @Param('n', pathId('credit note')) id: string,
  ): Promise<void> {
    sendPdf(response, await this.files.pdfOf('credit-note', businessId, id));
  }
}
