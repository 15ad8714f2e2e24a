import { asObject, type JsonObject, jsonBody, type Reply, type RoutedCall } from '../http.ts';
import type { Router } from '../router.ts';
import type { DirectoryPerson } from '../state.ts';
import type { Directory } from './directory.ts';
import { badRequest, graphError, objectNotFound } from './errors.ts';
import { type Letter, readJson, readMime } from './letter.ts';

/** `sendMail`, as JSON or as MIME: kept for whoever looks instead of sent. */
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

  async #send(call: RoutedCall): Promise<Reply> {
    const sender = this.#directory.person(call.params.user);
    if (!sender) return objectNotFound(call.params.user ?? '');
    if (/^text\/plain\b/i.test(call.headers['content-type'] ?? '')) {
      const letter = await readMime(call.body.toString('latin1'));
      if (!letter) {
        return graphError(400, 'ErrorMimeContentInvalidBase64String', 'Invalid base64 string for MIME content.');
      }
      return this.#keep(sender, letter, {});
    }
    const message = asObject(jsonBody(call)?.message);
    if (!message) return badRequest('The message property is required.');
    return this.#keep(sender, readJson(message), { body: asObject(message.body) ?? {}, message });
  }

  #keep(sender: DirectoryPerson, letter: Letter, more: JsonObject): Reply {
    const { from, ...rest } = letter;
    if (from && from.toLowerCase() !== sender.userPrincipalName.toLowerCase()) {
      const message =
        'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.';
      return graphError(403, 'ErrorSendAsDenied', message);
    }
    if (letter.to.length + letter.cc.length + letter.bcc.length === 0) {
      return graphError(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid., Recipients missing.');
    }
    const kept: JsonObject = { from: sender.userPrincipalName, ...rest, sentAt: new Date().toISOString(), ...more };
    this.#directory.state.data.mail.push(kept);
    this.#directory.state.save();
    return { status: 202 };
  }
}
