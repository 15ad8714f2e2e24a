import { system } from '../change/aggregate.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type CertifiedKey, certificateHash } from '../records/deletion-certificate.ts';
import { certified, type DeletionCertificates, subject } from '../records/deletion-certificates.ts';
import { adminActor } from '../roles/admin-right.ts';
import type { Clock } from '../time/clock.ts';
import { later } from './archive-decisions.ts';
import type { StepOutcome, StepPass } from './archive-work.ts';
import type { ArchiveKey } from './workspace-archive.ts';

export interface ArchiveRecordingParts {
  readonly certificates: Pick<DeletionCertificates, 'issue'>;
  readonly ledger: Pick<Ledger, 'note'>;
  readonly clock: Clock;
}

/** The last step, when a workspace is closed and when the rest of it is deleted: what was done is certified. */
export class ArchiveRecording {
  readonly #parts: ArchiveRecordingParts;

  constructor(parts: ArchiveRecordingParts) {
    this.#parts = parts;
  }

  /** Signs what was taken away; its hash and signature go into the ledger. */
  async record({ archive, workspace, now }: StepPass): Promise<StepOutcome> {
    const { certificates, ledger, clock } = this.#parts;
    const isEnd = archive.state === 'deleting';
    const id = `${archive.round}-${isEnd ? 'deleted' : 'archived'}`;
    const { terms, steps } = archive;
    const restorableUntil = later(now, terms.retentionDays).toISOString();
    const certificate = await certificates.issue(workspace.id, id, () => ({
      resourceGroup: workspace.resourceGroup,
      what: isEnd ? 'deleted' : 'archived',
      at: clock.now().toISOString(),
      keys: [archive.proposed, archive.confirmed!].map(certifiedKey),
      steps: steps.flatMap(({ step, at, counts }) => (at ? [{ step, at, ...(counts && { counts }) }] : [])),
      storage: terms.storage,
      ...(!isEnd && { restorableUntil }),
    }));
    const { keyId, algorithm, signature } = certificate;
    const sha256 = certificateHash(certificate);
    await ledger.note(workspace.id, {
      ...{ key: `certificate/${id}`, what: certified, subject, by: system, via: 'system' },
      detail: { certificate: id, sha256, keyId, algorithm, signature },
    });
    return { isDone: true, counts: { certificate: id }, next: { certificate: { id, hash: sha256 } } };
  }
}

function certifiedKey({ by, at }: ArchiveKey): CertifiedKey {
  return { person: by.aadObjectId, roles: adminActor(by).roles, at };
}
