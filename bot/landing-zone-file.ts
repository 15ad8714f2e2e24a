import { z } from 'zod';
import { networksOf } from '../services/setups/address-pool.ts';
import type { LandingZone } from '../services/workspaces/landing-zone.ts';
import { workspaceRules } from './first-workspaces.ts';

const uuid = z.guid('must be a UUID');
const prefix = z
  .string()
  .regex(/^(?:\d{1,3}\.){3}\d{1,3}\/(?:[12]?\d|3[0-2])$/, 'must be an address prefix such as 10.0.1.0/26');
const resourceId = (type: string) =>
  z
    .string()
    .regex(
      new RegExp(`^/subscriptions/[0-9a-f-]{36}/resourceGroups/[^/]+/providers/${type}$`, 'i'),
      `must be the resource id of ${type.replaceAll('/[^/]+', '')}`,
    );
const name = z.string().regex(/^[a-z][a-z0-9-]{0,29}$/, 'must be short, lower case, of letters, digits and hyphens');
const label = z.string().min(1).max(60);
/** It ends up in scripts on machines: nothing in it may mean anything to a shell. */
const mirrorUrl = z
  .string()
  .max(200)
  .regex(
    /^https:\/\/[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?:\/[A-Za-z0-9._~-]+)*$/,
    'must be an https URL of letters, digits, dots, hyphens and slashes, without a slash at the end',
  );
const httpsUrl = z.url({ protocol: /^https$/, error: 'must be an https URL' }).min(20);

/** What the template takes that is the same for every workspace (`infra/workspace/README.md`, "Parameters"). */
const parameters = z
  .strictObject({
    labdeskPrincipalId: uuid,
    labdeskSubnetId: resourceId('Microsoft.Network/virtualNetworks/[^/]+/subnets/[^/]+'),
    labdeskBlobZoneId: resourceId('Microsoft.Network/privateDnsZones/[^/]+'),
    hubNetworkId: resourceId('Microsoft.Network/virtualNetworks/[^/]+'),
    accessPrefix: prefix,
    mirrorUrl: mirrorUrl.optional(),
    mirrorPrefix: prefix.optional(),
    // No default: who reaches a workspace from outside is for its operator to say.
    publicAddresses: z
      .array(z.union([z.ipv4(), prefix, z.literal('any')], 'must be an address, a prefix, or "any"'))
      .max(200)
      .refine(isEveryoneOnPurpose, 'must name prefixes of /8 or smaller, or be ["any"] alone'),
    adminUsername: z
      .string()
      .regex(/^[a-z][a-z0-9]{2,19}$/, 'must be 3 to 20 lower-case letters and digits')
      .optional(),
    hookUrl: httpsUrl,
    hookApplicationId: uuid,
    hookApplicationObjectId: uuid,
    logRetentionDays: z.number().int().min(30).max(730).optional(),
    deletedDays: z.number().int().min(7).max(90).optional(),
  })
  .refine(({ mirrorUrl: url, mirrorPrefix }) => (url === undefined) === (mirrorPrefix === undefined), {
    path: ['mirrorPrefix'],
    error: 'must be there together with mirrorUrl',
  });

const image = z.strictObject({
  label,
  os: z.enum(['linux', 'windows']),
  diskGiB: z.number().int().min(64).max(2048).optional(),
  reference: z.union([
    z.strictObject({ id: z.string().min(1) }),
    z.strictObject({
      ...{ publisher: z.string().min(1), offer: z.string().min(1), sku: z.string().min(1), version: z.string().min(1) },
    }),
  ]),
});

const landingZone = z.strictObject({
  location: z.string().regex(/^[a-z0-9]+$/, 'must be a region as Azure writes it, such as westeurope'),
  currency: z
    .string()
    .refine((code) => Intl.supportedValuesOf('currency').includes(code), 'must be a currency such as EUR'),
  addressPool: z.string().refine(isPool, 'must be a range of private addresses such as 10.64.0.0/14'),
  parameters,
  images: z.record(name, image).refine(isNotEmpty, 'must have at least one image'),
  sizes: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[A-Z][A-Za-z0-9_]+$/, 'must be a size such as Standard_D4s_v5'),
        label,
      }),
    )
    .min(1)
    .max(50)
    .refine((all) => new Set(all.map((size) => size.name)).size === all.length, 'must name each size once'),
  presets: z
    .record(name, z.strictObject({ label, rules: z.strictObject(workspaceRules) }))
    .refine(isNotEmpty, 'must have at least one preset'),
  longestDays: z.number().int().min(1).max(3650).optional(),
});

const missing = /received undefined$/;

/** The file is no landing zone; the message has one line a problem and names where it is. */
export class LandingZoneError extends Error {
  override readonly name = 'LandingZoneError';
}

/** Where, and of what, workspaces are made, from its JSON. @throws {LandingZoneError} naming all that is wrong */
export function parseLandingZone(json: string): LandingZone {
  const parsed = landingZone.safeParse(asJson(json));
  if (parsed.success) return parsed.data as LandingZone;
  const lines = parsed.error.issues.map(
    ({ path, message }) => `- ${path.join('.') || 'the file'}: ${missing.test(message) ? 'is missing' : message}`,
  );
  throw new LandingZoneError(`The landing zone file (LANDING_ZONE_FILE) cannot be used:\n${lines.join('\n')}`);
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new LandingZoneError(`The landing zone file (LANDING_ZONE_FILE) is no JSON: ${(error as Error).message}`);
  }
}

/** Private addresses (RFC 1918), a /24 or larger. */
function isPool(range: string): boolean {
  try {
    const { value } = networksOf(range).next();
    const bits = Number(range.split('/')[1]);
    if (typeof value !== 'string') return false;
    return (
      value.startsWith('10.') ||
      (/^172\.(?:1[6-9]|2\d|3[01])\./.test(value) && bits >= 12) ||
      (value.startsWith('192.168.') && bits >= 16)
    );
  } catch {
    return false;
  }
}

/** A prefix that holds most of the Internet, or `any` among others, is a slip. */
function isEveryoneOnPurpose(addresses: readonly string[]): boolean {
  if (addresses.includes('any')) return addresses.length === 1;
  return addresses.every((address) => Number(address.split('/')[1] ?? 32) >= 8);
}

function isNotEmpty(record: object): boolean {
  return Object.keys(record).length > 0;
}
