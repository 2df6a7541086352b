import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type Transporter } from 'nodemailer';
import { SETTINGS, type Settings } from '../config/settings.js';
import type { Tx } from '../database/transaction.js';
import { Outbox } from './outbox.service.js';

/** A mail as it lies in the outbox: complete, in the receiver's language. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const TOPIC = 'mail';

/** Sends mails through the outbox: over SMTP where MAIL_URL says so, otherwise as .eml files below the data folder. */
@Injectable()
export class Mailer implements OnModuleInit {
  private readonly smtp?: Transporter;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly outbox: Outbox,
  ) {
    if (settings.mailUrl) this.smtp = createTransport(settings.mailUrl);
  }

  onModuleInit(): void {
    this.outbox.register(TOPIC, (body) => this.send(body as Mail));
  }

  /** Queues a mail in the transaction that it tells of. */
  queue(tx: Tx, mail: Mail): Promise<void> {
    return this.outbox.put(tx, TOPIC, mail);
  }

  private async send(mail: Mail): Promise<void> {
    const message = { from: this.settings.mailFrom, ...mail };
    if (this.smtp) {
      await this.smtp.sendMail(message);
      return;
    }
    const composer = createTransport({ streamTransport: true, buffer: true });
    const { message: bytes } = (await composer.sendMail(message)) as { message: Buffer };
    const folder = join(this.settings.dataDir, 'mail');
    // Links that are as good as a password lie here. An older version made the folder for everybody.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    // Named by its content, so that a second delivery of the same message is the same file; renamed into place whole.
    const name = createHash('sha256').update(JSON.stringify(mail)).digest('hex').slice(0, 24);
    await writeFile(join(folder, `.${name}.part`), bytes, { mode: 0o600 });
    await rename(join(folder, `.${name}.part`), join(folder, `${name}.eml`));
  }
}
