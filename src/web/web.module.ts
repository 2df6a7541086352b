import { Module, type OnModuleInit } from '@nestjs/common';
import { PackMaker } from '../packs/pack-maker.service.js';
import { AccountPageController } from './account.controller.js';
import { AccountPagesController } from './account-pages.controller.js';
import { AccountPages } from './account-pages.service.js';
import { AssetsController } from './assets.controller.js';
import { BankFeedPagesController } from './bank-feed-pages.controller.js';
import { BringAlongPagesController } from './bring-along-pages.controller.js';
import { BusinessPagesController } from './business-pages.controller.js';
import { ComparisonPagesController } from './comparison-pages.controller.js';
import { ConfirmEmailController } from './confirm-email.controller.js';
import { DocumentFilesController } from './document-files.controller.js';
import { DocumentFiles } from './document-files.service.js';
import { DocumentPages } from './document-pages.service.js';
import { InvoiceFormController } from './invoice-form.controller.js';
import { InvoicePagesController } from './invoice-pages.controller.js';
import { PaymentFormController } from './payment-form.controller.js';
import { CreditNoteFormController } from './credit-note-form.controller.js';
import { CreditNotePagesController } from './credit-note-pages.controller.js';
import { DocumentMailController } from './document-mail.controller.js';
import { DemoPagesController } from './demo-pages.controller.js';
import { ReviewModule } from '../review/review.module.js';
import { ContactPagesController } from './contact-pages.controller.js';
import { EntryPagesController } from './entry-pages.controller.js';
import { LedgerAccountPagesController } from './ledger-account-pages.controller.js';
import { ProductPagesController } from './product-pages.controller.js';
import { RecordPages } from './record-pages.service.js';
import { TaxRatePagesController } from './tax-rate-pages.controller.js';
import { ListPagesController } from './list-pages.controller.js';
import { ListPages } from './list-pages.service.js';
import { ImportPagesController } from './import-pages.controller.js';
import { InvitationPagesController } from './invitation-pages.controller.js';
import { MailedLinkPagesController } from './mailed-link-pages.controller.js';
import { ManageDataController } from './manage-data.controller.js';
import { MemberPagesController } from './member-pages.controller.js';
import { OriginalOwners } from './original-owners.service.js';
import { packContents } from './pack-contents.js';
import { PackPagesController } from './pack-pages.controller.js';
import { PageContexts } from './page-contexts.service.js';
import { PageErrorFilter } from './page-error.filter.js';
import { PayPageController } from './pay-page.controller.js';
import { PaymentPagesController } from './payment-pages.controller.js';
import { SnapshotPagesController } from './snapshot-pages.controller.js';
import { BookPages } from './book-pages.service.js';
import { RecordingPagesController } from './recording-pages.controller.js';
import { ReportPagesController } from './report-pages.controller.js';
import { ReportPages } from './report-pages.service.js';
import { SecondFactorPagesController } from './second-factor-pages.controller.js';

@Module({
  imports: [ReviewModule],
  controllers: [
    AccountPagesController,
    AccountPageController,
    AssetsController,
    BusinessPagesController,
    ConfirmEmailController,
    ImportPagesController,
    ListPagesController,
    ContactPagesController,
    ProductPagesController,
    LedgerAccountPagesController,
    TaxRatePagesController,
    EntryPagesController,
    BankFeedPagesController,
    InvitationPagesController,
    MailedLinkPagesController,
    ManageDataController,
    MemberPagesController,
    BringAlongPagesController,
    ComparisonPagesController,
    PackPagesController,
    PaymentPagesController,
    InvoiceFormController,
    InvoicePagesController,
    PaymentFormController,
    DocumentMailController,
    CreditNoteFormController,
    CreditNotePagesController,
    RecordingPagesController,
    DemoPagesController,
    DocumentFilesController,
    PayPageController,
    ReportPagesController,
    SecondFactorPagesController,
    SnapshotPagesController,
  ],
  providers: [
    AccountPages,
    PageContexts,
    BookPages,
    DocumentFiles,
    DocumentPages,
    ListPages,
    RecordPages,
    ReportPages,
    OriginalOwners,
    PageErrorFilter,
  ],
  exports: [PageErrorFilter],
})
export class WebModule implements OnModuleInit {
  constructor(private readonly packs: PackMaker) {}

  onModuleInit(): void {
    this.packs.setContents(packContents);
  }
}
