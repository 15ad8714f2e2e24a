import type { HttpClient, Pipeline } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';

/** What a service answered, whatever its status. */
export interface RestAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface RestOptions {
  /** For a service that asks who is there. */
  readonly access?: { readonly credential: TokenCredential; readonly scope: string };
  /** How long one call may take. */
  readonly timeoutInMs: number;
}

export interface RestCall {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Goes out as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** An answer that is none of the expected; `toWorkspaceError` reads it as it reads the SDKs' errors. */
export class RestFailure extends Error {
  override readonly name = 'RestFailure';
  readonly statusCode: number;
  readonly code: string | undefined;
  readonly headers: Map<string, string>;

  constructor({ status, headers, text }: RestAnswer) {
    const { code, message } = errorIn(text);
    super(message ?? `The service answered ${status}.`);
    this.statusCode = status;
    this.code = code;
    this.headers = new Map(Object.entries(headers));
  }
}

/**
 * Azure's REST interfaces that no SDK of ours speaks, through the SDKs' own pipeline: tokens, proxies, compression. It retries
 * nothing and follows nobody to another origin. Loads at its first use.
 */
export class Rest {
  readonly #options: RestOptions;
  #loading:
    | Promise<{ pipeline: Pipeline; client: HttpClient; core: typeof import('@azure/core-rest-pipeline') }>
    | undefined;

  constructor(options: RestOptions) {
    this.#options = options;
  }

  /** @throws where no answer comes, or not in time */
  async call({ method, url, body, signal }: RestCall): Promise<RestAnswer> {
    const { pipeline, client, core } = await this.#load();
    const limit = AbortSignal.timeout(this.#options.timeoutInMs);
    const abortSignal = signal ? AbortSignal.any([signal, limit]) : limit;
    const headers = core.createHttpHeaders({ accept: 'application/json' });
    if (body !== undefined) headers.set('content-type', 'application/json');
    const request = core.createPipelineRequest({ url, method, headers, abortSignal });
    if (body !== undefined) request.body = JSON.stringify(body);
    // Not everything on the way heeds the signal: what signs in before a call, for one.
    const answer = await unlessAborted(abortSignal, pipeline.sendRequest(client, request));
    return { status: answer.status, headers: answer.headers.toJSON(), text: answer.bodyAsText ?? '' };
  }

  #load() {
    this.#loading ??= import('@azure/core-rest-pipeline').then((core) => {
      const pipeline = core.createPipelineFromOptions({
        retryOptions: { maxRetries: 0 },
        redirectOptions: { maxRetries: 0 },
      });
      const { access } = this.#options;
      if (access) {
        const { credential, scope: scopes } = access;
        pipeline.addPolicy(core.bearerTokenAuthenticationPolicy({ credential, scopes }), { phase: 'Sign' });
      }
      return { pipeline, client: core.createDefaultHttpClient(), core };
    });
    return this.#loading;
  }
}

/** Also where the work does not heed the signal. What comes of the work is not kept alive by a signal that outlives it. */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** ARM RPC, "Error response content". */
function errorIn(text: string): { code?: string; message?: string } {
  try {
    const { error } = JSON.parse(text) as { error?: { code?: unknown; message?: unknown } };
    return {
      ...(typeof error?.code === 'string' && { code: error.code }),
      ...(typeof error?.message === 'string' && { message: error.message }),
    };
  } catch {
    return {};
  }
}
