import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, type RequestOptions, request as send } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { faultReply } from './azure/fault-replies.ts';
import type { Fault, Faults } from './azure/faults.ts';
import { type Reply, writeReply } from './azure/http.ts';
import type { LoggedRequest, RequestLog } from './azure/request-log.ts';
import { storageError } from './azure/storage-errors.ts';
import type { Tokens } from './azure/tokens.ts';
import type { Certificates } from './certificates.ts';

export interface StorageProxyOptions {
  readonly service: 'blob' | 'queue';
  /** Where clients come; 0 takes a free one. */
  readonly port: number;
  /** Where Azurite listens, over TLS. */
  readonly targetPort: number;
  /** Azurite's own certificate, as PEM, where it has one that our CA did not issue. */
  readonly targetCertificate?: string;
  readonly certificates: Certificates;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly tokens: Tokens;
  /** False for accounts whose blobs cannot be archived. Default all can. */
  readonly hasArchive?: (account: string) => boolean;
  /** Called with the path of every blob that was written. */
  readonly written?: (path: string) => void;
}

export interface StorageProxy {
  readonly port: number;
  close(): Promise<void>;
}

const host = '127.0.0.1';
/** Headers of the connection, not of the message (RFC 9110, 7.6.1). */
const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'upgrade']);

/** The headers as they came, in order and case, but for those of the connection. */
function endToEnd(raw: readonly string[]): string[] {
  return raw.filter((_, index) => !hopByHop.has((raw[index - (index % 2)] ?? '').toLowerCase()));
}

function accountOf({ path }: LoggedRequest): string {
  return path.split('/')[1] ?? '';
}

/** True where the request, once answered with success, leaves a blob with new content. */
function writes({ method, query }: LoggedRequest): boolean {
  const asked = new URLSearchParams(query);
  if (method !== 'PUT' || asked.has('restype')) return false;
  const part = asked.get('comp');
  return part === null || part === 'blocklist' || part === 'appendblock' || part === 'page';
}

/** Azure checks a bearer token's signature and audience before anything else; Azurite does not. */
function refusedToken(tokens: Tokens, authorization: string | undefined, call: LoggedRequest): Reply | undefined {
  if (!authorization?.startsWith('Bearer ')) return undefined;
  const own = `https://${accountOf(call)}.${call.service}.core.windows.net`;
  const claims = tokens.check(authorization, ['https://storage.azure.com', own]);
  if (typeof claims === 'object') return undefined;
  const message =
    'Server failed to authenticate the request. Please refer to the information in the www-authenticate header.';
  const challenge =
    'Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize resource_id=https://storage.azure.com';
  return storageError(401, 'InvalidAuthenticationInfo', message, { 'WWW-Authenticate': challenge });
}

/** Set Blob Tier, refused as Azure does to accounts that stand in several zones. */
function refusedArchive(hasArchive: StorageProxyOptions['hasArchive'], call: LoggedRequest): Reply | undefined {
  if (hasArchive?.(accountOf(call)) !== false) return undefined;
  const details = '<HeaderName>x-ms-access-tier</HeaderName><HeaderValue>Archive</HeaderValue>';
  const message = 'The value for one of the HTTP headers is not in the correct format.';
  return storageError(400, 'InvalidHeaderValue', message, {}, details);
}

/** In front of Azurite: passes everything on byte for byte, so signatures still fit; records calls and applies faults. */
export async function startStorageProxy(options: StorageProxyOptions): Promise<StorageProxy> {
  const { certificates, faults, requests, service, tokens } = options;
  const ca = [certificates.ca, ...(options.targetCertificate ? [options.targetCertificate] : [])];
  const agent = new Agent({ keepAlive: true, ca, servername: 'localhost', maxSockets: 64 });

  const forward = (
    request: IncomingMessage,
    response: ServerResponse,
    call: LoggedRequest,
    fault: Fault | undefined,
  ) => {
    const { method, url: path = '/' } = request;
    const target: RequestOptions = { host, port: options.targetPort, agent, method, path };
    const passed = send({ ...target, setHost: false, headers: endToEnd(request.rawHeaders) }, (answer) => {
      const done = (answer.statusCode ?? 500) < 300 && writes(call);
      if (done && service === 'blob') options.written?.(call.path);
      if (fault?.drop === 'after') {
        answer.resume();
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', endToEnd(answer.rawHeaders));
      answer.pipe(response);
      answer.once('error', () => response.destroy());
    });
    // What Azurite cannot be asked is to the client a connection that broke.
    passed.once('error', () => request.socket.destroy());
    response.once('close', () => {
      if (!response.writableFinished) passed.destroy();
    });
    request.pipe(passed);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const call = requests.add(service, request.method ?? 'GET', request.url ?? '/');
    response.once('close', () => {
      call.status = response.writableFinished ? response.statusCode : 0;
    });
    const fault = faults.take(service, call);
    if (fault?.delayMs) await delay(fault.delayMs);
    if (fault?.hang) return void request.resume();
    if (fault?.drop === 'before') return void request.socket.destroy();
    const { authorization, 'x-ms-access-tier': tier } = request.headers;
    const refused = fault?.status
      ? faultReply(service, fault, call.path)
      : (refusedToken(tokens, authorization, call) ??
        (tier === 'Archive' ? refusedArchive(options.hasArchive, call) : undefined));
    if (!refused) return forward(request, response, call, fault);
    request.resume();
    writeReply(response, refused);
  };

  const { cert, key } = certificates;
  const server = createServer({ cert, key, keepAliveTimeout: 60_000, requestTimeout: 0 }, (request, response) => {
    // A header that cannot be passed on is the client's fault; the sandbox goes on.
    answer(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      agent.destroy();
    },
  };
}
