import { createHash } from 'node:crypto';
import type { Client } from '@microsoft/microsoft-graph-client';
import { LRUCache } from 'lru-cache';
import type { TokenSource } from '../credentials/tokens.ts';
import { WorkspaceError } from '../errors.ts';
import type { Mail, MailClient } from '../people/mail.ts';
import type { DirectoryClient } from '../roles/members.ts';
import { toWorkspaceError } from './errors.ts';
import { graphClient } from './graph.ts';
import { htmlOf } from './mail-html.ts';

export interface GraphMailOptions {
  readonly tokens: TokenSource;
  /** Without a version, for example `https://graph.microsoft.com`. */
  readonly endpoint: string;
  /** Whose mailbox it is sent from: object id or address. Needs the application permission Mail.Send. */
  readonly sender: string;
  readonly directory: Pick<DirectoryClient, 'person'>;
  /** The provider's id from Outlook's Actionable Email Developer Dashboard; without it Outlook shows the text alone. */
  readonly originator?: string | undefined;
}

const service = 'The mail service';
const callTimeoutInMs = 10_000;
const addressKnownForMs = 60 * 60_000;

/**
 * Mail through Microsoft Graph, as MIME ("user: sendMail", with `text/plain` and base64): a plain text part, and an HTML part with
 * the card as an actionable message. A mail has the same Message-ID however often it is sent.
 */
export class GraphMail implements MailClient {
  readonly #options: GraphMailOptions;
  readonly #graph: Client;
  readonly #addresses = new LRUCache<string, string>({ max: 2000, ttl: addressKnownForMs });

  constructor(options: GraphMailOptions) {
    this.#options = options;
    this.#graph = graphClient(options.tokens, options.endpoint, callTimeoutInMs);
  }

  async send(mail: Mail): Promise<boolean> {
    const { sender } = this.#options;
    const [to, from] = await Promise.all([this.#addressOf(mail.to), this.#addressOf(sender)]);
    if (!from) throw new WorkspaceError('refused', `The mailbox ${sender} is not there. Tell an admin.`);
    if (!to) return false;
    const message = await this.#compose(mail, from, to);
    try {
      await this.#graph
        .api(`/users/${encodeURIComponent(sender)}/sendMail`)
        .header('Content-Type', 'text/plain')
        .post(message.toString('base64'));
      return true;
    } catch (error) {
      // What Graph does not understand today it will not understand tomorrow.
      if ((error as { statusCode?: number }).statusCode === 400)
        throw new WorkspaceError('refused', `${service} did not take a message.`, { cause: error });
      throw toWorkspaceError(error, service);
    }
  }

  /** The composer is loaded with the first mail. */
  async #compose(mail: Mail, from: string, to: string): Promise<Buffer> {
    const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
    const domain = from.split('@')[1] ?? 'labdesk';
    const id = createHash('sha256')
      .update(JSON.stringify([mail.key, mail.to]))
      .digest('hex')
      .slice(0, 40);
    const composer = new MailComposer({
      from: { name: 'Labdesk', address: from },
      to,
      subject: mail.subject,
      text: mail.text,
      html: htmlOf(mail, this.#options.originator),
      messageId: `<${id}@${domain}>`,
      // Nobody answers a machine (RFC 3834), and no machine shall.
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      disableFileAccess: true,
      disableUrlAccess: true,
      newline: 'win',
    });
    return await composer.compile().build();
  }

  async #addressOf(person: string): Promise<string | undefined> {
    const known = this.#addresses.get(person);
    if (known) return known;
    const address = (await this.#options.directory.person(person))?.mail;
    if (address) this.#addresses.set(person, address);
    return address;
  }
}
