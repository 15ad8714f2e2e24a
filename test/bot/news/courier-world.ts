import { createServiceUrls } from '../../../bot/door/service-urls.ts';
import { createLog } from '../../../bot/log.ts';
import { Messenger } from '../../../bot/messenger.ts';
import { Courier, type CourierParts } from '../../../bot/news/courier.ts';
import { Reach, type ReachParts } from '../../../bot/news/reach.ts';
import { Nonces } from '../../../bot/nonces.ts';
import { Speaker } from '../../../bot/speaker.ts';
import { notice } from '../../../cards/talk/notice.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import type { Mail, MailClient } from '../../../services/people/mail.ts';
import { PersonDirectory } from '../../../services/people/person-directory.ts';
import { PostedCards } from '../../../services/people/posted-cards.ts';
import { MemoryStore } from '../../services/effects/world/memory-store.ts';
import { SimulatedClock } from '../../services/effects/world/simulated-clock.ts';
import { messageText } from '../../support/card-content.ts';
import { Connector } from '../../support/connector.ts';

export const owner = { aadObjectId: 'owner', name: 'Owner' };
export const card = (words: string) => notice({ title: words, text: 'Decide when you can.' });
export const mail = (key: string) => ({ key, subject: `About ${key}`, text: 'Something waits for you.' });

/** Keeps what is sent; those without a mailbox get nothing. */
export class KeptMail implements MailClient {
  readonly sent: Mail[] = [];
  readonly without = new Set<string>();
  failure: WorkspaceError | undefined;

  async send(one: Mail): Promise<boolean> {
    if (this.failure) throw this.failure;
    if (this.without.has(one.to)) return false;
    this.sent.push(one);
    return true;
  }
}

/** The courier over a real messenger and Teams' side of the wire; what it remembers outlives it. */
export class CourierWorld {
  readonly clock = new SimulatedClock();
  readonly store = new MemoryStore(this.clock);
  readonly mail = new KeptMail();
  /** Chats that installing the app leads to. */
  readonly installable = new Map<string, string>();
  readonly installed: string[] = [];
  readonly connector: Connector;
  readonly #messenger: Messenger;

  private constructor(connector: Connector, messenger: Messenger) {
    this.connector = connector;
    this.#messenger = messenger;
  }

  static async start(): Promise<CourierWorld> {
    const serviceUrls = createServiceUrls({ hosts: [], loopback: true });
    const tokens = { token: async () => 'token' };
    const messenger = new Messenger({ serviceUrls, tokens, appId: 'app', tenantId: 'tenant' });
    return new CourierWorld(await Connector.start(), messenger);
  }

  /** Another process: it knows what is in the store. */
  process(parts: Partial<CourierParts & ReachParts> = {}): { courier: Courier; people: PersonDirectory } {
    const { clock, store } = this;
    const log = createLog('fatal');
    const people = new PersonDirectory(store, clock);
    const messenger = this.#messenger;
    const speaker = new Speaker(messenger, people, new Nonces(Buffer.alloc(32, 1)), log);
    const installer = {
      install: async (id: string) => {
        this.installed.push(id);
        return this.installable.get(id);
      },
    };
    const reach = new Reach({ people, messenger, clock, log, installer, ...parts });
    const postedCards = new PostedCards(store, clock);
    const courier = new Courier({ speaker, reach, people, postedCards, clock, log, mail: this.mail, ...parts });
    return { courier, people };
  }

  /** The person has written to Labdesk in their own chat. */
  async meet(people: PersonDirectory, aadObjectId = 'owner'): Promise<void> {
    await people.met({
      aadObjectId,
      teamsId: `29:${aadObjectId}`,
      name: aadObjectId,
      serviceUrl: this.connector.url,
      conversationId: `a:${aadObjectId}`,
    });
  }

  shown(conversationId = 'a:owner'): string[] {
    return this.connector.messages(conversationId).map(({ activity }) => messageText(activity));
  }

  posts(): number {
    return this.connector.calls.filter(({ method, path }) => method === 'POST' && path.includes('/activities')).length;
  }

  async stop(): Promise<void> {
    await this.#messenger.close();
    await this.connector.close();
  }
}

export function unavailable(): WorkspaceError {
  return new WorkspaceError('unavailable', 'The mail service does not answer. Try again in a minute.');
}
