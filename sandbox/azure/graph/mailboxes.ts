import { asObject, type JsonObject, jsonBody, type Reply, type RoutedCall } from '../http.ts';
import type { Router } from '../router.ts';
import type { DirectoryPerson } from '../state.ts';
import type { Directory } from './directory.ts';
import { badRequest, graphError, objectNotFound } from './errors.ts';

const statuses = ['disabled', 'alwaysEnabled', 'scheduled'];

/** What a mailbox answers before anybody set it up; times are in UTC, as Graph gives them unless asked otherwise. */
const noReplies: JsonObject = {
  status: 'disabled',
  externalAudience: 'all',
  internalReplyMessage: '',
  externalReplyMessage: '',
  scheduledStartDateTime: { dateTime: '2026-01-05T08:00:00.0000000', timeZone: 'UTC' },
  scheduledEndDateTime: { dateTime: '2026-01-06T08:00:00.0000000', timeZone: 'UTC' },
};

/** `mailboxSettings`: time zone, language, and whether somebody is away (Graph, "Get user mailbox settings"). */
export class Mailboxes {
  readonly #directory: Directory;

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  register(router: Router): void {
    const path = '/users/{user}/mailboxSettings';
    router
      .add('GET', path, (call) => this.#with(call, (person) => this.#reply(call, settings(person))))
      .add('GET', `${path}/automaticRepliesSetting`, (call) =>
        this.#with(call, (person) => this.#reply(call, replies(person), '/automaticRepliesSetting')),
      )
      .add('PATCH', path, (call) => this.#with(call, (person) => this.#update(call, person)));
  }

  #with(call: RoutedCall, answer: (person: DirectoryPerson) => Reply): Reply {
    const person = this.#directory.person(call.params.user);
    return person ? answer(person) : objectNotFound(call.params.user ?? '');
  }

  #reply(call: RoutedCall, body: JsonObject, below = ''): Reply {
    const context = `${this.#directory.root(call)}/$metadata#users('${call.params.user}')/mailboxSettings${below}`;
    return { status: 200, body: { '@odata.context': context, ...body } };
  }

  #update(call: RoutedCall, person: DirectoryPerson): Reply {
    const body = jsonBody(call);
    if (!body) return badRequest('Unable to read JSON request payload.');
    const wanted = asObject(body.automaticRepliesSetting) ?? {};
    if (wanted.status !== undefined && !statuses.includes(String(wanted.status)))
      return graphError(400, 'RequestBodyRead', `Cannot convert the literal '${wanted.status}' to a status.`);
    person.automaticReplies = { ...replies(person), ...wanted };
    this.#directory.state.save();
    return this.#reply(call, settings(person));
  }
}

function replies({ automaticReplies }: DirectoryPerson): JsonObject {
  return automaticReplies ?? noReplies;
}

function settings(person: DirectoryPerson): JsonObject {
  return {
    archiveFolder: null,
    timeZone: 'UTC',
    delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
    dateFormat: 'dd/MM/yyyy',
    timeFormat: 'HH:mm',
    userPurpose: 'user',
    automaticRepliesSetting: replies(person),
    language: { locale: 'en-GB', displayName: 'English (United Kingdom)' },
    workingHours: {
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      startTime: '08:00:00.0000000',
      endTime: '17:00:00.0000000',
      timeZone: { name: 'UTC' },
    },
  };
}
