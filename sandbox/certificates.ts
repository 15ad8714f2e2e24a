import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueCertificate } from './x509.ts';

/** PEM texts and where they lie. */
export interface Certificates {
  readonly ca: string;
  readonly caPath: string;
  readonly cert: string;
  readonly certPath: string;
  readonly key: string;
  readonly keyPath: string;
  /** Key and certificate in one file, with which the bot's application may sign in instead of with its secret. */
  readonly clientPath: string;
}

function pem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function createAll(): { ca: string; cert: string; key: string; client: string } {
  const issuer = 'Labdesk Sandbox CA';
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // Entra ID takes client assertions signed with RSA only.
  const client = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { privateKey: signingKey } = authority;
  const years = 10;
  const ca = issueCertificate({
    subject: issuer,
    issuer,
    publicKey: authority.publicKey,
    signingKey,
    usage: 'authority',
    years,
  });
  const cert = issueCertificate({
    subject: 'localhost',
    issuer,
    publicKey: server.publicKey,
    signingKey,
    usage: 'server',
    years,
  });
  const clientCertificate = issueCertificate({
    subject: 'Labdesk',
    issuer: 'Labdesk',
    publicKey: client.publicKey,
    signingKey: client.privateKey,
    usage: 'client',
    years,
  });
  return { ca, cert, key: pem(server.privateKey), client: pem(client.privateKey) + clientCertificate };
}

/**
 * The sandbox's certificates, made at the first start and kept in `directory`: a CA of its own (its key is thrown away),
 * a server certificate for 127.0.0.1 and localhost, and a client certificate of the bot's application.
 */
export async function loadCertificates(directory: string): Promise<Certificates> {
  const folder = join(directory, 'certificates');
  const paths = {
    caPath: join(folder, 'ca.pem'),
    certPath: join(folder, 'server.pem'),
    keyPath: join(folder, 'server.key'),
    clientPath: join(folder, 'client.pem'),
  };
  if (!existsSync(paths.caPath)) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const made = createAll();
    await writeFile(paths.certPath, made.cert);
    await writeFile(paths.keyPath, made.key, { mode: 0o600 });
    await writeFile(paths.clientPath, made.client, { mode: 0o600 });
    // Last and by rename: where the CA stands, all of them do.
    await writeFile(`${paths.caPath}.new`, made.ca);
    await rename(`${paths.caPath}.new`, paths.caPath);
  }
  const read = (path: string) => readFileSync(path, 'utf8');
  return { ...paths, ca: read(paths.caPath), cert: read(paths.certPath), key: read(paths.keyPath) };
}
