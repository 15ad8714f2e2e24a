import { asObject, type JsonObject, jsonBody, type Reply, type RoutedCall } from '../http.ts';
import type { Router } from '../router.ts';
import type { Directory } from './directory.ts';
import { badRequest, graphError, objectNotFound } from './errors.ts';

/** The addresses in a list of Graph's `recipient`. */
function addresses(recipients: unknown): string[] {
  if (!Array.isArray(recipients)) return [];
  return recipients.flatMap((recipient) => {
    const address = asObject(asObject(recipient)?.emailAddress)?.address;
    return typeof address === 'string' ? [address] : [];
  });
}

/** `sendMail`: kept for whoever looks instead of sent. */
export class Mail {
  readonly #directory: Directory;

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  register(router: Router): void {
    router
      .add('POST', '/users/{user}/sendMail', (call) => this.#send(call))
      .add('POST', '/me/sendMail', () =>
        graphError(400, 'BadRequest', '/me request is only valid with delegated authentication flow.'),
      );
  }

  #send(call: RoutedCall): Reply {
    const sender = this.#directory.person(call.params.user);
    if (!sender) return objectNotFound(call.params.user ?? '');
    const message = asObject(jsonBody(call)?.message);
    if (!message) return badRequest('The message property is required.');
    const to = addresses(message.toRecipients);
    const cc = addresses(message.ccRecipients);
    const bcc = addresses(message.bccRecipients);
    if (to.length + cc.length + bcc.length === 0) {
      return graphError(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid., Recipients missing.');
    }
    const kept: JsonObject = {
      from: sender.userPrincipalName,
      to,
      cc,
      bcc,
      subject: message.subject ?? '',
      body: asObject(message.body) ?? {},
      sentAt: new Date().toISOString(),
      message,
    };
    this.#directory.state.data.mail.push(kept);
    this.#directory.state.save();
    return { status: 202 };
  }
}
