import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessGuard } from './policy/access.guard.js';
import { RefusedInputInterceptor } from './policy/refused-input.interceptor.js';
import { AccountingModule } from './accounting/accounting.module.js';
import { AuditModule } from './log/events/audit.module.js';
import { BankFeedsModule } from './banking/bank-feeds/bank-feeds.module.js';
import { BooksModule } from './books/books.module.js';
import { BusinessesModule } from './people/businesses/businesses.module.js';
import { CommandsModule } from './log/commands/commands.module.js';
import { SETTINGS, type Settings } from './platform/config/settings.js';
import { dataSourceOptions } from './platform/database/data-source.js';
import type { DatabaseUrls } from './platform/database/migrate.js';
import { DemoModule } from './demo/demo.module.js';
import type { TimeLimits } from './platform/database/time-limits.js';
import { HttpModule } from './http/http.module.js';
import { validationPipe } from './http/validation.js';
import { IdentityModule } from './people/identity/identity.module.js';
import { LimitsModule } from './platform/limits/limits.module.js';
import { OnlinePaymentsModule } from './banking/online-payments/online-payments.module.js';
import { RetentionModule } from './platform/retention/retention.module.js';
import { OutboxModule } from './platform/outbox/outbox.module.js';
import { PacksModule } from './packs/packs.module.js';
import { ReviewModule } from './review/review.module.js';
import { ResetsModule } from './resets/resets.module.js';
import { SignUpsModule } from './resets/sign-ups/sign-ups.module.js';
import { PageErrorFilter } from './web/page-error.filter.js';
import { SupportModule } from './support/support.module.js';
import { TransparencyLogModule } from './log/transparency-log/transparency-log.module.js';
import { WebModule } from './web/web.module.js';

/** The settings as a global provider, so that every module may ask for them. */
function settingsModule(settings: Settings): DynamicModule {
  return {
    module: class SettingsModule {},
    global: true,
    providers: [{ provide: SETTINGS, useValue: settings }],
    exports: [SETTINGS],
  };
}

/** A person waits for a free connection a third of the time that a statement may take. */
function timeLimits({ databaseTimeoutMs }: Settings): TimeLimits {
  return { statementMsMax: databaseTimeoutMs, poolMsMax: databaseTimeoutMs / 3 };
}

@Module({})
export class AppModule {
  /** Everything but the panel, against a database that is migrated already: what the command line needs. */
  static against({ appUrl, sequencerUrl }: DatabaseUrls, settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        settingsModule(settings),
        TypeOrmModule.forRootAsync({
          useFactory: () => ({
            ...dataSourceOptions(appUrl, settings.databasePoolSize, timeLimits(settings)),
            retryAttempts: 0,
          }),
        }),
        AuditModule,
        RetentionModule,
        OutboxModule,
        LimitsModule,
        CommandsModule,
        IdentityModule,
        TransparencyLogModule.on(sequencerUrl, timeLimits(settings)),
        ReviewModule,
        BusinessesModule,
        BooksModule,
        AccountingModule,
        BankFeedsModule,
        OnlinePaymentsModule,
        SignUpsModule,
        ResetsModule,
        PacksModule,
        SupportModule,
        DemoModule,
        HttpModule,
        WebModule,
      ],
      providers: [
        { provide: APP_FILTER, useExisting: PageErrorFilter },
        { provide: APP_PIPE, useFactory: validationPipe },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: RefusedInputInterceptor },
      ],
    };
  }
}

/** What a server serves: the application and, unless the settings leave it out, the staff's panel. */
@Module({})
export class ServerModule {
  static against(urls: DatabaseUrls, settings: Settings): DynamicModule {
    return {
      module: ServerModule,
      imports: [
        AppModule.against(urls, settings),
        // AdminJS mounts itself on an HTTP server, which a command has not. Loaded only where it is served: it is large.
        ...(settings.hasPanel
          ? [import('./panel/panel.module.js').then(({ PanelModule }) => PanelModule.mounted())]
          : []),
      ],
    };
  }
}
