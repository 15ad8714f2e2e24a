import type { TokenCredential } from '@azure/identity';
import type { QueueClient, StorageSharedKeyCredential } from '@azure/storage-queue';
import { z } from 'zod';
import { WorkspaceError } from '../errors.ts';
import type { WorkItem, WorkMessage, WorkQueue } from '../work-queue.ts';

export interface AzureWorkQueueOptions {
  /** Of the queue itself, with the account where it is not in the host: `https://account.queue.core.windows.net/labdesk-effects`. */
  readonly url: string;
  readonly credential: TokenCredential | StorageSharedKeyCredential;
}

/** A command waits for its message, so this is how long an unreachable queue takes to be noticed. */
const putLimitInMs = 2500;
const limitInMs = 10_000;
const longestHiddenSeconds = 7 * 86_400;

const itemShape = z.object({ partition: z.string(), id: z.string(), kind: z.string(), key: z.string() });

/** The work queue in Azure Storage; made at its first use where it is missing. The SDK is loaded with the first call. */
export class AzureWorkQueue implements WorkQueue {
  readonly #options: AzureWorkQueueOptions;
  #loading: Promise<QueueClient> | undefined;

  constructor(options: AzureWorkQueueOptions) {
    this.#options = options;
  }

  async put(item: WorkItem, visibleInSeconds: number): Promise<void> {
    // Never expires: the message lives as long as there is something to do.
    const options = { visibilityTimeout: visibleInSeconds, messageTimeToLive: -1 };
    try {
      await this.#call(putLimitInMs, (client, abortSignal) =>
        client.sendMessage(JSON.stringify(item), { ...options, abortSignal }),
      );
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

  async delete({ receipt }: WorkMessage): Promise<void> {
    const [messageId = '', popReceipt = ''] = receipt.split(' ');
    await unlessTaken(
      this.#call(limitInMs, (client, abortSignal) => client.deleteMessage(messageId, popReceipt, { abortSignal })),
    );
  }

  async check(): Promise<void> {
    await this.#call(putLimitInMs, (client, abortSignal) => client.getProperties({ abortSignal }));
  }

  async #call<T>(withinMs: number, operation: (client: QueueClient, signal: AbortSignal) => Promise<T>): Promise<T> {
    const signal = AbortSignal.timeout(withinMs);
    const client = await this.#client();
    try {
      return await operation(client, signal);
    } catch (error) {
      if (codeOf(error) !== 'QueueNotFound') throw error;
      await client.createIfNotExists({ abortSignal: signal });
      return operation(client, signal);
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
