import type { TokenCredential } from '@azure/identity';
import type { QueueClient, StorageSharedKeyCredential } from '@azure/storage-queue';
import { z } from 'zod';
import type { PutMessage, WorkItem, WorkMessage, WorkQueue } from '../change/work-queue.ts';
import type { TokenSource } from '../credentials/tokens.ts';
import { WorkspaceError } from '../errors.ts';
import { QueuePut } from './queue-put.ts';

export interface AzureWorkQueueOptions {
  /** Of the queue itself, with the account where it is not in the host: `https://account.queue.core.windows.net/labdesk-effects`. */
  readonly url: string;
  readonly credential: TokenCredential | StorageSharedKeyCredential;
  /** Where tokens for it are kept; without, as with an account key, messages are put through the SDK, which costs more. */
  readonly tokens?: TokenSource;
}

/** A command waits for its message, so this is how long an unreachable queue takes to be noticed. */
const putLimitInMs = 2500;
const limitInMs = 10_000;
const longestHiddenSeconds = 7 * 86_400;

const itemShape = z.object({ partition: z.string(), id: z.string(), kind: z.string(), key: z.string() });

/**
 * The work queue in Azure Storage; made at its first use where it is missing. The SDK is loaded with the first call that needs it:
 * messages are put without it.
 */
export class AzureWorkQueue implements WorkQueue {
  readonly #options: AzureWorkQueueOptions;
  readonly #put: QueuePut | undefined;
  #loading: Promise<QueueClient> | undefined;

  constructor(options: AzureWorkQueueOptions) {
    const { url, tokens } = options;
    this.#options = options;
    this.#put = tokens && new QueuePut(url, tokens);
  }

  async put(item: WorkItem, visibleInSeconds: number): Promise<PutMessage | undefined> {
    try {
      return await this.#orMake(async () => await this.#send(item, visibleInSeconds));
    } catch (cause) {
      const message =
        'I cannot make sure right now that this will be carried out, so I did nothing. Try again in a minute.';
      throw new WorkspaceError('unavailable', message, { cause });
    }
  }

  async receive(limit: number, hiddenForSeconds: number): Promise<readonly WorkMessage[]> {
    const options = { numberOfMessages: limit, visibilityTimeout: hiddenForSeconds };
    const { receivedMessageItems } = await this.#call(limitInMs, (client, abortSignal) =>
      client.receiveMessages({ ...options, abortSignal }),
    );
    return receivedMessageItems.map(({ messageId, popReceipt, messageText, dequeueCount }) => ({
      item: parseItem(messageText),
      deliveries: dequeueCount,
      receipt: `${messageId} ${popReceipt}`,
    }));
  }

  async hide({ receipt }: WorkMessage, seconds: number): Promise<void> {
    const [messageId = '', popReceipt = ''] = receipt.split(' ');
    const hidden = Math.min(Math.ceil(seconds), longestHiddenSeconds);
    await unlessTaken(
      this.#call(limitInMs, (client, abortSignal) =>
        client.updateMessage(messageId, popReceipt, undefined, hidden, { abortSignal }),
      ),
    );
  }

  async delete({ receipt }: PutMessage): Promise<void> {
    const [messageId = '', popReceipt = ''] = receipt.split(' ');
    await unlessTaken(
      this.#call(limitInMs, (client, abortSignal) => client.deleteMessage(messageId, popReceipt, { abortSignal })),
    );
  }

  async check(): Promise<void> {
    await this.#call(putLimitInMs, (client, abortSignal) => client.getProperties({ abortSignal }));
  }

  /** How many messages there are, hidden ones among them, as far as the queue knows: never fewer (Get Queue Metadata). */
  async depth(): Promise<number> {
    const { approximateMessagesCount } = await this.#call(putLimitInMs, (client, abortSignal) =>
      client.getProperties({ abortSignal }),
    );
    return approximateMessagesCount ?? 0;
  }

  /** It never expires: the message lives as long as there is something to do. */
  async #send(item: WorkItem, visibleInSeconds: number): Promise<PutMessage | undefined> {
    if (this.#put) return await this.#put.put(item, visibleInSeconds, putLimitInMs);
    const options = { visibilityTimeout: visibleInSeconds, messageTimeToLive: -1 };
    const abortSignal = AbortSignal.timeout(putLimitInMs);
    const client = await this.#client();
    const { messageId, popReceipt } = await client.sendMessage(JSON.stringify(item), { ...options, abortSignal });
    return { receipt: `${messageId} ${popReceipt}` };
  }

  async #call<T>(withinMs: number, operation: (client: QueueClient, signal: AbortSignal) => Promise<T>): Promise<T> {
    return await this.#orMake(async () => await operation(await this.#client(), AbortSignal.timeout(withinMs)));
  }

  async #orMake<T>(operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } catch (error) {
      if (codeOf(error) !== 'QueueNotFound') throw error;
      await (await this.#client()).createIfNotExists({ abortSignal: AbortSignal.timeout(limitInMs) });
      return await operation();
    }
  }

  #client(): Promise<QueueClient> {
    const { url, credential } = this.#options;
    this.#loading ??= import('@azure/storage-queue').then(({ QueueClient }) => {
      const retryOptions = { maxTries: 3, retryDelayInMs: 100, maxRetryDelayInMs: 1000 };
      return new QueueClient(url, credential, { retryOptions });
    });
    return this.#loading;
  }
}

/** Somebody else received it since, or it is gone: then it is theirs. */
async function unlessTaken(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'PopReceiptMismatch' && code !== 'MessageNotFound') throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function parseItem(text: string): WorkItem | undefined {
  try {
    return itemShape.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
