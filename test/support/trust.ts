import { getCACertificates, setDefaultCACertificates } from 'node:tls';

const trusted = new Set<string>();

/** From now on this process believes these certificates (PEM) too. What it believes already is left as it is, since each change takes 25 ms. */
export function trust(...certificates: readonly string[]): void {
  const fresh = certificates.filter((certificate) => !trusted.has(certificate));
  if (fresh.length === 0) return;
  for (const certificate of fresh) trusted.add(certificate);
  setDefaultCACertificates([...getCACertificates('default'), ...fresh]);
}
