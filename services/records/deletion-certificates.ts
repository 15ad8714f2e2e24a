import type { Address } from '../change/aggregate.ts';
import type { Signer } from '../ledger/ledger-checkpoint.ts';
import { ledgerPartition } from '../ledger/ledger-entry.ts';
import { readHead } from '../ledger/ledger-head.ts';
import { readEntries } from '../ledger/ledger-reader.ts';
import { type Document, type Store, WriteConflict } from '../store/store.ts';
import {
  type Certificate,
  type CertifiedRemoval,
  certificateHash,
  certify,
  verifyCertificate,
} from './deletion-certificate.ts';

interface CertificateDocument extends Document {
  readonly kind: 'certificate';
  readonly certificate: Certificate;
}

export interface IssuedCertificate {
  /** `3-archived`: of the third proposal. */
  readonly id: string;
  readonly certificate: Certificate;
}

/** How the certificates of a workspace stand. */
export interface CertificateCheck {
  readonly count: number;
  /** A finished sentence about the first that does not verify. */
  readonly problem?: string;
}

export const certified = 'archive.certified';
const kind = 'certificate';
const mostCertificates = 100;

/** The certificates of what was taken away: written once, beside the ledger that has their hashes. */
export class DeletionCertificates {
  readonly #store: Store;
  readonly #signer: Signer;

  constructor(store: Store, signer: Signer) {
    this.#store = store;
    this.#signer = signer;
  }

  /** The certificate of that id; it is made where there is none yet. @throws {WorkspaceError} unavailable */
  async issue(
    workspace: string,
    id: string,
    removal: () => Omit<CertifiedRemoval, 'workspace' | 'ledger'>,
  ): Promise<Certificate> {
    const known = await this.get(workspace, id);
    if (known) return known;
    const { count = 0, hash = '' } = (await readHead(this.#store, workspace))?.document ?? {};
    const certificate = await certify(this.#signer, { ...removal(), workspace, ledger: { count, hash } });
    try {
      await this.#store.create<CertificateDocument>({ ...address(workspace, id), kind, schema: 1, certificate });
      return certificate;
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
      return (await this.get(workspace, id))!;
    }
  }

  /** Undefined where there is none. @throws {WorkspaceError} unavailable */
  async get(workspace: string, id: string): Promise<Certificate | undefined> {
    const place = address(workspace, id);
    return (await this.#store.get<CertificateDocument>(place.partition, place.id))?.document.certificate;
  }

  /** Oldest first. @throws {WorkspaceError} unavailable */
  async list(workspace: string): Promise<readonly IssuedCertificate[]> {
    const query = { partition: ledgerPartition(workspace), kind, limit: mostCertificates };
    const { items } = await this.#store.list<CertificateDocument>(query);
    return items.map(({ document }) => ({
      id: document.id.slice(`${kind}/`.length),
      certificate: document.certificate,
    }));
  }

  /** Holds each against its signature and against what the ledger has of it. @throws {WorkspaceError} unavailable */
  async check(workspace: string): Promise<CertificateCheck> {
    const issued = new Map((await this.list(workspace)).map((each) => [each.id, each.certificate]));
    const recorded = new Map<string, string>();
    for await (const { record } of readEntries(this.#store, workspace, { subject }))
      if (record.what === certified) recorded.set(`${record.detail?.certificate}`, `${record.detail?.sha256}`);
    for (const [id, certificate] of issued) {
      if (!(await verifyCertificate(this.#signer, certificate)))
        return { count: issued.size, problem: `The deletion certificate ${id} was altered after it was signed.` };
      if (recorded.has(id) && recorded.get(id) !== certificateHash(certificate))
        return { count: issued.size, problem: `The deletion certificate ${id} is not the one that was recorded.` };
    }
    const gone = [...recorded.keys()].find((id) => !issued.has(id));
    return { count: issued.size, ...(gone && { problem: `The deletion certificate ${gone} is missing.` }) };
  }
}

/** What the ledger's notes about certificates are about. */
export const subject = 'archive';

function address(workspace: string, id: string): Address {
  return { partition: ledgerPartition(workspace), id: `${kind}/${id}` };
}
