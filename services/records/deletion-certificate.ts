import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Signature, Signer } from '../ledger/ledger-checkpoint.ts';

/** What a step did, as the certificate says it: numbers, names of machines and tiers, never of people. */
export type StepCounts = Readonly<Record<string, string | number>>;

/** An admin who turned a key: who it was by object id, and with which roles. Names are in the ledger, where they can be removed. */
export interface CertifiedKey {
  readonly person: string;
  readonly roles: readonly string[];
  readonly at: string;
}

/** What was taken away of a workspace, when, and by whose word. */
export interface CertifiedRemoval {
  readonly workspace: string;
  readonly resourceGroup: string;
  /** archived: it can be brought back until `restorableUntil`; deleted: it is gone. */
  readonly what: 'archived' | 'deleted';
  readonly at: string;
  /** Both keys, the first first. */
  readonly keys: readonly CertifiedKey[];
  /** Each step with the time at which it was done and what it counted. */
  readonly steps: readonly { readonly step: string; readonly at: string; readonly counts?: StepCounts }[];
  /** What becomes, or became, of the files: moved to the cheapest tier, or kept as they were until everything was deleted. */
  readonly storage: 'archive' | 'delete';
  readonly restorableUntil?: string;
  /** How the workspace's ledger stood. */
  readonly ledger: { readonly count: number; readonly hash: string };
}

/** A removal as it was signed; `text` is what is hashed and signed, to the byte. */
export interface Certificate extends Signature {
  /** Canonical JSON (RFC 8785) of a {@link CertifiedRemoval}. */
  readonly text: string;
}

/** @throws {WorkspaceError} unavailable, where it cannot be signed now */
export async function certify(signer: Signer, removal: CertifiedRemoval): Promise<Certificate> {
  const text = canonicalize(removal)!;
  return { text, ...(await signer.sign(certificateBytes(text))) };
}

/** Hex; what the ledger has of it. */
export function certificateHash({ text }: Pick<Certificate, 'text'>): string {
  return hash('sha256', certificateBytes(text));
}

/** False where a byte of it is another, or the signature is of none of Labdesk's keys. @throws {WorkspaceError} unavailable */
export async function verifyCertificate(
  signer: Pick<Signer, 'verify'>,
  { text, ...signature }: Certificate,
): Promise<boolean> {
  return await signer.verify(certificateBytes(text), signature);
}

/** No other signature of Labdesk's can be taken for one of these. */
function certificateBytes(text: string): Uint8Array {
  return Buffer.from(`labdesk/deletion-certificate/1\n${text}`);
}
