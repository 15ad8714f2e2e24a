import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What a certificate says (RFC 5280, 4.1). */
export interface CertificateRequest {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  /** The issuer's key: EC P-256 or RSA. */
  readonly signingKey: KeyObject;
  readonly usage: 'authority' | 'server' | 'client';
  readonly years: number;
}

/** One DER value: tag, length, contents (X.690, 8.1). */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const contents = Buffer.concat(parts);
  const length = contents.length;
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), contents]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return Buffer.concat([Buffer.from([tag, 128 + bytes.length]), bytes, contents]);
}

const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
const set = (...parts: readonly Uint8Array[]) => der(0x31, ...parts);
const octets = (contents: Uint8Array) => der(0x04, contents);
const bits = (contents: Uint8Array, unused = 0) => der(0x03, Buffer.from([unused]), contents);
const yes = Buffer.from([0x01, 0x01, 0xff]);

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 127];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 127) | 128);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}

function name(commonName: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(commonName)))));
}

/** GeneralizedTime; the RFC wants UTCTime before 2050, which every verifier still reads either way. */
function time(moment: Date): Buffer {
  const digits = moment.toISOString().replace(/\D/g, '').slice(0, 14);
  const beforeTheFifties = moment.getUTCFullYear() < 2050;
  return beforeTheFifties ? der(0x17, Buffer.from(`${digits.slice(2)}Z`)) : der(0x18, Buffer.from(`${digits}Z`));
}

function extension(id: string, critical: boolean, value: Uint8Array): Buffer {
  return critical ? sequence(oid(id), yes, octets(value)) : sequence(oid(id), octets(value));
}

function extensions(usage: CertificateRequest['usage']): Buffer[] {
  if (usage === 'authority') {
    // CA with no CA below it; keyCertSign and cRLSign.
    return [
      extension('2.5.29.19', true, sequence(yes, Buffer.from([0x02, 0x01, 0x00]))),
      extension('2.5.29.15', true, bits(Buffer.from([0b0000_0110]), 1)),
    ];
  }
  const list = [
    extension('2.5.29.19', true, sequence()),
    extension('2.5.29.15', true, bits(Buffer.from([0b1000_0000]), 7)),
  ];
  if (usage === 'client') return list;
  const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])));
  return [
    ...list,
    extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', false, names),
  ];
}

/** Subject and authority key identifiers (RFC 5280, 4.2.1.1 and 4.2.1.2), which strict verifiers ask for. */
function keyIdentifiers(subject: KeyObject, issuer: KeyObject): Buffer[] {
  const identifier = (key: KeyObject) =>
    createHash('sha1')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest();
  return [
    extension('2.5.29.14', false, octets(identifier(subject))),
    extension('2.5.29.35', false, sequence(der(0x80, identifier(issuer)))),
  ];
}

/** A signed certificate as PEM; a server's is for 127.0.0.1 and localhost. */
export function issueCertificate(request: CertificateRequest): string {
  const rsa = request.signingKey.asymmetricKeyType === 'rsa';
  const algorithm = rsa
    ? sequence(oid('1.2.840.113549.1.1.11'), Buffer.from([0x05, 0x00]))
    : sequence(oid('1.2.840.10045.4.3.2'));
  const now = Date.now();
  const dayInMs = 24 * 60 * 60 * 1000;
  const body = sequence(
    der(0xa0, Buffer.from([0x02, 0x01, 0x02])),
    der(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    algorithm,
    name(request.issuer),
    sequence(time(new Date(now - dayInMs)), time(new Date(now + request.years * 365 * dayInMs))),
    name(request.subject),
    request.publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(...extensions(request.usage), ...keyIdentifiers(request.publicKey, createPublicKey(request.signingKey))),
    ),
  );
  const certificate = sequence(body, algorithm, bits(sign('sha256', body, request.signingKey)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
