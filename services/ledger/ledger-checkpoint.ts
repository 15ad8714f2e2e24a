import canonicalize from 'canonicalize';

/** How a workspace's ledger stood at a time. */
export interface Statement {
  readonly workspace: string;
  /** How many entries there were, so that a tail that was cut off shows. */
  readonly count: number;
  /** Of the last of them. */
  readonly hash: string;
  readonly at: string;
}

export interface Signature {
  /** Names the key and its version, also after newer ones came. */
  readonly keyId: string;
  /** As JSON Web Algorithms name it (RFC 7518, RFC 8037): `ES256`, `EdDSA`. */
  readonly algorithm: string;
  /** base64url. */
  readonly signature: string;
}

/** A signed statement; kept where nobody can change it. */
export interface Checkpoint extends Statement, Signature {}

/** Signs for Labdesk. Keys change; what an older one signed still verifies. */
export interface Signer {
  sign(bytes: Uint8Array): Promise<Signature>;
  /** False for a signature of a key that is none of ours, too. @throws {WorkspaceError} unavailable where the keys cannot be read */
  verify(bytes: Uint8Array, signature: Signature): Promise<boolean>;
}

/** A checkpoint as it was found; `checkpoint` undefined where what stands there is none. */
export interface FoundCheckpoint {
  /** By its place, not by what it says. */
  readonly count: number;
  readonly checkpoint?: Checkpoint;
}

/** Where checkpoints stand: written once, and then for good. */
export interface CheckpointStore {
  /** One that stands at that count already stays as it is. */
  put(checkpoint: Checkpoint): Promise<void>;
  /** Those of a workspace, the lowest count first. */
  list(workspace: string): AsyncIterable<FoundCheckpoint>;
}

/** The bytes that are signed: canonical JSON (RFC 8785) that no other signature of Labdesk's can be taken for. */
export function statementBytes({ workspace, count, hash, at }: Statement): Uint8Array {
  return Buffer.from(`labdesk/ledger/checkpoint/1\n${canonicalize({ workspace, count, hash, at })}`);
}
