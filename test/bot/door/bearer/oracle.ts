import { verify } from 'node:crypto';
import type { IssuerKey } from '../../../support/token-issuer.ts';
import type { Scene } from './matrix.ts';

type Json = Record<string, unknown>;

/**
 * What the door must answer, read off the bytes of the request by the rules of the contract and with nothing but node:crypto: an
 * opinion that shares no line with the door's own.
 */
export function expectedStatus(
  authorization: readonly string[],
  activity: Json,
  keys: readonly IssuerKey[],
  scene: Scene,
): number {
  const read = readToken(authorization, keys);
  if (!read) return 401;
  const { claims, key } = read;
  const { iss, aud, exp, nbf, serviceurl } = claims;
  if (iss !== 'https://api.botframework.com' || aud !== scene.appId) return 401;
  if (typeof exp !== 'number' || typeof nbf !== 'number' || exp - nbf > 24 * 3600) return 401;
  if (exp + 300 <= scene.now || nbf - 300 > scene.now) return 401;
  if (typeof serviceurl !== 'string' || serviceurl === '' || serviceurl !== activity.serviceUrl) return 401;
  if (key.endorsements && !key.endorsements.includes(activity.channelId as string)) return 401;

  if (typeof activity.channelId !== 'string' || activity.channelId === '') return 400;
  const tenants = [
    (activity.conversation as Json).tenantId,
    ((activity.channelData as Json | undefined)?.tenant as Json | undefined)?.id,
  ];
  if (tenants.some((tenant) => typeof tenant === 'string' && tenant !== scene.tenantId)) return 403;
  if (tenants.some((tenant) => tenant !== scene.tenantId)) return 400;
  return serviceurl === scene.serviceUrl || serviceurl === 'https://smba.trafficmanager.net/emea/' ? 200 : 400;
}

function readToken(
  authorization: readonly string[],
  keys: readonly IssuerKey[],
): { claims: Json; key: IssuerKey } | undefined {
  const [only] = authorization;
  if (authorization.length !== 1 || !only?.startsWith('Bearer ')) return undefined;
  const parts = only.slice('Bearer '.length).split('.');
  if (parts.length !== 3 || only.length > 8192) return undefined;
  if (parts.some((part) => part === '' || Buffer.from(part, 'base64url').toString('base64url') !== part))
    return undefined;
  const [head, body, signature] = parts as [string, string, string];
  const header = parse(head);
  const claims = parse(body);
  if (header?.alg !== 'RS256' || !claims || header.crit !== undefined) return undefined;
  const key = keys.find(({ kid }) => kid === header.kid);
  if (!key) return undefined;
  return verify('sha256', Buffer.from(`${head}.${body}`), key.publicKey, Buffer.from(signature, 'base64url'))
    ? { claims, key }
    : undefined;
}

function parse(part: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}
