import type { Document, Stored } from './store.ts';

/** A document as Cosmos DB keeps it, with the properties it adds. */
export interface CosmosDocument extends Document {
  /** Seconds from the last write (`_ts`) to its removal. */
  readonly ttl?: number;
  readonly _etag: string;
}

type Body = Document & { readonly ttl?: number };

/** Cosmos DB allows neither of `/ \ ? #` in an id; `=` marks what is written in hexadecimal. */
const forbidden = /[/\\?#=]/g;

export function toCosmosId(id: string): string {
  return id.replace(forbidden, (character) => `=${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function fromCosmosId(id: string): string {
  return id.replace(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

export function toCosmos(document: Document, now: Date): Body {
  const body = { ...document, id: toCosmosId(document.id) };
  if (document.expiresAt === undefined) return body;
  const expiresAt = new Date(document.expiresAt);
  const ttl = Math.max(1, Math.ceil((expiresAt.getTime() - now.getTime()) / 1000));
  // One spelling, so that times compare as text.
  return { ...body, expiresAt: expiresAt.toISOString(), ttl };
}

export function fromCosmos<D extends Document>(resource: CosmosDocument): Stored<D> {
  const { ttl, _etag: etag, ...rest } = resource;
  const own = Object.entries(rest).filter(([name]) => !systemProperties.has(name));
  return { document: { ...Object.fromEntries(own), id: fromCosmosId(resource.id) } as unknown as D, etag };
}

export function expired({ expiresAt }: Document, now: Date): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime();
}

const systemProperties = new Set(['_rid', '_self', '_ts', '_attachments']);
