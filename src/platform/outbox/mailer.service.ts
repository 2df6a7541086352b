import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type Transporter } from 'nodemailer';
import { DataSource } from 'typeorm';
import { SETTINGS, type Settings } from '../config/settings.js';
import type { Locale } from '../kernel/actor.js';
import { DAY_MS, later } from '../kernel/clock.js';
import type { Tx } from '../database/transaction.js';
import { mentions, type ErasedPerson } from '../retention/erased-person.js';
import { Erasures } from '../retention/erasures.service.js';
import { layOut } from './mail-layout.js';
import { Outbox } from './outbox.service.js';

/** A mail as it is written: complete, in the receiver's language, in paragraphs (mail-layout.ts). */
export interface Mail {
  readonly to: string;
  readonly locale: Locale;
  readonly subject: string;
  readonly text: string;
  /** In a layout of its own; by that of every mail otherwise. */
  readonly html?: string;
  /** Where answers go: to the support team unless another address is named. */
  readonly replyTo?: string;
  /** `content` is text, unless an encoding says what it stands for. */
  readonly attachments?: { filename: string; content: string; encoding?: 'base64'; contentType?: string }[];
}

/** The same as it lies in the outbox, in its two forms. */
type LaidOut = Mail;

const TOPIC = 'mail';

/** Sends mails through the outbox: over SMTP where MAIL_URL says so, otherwise as .eml files below the data folder. */
@Injectable()
export class Mailer implements OnModuleInit {
  private readonly smtp?: Transporter;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly erasures: Erasures,
  ) {
    if (settings.mailUrl) this.smtp = createTransport(settings.mailUrl);
  }

  onModuleInit(): void {
    this.outbox.register(TOPIC, (body) => this.send(body as LaidOut));
    this.erasures.registerFiles('mail_files', (person) => this.eraseFiles(person));
    this.erasures.registerRows('mails', (tx, person) => this.outbox.forgetDoneThatMention(tx, TOPIC, person));
  }

  /** Queues a mail in the transaction that it tells of. */
  queue(tx: Tx, mail: Mail): Promise<void> {
    const replyTo = mail.replyTo ?? this.settings.mailReplyTo;
    const { publicUrl } = this.settings;
    const laidOut = layOut({ ...mail, isAnswered: replyTo !== undefined, publicUrl });
    return this.outbox.put(tx, TOPIC, {
      ...mail,
      ...(replyTo !== undefined && { replyTo }),
      ...laidOut,
      ...(mail.html !== undefined && { html: mail.html }),
    });
  }

  /** Deletes mails that were delivered longer ago than MAIL_RETENTION_DAYS, their files too; true when there may be more. */
  async forgetOld(): Promise<boolean> {
    const before = later(-this.settings.mailRetentionDays * DAY_MS);
    const { isMore, bodies } = await this.outbox.forgetDone(before, TOPIC);
    await this.removeFiles(bodies as Mail[]);
    return isMore;
  }

  /** The files of mails that were delivered and name a person: by their rows, and those of which no row tells any more by their text. */
  private async eraseFiles(person: ErasedPerson): Promise<number> {
    const rows = await this.outbox.doneThatMention(this.dataSource.manager, TOPIC, person);
    const names = new Set(rows.map(({ body }) => `${nameOf(body as Mail)}.eml`));
    let count = 0;
    for (const name of await readdir(this.folder).catch(() => [])) {
      const path = join(this.folder, name);
      if (!names.has(name) && !mentions(inPlain(await readFile(path, 'utf8')), person)) continue;
      await rm(path, { force: true });
      count += 1;
    }
    return count;
  }

  /** Mails as files lie with the process that wrote them; another one has nothing to remove. */
  private async removeFiles(mails: readonly Mail[]): Promise<void> {
    for (const mail of mails) await rm(join(this.folder, `${nameOf(mail)}.eml`), { force: true });
  }

  private get folder(): string {
    return join(this.settings.dataDir, 'mail');
  }

  private async send(mail: LaidOut): Promise<void> {
    const { locale: _, ...words } = mail;
    const message = { from: this.settings.mailFrom, ...words };
    if (this.smtp) {
      await this.smtp.sendMail(message);
      return;
    }
    const composer = createTransport({ streamTransport: true, buffer: true });
    const { message: bytes } = (await composer.sendMail(message)) as { message: Buffer };
    // Links that are as good as a password lie here. An older version made the folder for everybody.
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await chmod(this.folder, 0o700);
    const name = nameOf(mail);
    // Renamed into place whole.
    await writeFile(join(this.folder, `.${name}.part`), bytes, { mode: 0o600 });
    await rename(join(this.folder, `.${name}.part`), join(this.folder, `${name}.eml`));
  }
}

/** The lines of a mail's text are broken where they are long, addresses too. */
const inPlain = (mail: string) => mail.replace(/=\r?\n/g, '');

/** Named by its content, so that a second delivery of the same message is the same file. */
function nameOf(mail: Mail): string {
  return createHash('sha256').update(JSON.stringify(mail)).digest('hex').slice(0, 24);
}
